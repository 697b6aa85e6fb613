#include "engine/service/describe.h"

#include <string>
#include <string_view>
#include <utility>

#include "engine/casework/receipt.h"

namespace whistle::service {
namespace {

using namespace casework;  // NOLINT(google-build-using-namespace): every event is named below

// Writes the details of one fact, in the order of the calls. Empty values are left out.
class Details {
 public:
  Details(v1::Fact& fact, const policy::Policy& policy) : fact_(fact), policy_(policy) {}

  Details& text(std::string_view name, std::string_view value) {
    if (value.empty()) return *this;
    auto* detail = fact_.add_details();
    detail->set_name(std::string(name));
    detail->set_value(std::string(value));
    return *this;
  }
  Details& number(std::string_view name, std::int64_t value) {
    return text(name, std::to_string(value));
  }
  Details& flag(std::string_view name, bool value) { return value ? text(name, "yes") : *this; }
  Details& time(std::string_view name, Timestamp value) {
    if (value == kNever) return *this;
    auto* detail = fact_.add_details();
    detail->set_name(std::string(name));
    detail->set_time_ms(value.time_since_epoch().count());
    return *this;
  }
  template <class Enum>
  Details& word(std::string_view name, Enum value) {
    return text(name, to_word(value));
  }
  Details& unit(std::string_view name, const UnitCode& code) {
    text(name, code.value);
    const policy::Unit* unit = policy_.unit(code);
    return unit != nullptr ? text(std::string(name) + "_name", unit->name) : *this;
  }
  Details& area(AreaCode code) {
    if (!code) return *this;
    number("area", static_cast<std::int64_t>(code.value));
    const policy::Area* area = policy_.area(code);
    return area != nullptr ? text("area_name", area->name) : *this;
  }
  Details& category(const CategoryCode& code) {
    text("category", code.value);
    const policy::Category* category = policy_.category(code);
    return category != nullptr ? text("category_name", category->name) : *this;
  }
  Details& evidence(std::string_view name, const std::vector<triage::Evidence>& found) {
    for (const triage::Evidence& item : found) {
      text(name, "「" + item.words + "」 " + item.rule.value);
    }
    return *this;
  }

 private:
  v1::Fact& fact_;
  const policy::Policy& policy_;
};

std::string_view certainty(triage::Certainty value) {
  switch (value) {
    case triage::Certainty::None:
      return "none";
    case triage::Certainty::Unsure:
      return "unsure";
    case triage::Certainty::Certain:
      return "certain";
    case triage::Certainty::Given:
      return "given";
    case triage::Certainty::Person:
      return "person";
  }
  return "?";
}

void findings(Details& details, const triage::Findings& found) {
  details.word("request_type", found.request_type)
      .category(found.category.category)
      .text("category_certainty", certainty(found.category.certainty))
      .number("category_score", found.category.score);
  if (found.category.second) {
    details.text("category_second", found.category.second.value)
        .number("category_second_score", found.category.second_score);
  }
  details.text("category_rule", found.category.rule.value)
      .evidence("category_evidence", found.category.evidence)
      .area(found.place.area)
      .text("place_certainty", certainty(found.place.certainty))
      .text("place_rule", found.place.rule.value)
      .evidence("place_evidence", found.place.evidence)
      .word("severity", found.severity.severity)
      .text("severity_rule", found.severity.rule.value)
      .text("severity_trigger", found.severity.trigger.value)
      .number("nature", found.severity.nature)
      .number("scope", found.severity.scope)
      .number("harm", found.severity.harm)
      .flag("care", found.severity.care)
      .evidence("severity_evidence", found.severity.evidence);
}

std::string_view name(const CaseFiled&) { return "case_filed"; }
std::string_view name(const ComplaintDeclined&) { return "complaint_declined"; }
std::string_view name(const ComplaintMerged&) { return "complaint_merged"; }
std::string_view name(const CaseClassified&) { return "case_classified"; }
std::string_view name(const CaseRecoloured&) { return "case_recoloured"; }
std::string_view name(const OrderDispatched&) { return "order_dispatched"; }
std::string_view name(const OrderLeased&) { return "order_leased"; }
std::string_view name(const LeaseRenewed&) { return "lease_renewed"; }
std::string_view name(const LeaseLapsed&) { return "lease_lapsed"; }
std::string_view name(const OrderReleased&) { return "order_released"; }
std::string_view name(const OrderSigned&) { return "order_signed"; }
std::string_view name(const FirstContacted&) { return "first_contacted"; }
std::string_view name(const ArrivedOnSite&) { return "arrived_on_site"; }
std::string_view name(const ProgressNoted&) { return "progress_noted"; }
std::string_view name(const HandlingFinished&) { return "handling_finished"; }
std::string_view name(const PostChecked&) { return "post_checked"; }
std::string_view name(const RequesterReplied&) { return "requester_replied"; }
std::string_view name(const CalledBack&) { return "called_back"; }
std::string_view name(const CaseReworked&) { return "case_reworked"; }
std::string_view name(const CaseClosed&) { return "case_closed"; }
std::string_view name(const CaseStruckOff&) { return "case_struck_off"; }
std::string_view name(const ClockStarted&) { return "clock_started"; }
std::string_view name(const ClockPaused&) { return "clock_paused"; }
std::string_view name(const ClockResumed&) { return "clock_resumed"; }
std::string_view name(const ClockMet&) { return "clock_met"; }
std::string_view name(const ClockDropped&) { return "clock_dropped"; }
std::string_view name(const ClockDueSoon&) { return "clock_due_soon"; }
std::string_view name(const ClockRanOut&) { return "clock_ran_out"; }
std::string_view name(const CardIssued&) { return "card_issued"; }
std::string_view name(const CaseEscalated&) { return "case_escalated"; }
std::string_view name(const LadderExhausted&) { return "ladder_exhausted"; }

std::string_view mode_word(policy::RungMode mode) {
  switch (mode) {
    case policy::RungMode::HandOver:
      return "hand_over";
    case policy::RungMode::Supervise:
      return "supervise";
    case policy::RungMode::Parallel:
      return "parallel";
  }
  return "?";
}

void on(const CaseFiled& event, Details& details) {
  details.number("complaint", static_cast<std::int64_t>(event.complaint.value))
      .text("source", event.source)
      .text("external_id", event.external_id)
      .word("channel", event.channel)
      .text("condition", event.condition.value);
  findings(details, event.findings);
  details.flag("awaits_triage", event.awaits_triage).flag("emergency_line", event.emergency_line);
}
void on(const ComplaintDeclined& event, Details& details) {
  details.number("complaint", static_cast<std::int64_t>(event.complaint.value))
      .text("source", event.source)
      .text("external_id", event.external_id)
      .text("ground", event.ground)
      .evidence("decline_evidence", event.findings.decline_evidence);
}
void on(const ComplaintMerged& event, Details& details) {
  details.number("complaint", static_cast<std::int64_t>(event.complaint.value))
      .text("source", event.source)
      .text("external_id", event.external_id)
      .flag("repeat", event.repeat)
      .text("rule", event.rule.value);
  findings(details, event.findings);
}
void on(const CaseClassified& event, Details& details) {
  details.category(event.category).area(event.area).text("by", event.by.value);
}
void on(const CaseRecoloured& event, Details& details) {
  details.word("from", event.from).word("to", event.to).text("rule", event.rule.value);
}
void on(const OrderDispatched& event, Details& details) {
  details.number("number", event.number)
      .unit("unit", event.unit)
      .word("tier", event.tier)
      .text("rule", event.rule.value)
      .flag("raised_to_duty", event.raised_to_duty);
  for (const UnitCode& unit : event.told) details.unit("told", unit);
}
void on(const OrderLeased& event, Details& details) {
  details.text("worker", event.worker.value)
      .number("token", static_cast<std::int64_t>(event.token.value))
      .time("until", event.until);
}
void on(const LeaseRenewed& event, Details& details) { details.time("until", event.until); }
void on(const LeaseLapsed& event, Details& details) {
  details.number("token", static_cast<std::int64_t>(event.token.value));
}
void on(const OrderReleased& event, Details& details) {
  details.number("token", static_cast<std::int64_t>(event.token.value))
      .text("reason", event.reason);
}
void on(const OrderSigned& event, Details& details) { details.text("worker", event.worker.value); }
void on(const FirstContacted& event, Details& details) { details.text("note", event.note); }
void on(const ArrivedOnSite& event, Details& details) { details.text("note", event.note); }
void on(const ProgressNoted& event, Details& details) { details.text("note", event.note); }
void on(const HandlingFinished& event, Details& details) {
  details.word("result", event.result).text("note", event.note);
}
void on(const PostChecked& event, Details& details) {
  details.text("passed", event.passed ? "yes" : "no")
      .text("by", event.by.value)
      .text("rule", event.rule.value)
      .text("note", event.note);
}
void on(const RequesterReplied&, Details&) {}
void on(const CalledBack& event, Details& details) {
  details.word("solved", event.solved)
      .word("satisfaction", event.satisfaction)
      .text("by", event.by.value)
      .text("note", event.note);
}
void on(const CaseReworked& event, Details& details) {
  details.number("round", event.round).text("reason", event.reason);
}
void on(const CaseClosed& event, Details& details) {
  details.text("rule", event.rule.value).text("on_time", event.on_time ? "yes" : "no");
}
void on(const CaseStruckOff&, Details&) {}
void on(const ClockStarted& event, Details& details) {
  details.word("stage", event.stage)
      .text("limit", calendar::to_text(event.reading.limit))
      .text("calendar", event.calendar)
      .time("started", event.started)
      .time("due_soon", event.alarms.due_soon)
      .time("due", event.alarms.due)
      .text("rule", event.rule.value);
}
void on(const ClockPaused& event, Details& details) {
  details.word("stage", event.stage).number("consumed_ms", event.consumed.count());
}
void on(const ClockResumed& event, Details& details) {
  details.word("stage", event.stage).time("due", event.alarms.due);
}
void on(const ClockMet& event, Details& details) {
  details.word("stage", event.stage).text("on_time", event.on_time ? "yes" : "no");
}
void on(const ClockDropped& event, Details& details) { details.word("stage", event.stage); }
void on(const ClockDueSoon& event, Details& details) {
  details.word("stage", event.stage).time("due", event.due);
}
void on(const ClockRanOut& event, Details& details) {
  details.word("stage", event.stage)
      .time("due", event.due)
      .unit("unit", event.unit)
      .flag("far", event.far);
}
void on(const CardIssued& event, Details& details) {
  details.word("card", event.card)
      .word("stage", event.stage)
      .unit("unit", event.unit)
      .number("points", event.points)
      .text("rule", event.rule.value);
}
void on(const CaseEscalated& event, Details& details) {
  details.word("from_tier", event.from_tier)
      .unit("from_unit", event.from_unit)
      .word("to_tier", event.to_tier)
      .unit("to_unit", event.to_unit)
      .text("mode", mode_word(event.mode))
      .text("rule", event.rule.value);
}
void on(const LadderExhausted& event, Details& details) { details.text("rule", event.rule.value); }

}  // namespace

std::string_view name_of(const casework::Event& event) {
  return std::visit([](const auto& fact) { return name(fact); }, event);
}

namespace {

template <std::size_t... kIndex>
bool is_name_of_any(std::string_view wanted, std::index_sequence<kIndex...>) {
  return ((name(std::variant_alternative_t<kIndex, casework::Event>{}) == wanted) || ...);
}

}  // namespace

bool is_event_name(std::string_view wanted) {
  return is_name_of_any(wanted, std::make_index_sequence<std::variant_size_v<casework::Event>>{});
}

void describe(const journal::Record& record, const policy::Policy& policy,
              google::protobuf::RepeatedPtrField<v1::Fact>& facts) {
  std::uint32_t index = 0;
  for (const casework::Event& event : record.events) {
    v1::Fact& fact = *facts.Add();
    fact.set_sequence(record.sequence.value);
    fact.set_index(index++);
    fact.set_time_ms(record.time.time_since_epoch().count());
    fact.set_event(std::string(name_of(event)));
    fact.set_case_id(casework::case_of(event).value);
    fact.set_verb(record.verb);
    fact.set_actor(record.actor);
    fact.set_policy_version(record.policy);
    Details details(fact, policy);
    std::visit([&](const auto& item) { on(item, details); }, event);
  }
}

}  // namespace whistle::service
