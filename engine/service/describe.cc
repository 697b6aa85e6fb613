#include "engine/service/describe.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "engine/journal/by_position.h"
#include "engine/service/wire_words.h"
#include "engine/triage/guesses.h"
#include "engine/triage/privacy.h"

namespace whistle::service {
namespace {

using namespace casework;  // NOLINT(google-build-using-namespace): every event is named below

// Writes the details of one fact, in the order of the calls. Empty values are left out.
class Details {
 public:
  Details(v1::Fact& fact, const policy::Policy& policy) : fact_(fact), policy_(policy) {}

  Details& text(std::string_view name, std::string_view value) {
    if (value.empty()) return *this;
    // By bytes and length: a message that is used again has the memory already.
    auto* detail = fact_.add_details();
    detail->set_name(name.data(), name.size());
    detail->set_value(value.data(), value.size());
    return *this;
  }
  // What people wrote. Streams, explanations and logs go to many who need no telephone number of a
  // resident; who works on the case reads the complaint itself.
  Details& said(std::string_view name, const std::string& value) {
    return text(name, triage::mask_personal_data(value));
  }
  Details& number(std::string_view name, std::int64_t value) {
    return text(name, std::to_string(value));
  }
  Details& flag(std::string_view name, bool value) { return value ? text(name, "yes") : *this; }
  Details& time(std::string_view name, Timestamp value) {
    if (value == kNever) return *this;
    auto* detail = fact_.add_details();
    detail->set_name(name.data(), name.size());
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
  Details& area(AreaCode code, const std::string& name = "area") {
    if (!code) return *this;
    number(name, static_cast<std::int64_t>(code.value));
    const policy::Area* area = policy_.area(code);
    return area != nullptr ? text(name + "_name", area->name) : *this;
  }
  Details& category(const CategoryCode& code, const std::string& name = "category") {
    text(name, code.value);
    const policy::Category* category = policy_.category(code);
    return category != nullptr ? text(name + "_name", category->name) : *this;
  }
  // "06028 设施损坏 61.2 %" by the model, "06028 设施损坏 score 5" by the lexicon.
  Details& guess(std::string_view name, const triage::Guess& guess) {
    const policy::Category* category = policy_.category(guess.category);
    const std::string title = category == nullptr ? "" : " " + category->name;
    return text(name, guess.category.value + title + " " + triage::to_text(guess));
  }
  Details& evidence(std::string_view name, const std::vector<triage::Evidence>& found) {
    for (const triage::Evidence& item : found) {
      said(name, "「" + item.words + "」 " + item.rule.value);
    }
    return *this;
  }
  Details& candidates(const std::vector<triage::PlaceCandidate>& candidates) {
    for (const triage::PlaceCandidate& candidate : candidates) {
      const policy::Area* area = policy_.area(candidate.area);
      std::string value = std::to_string(candidate.area.value);
      if (area != nullptr) value += " " + area->name;
      text("place_candidate", value + ": " + candidate.why.value);
    }
    return *this;
  }

 private:
  v1::Fact& fact_;
  const policy::Policy& policy_;
};

void findings(Details& details, const triage::Findings& found) {
  details.word("request_type", found.request_type)
      .category(found.category.category)
      .text("category_certainty", to_word(found.category.certainty))
      .number("category_score", found.category.score);
  if (found.category.second) {
    details.text("category_second", found.category.second.value)
        .number("category_second_score", found.category.second_score);
  }
  for (const triage::Guess& guess : found.category.guesses) {
    details.guess("category_guess", guess);
  }
  details.text("category_rule", found.category.rule.value)
      .evidence("category_evidence", found.category.evidence)
      .area(found.place.area)
      .text("place_certainty", to_word(found.place.certainty))
      .text("place_rule", found.place.rule.value)
      .evidence("place_evidence", found.place.evidence)
      .candidates(found.place.candidates)
      .text("building", found.place.building)
      .text("unit_number", found.place.unit)
      .word("severity", found.severity.severity)
      .text("severity_rule", found.severity.rule.value)
      .text("severity_trigger", found.severity.trigger.value)
      .number("nature", found.severity.nature)
      .number("scope", found.severity.scope)
      .number("harm", found.severity.harm)
      .flag("care", found.severity.care)
      .evidence("severity_evidence", found.severity.evidence);
}

void on(const CaseFiled& event, Details& details) {
  details.number("complaint", static_cast<std::int64_t>(event.complaint.value))
      .text("source", event.source)
      .text("external_id", event.external_id)
      .word("channel", event.channel)
      .text("condition", event.condition.value);
  findings(details, *event.findings);
  details.flag("awaits_triage", event.awaits_triage)
      .flag("emergency_line", event.emergency_line)
      .word("requester_kind", event.requester_kind)
      .text("major", event.major);
}
void on(const ComplaintDeclined& event, Details& details) {
  details.number("complaint", static_cast<std::int64_t>(event.complaint.value))
      .text("source", event.source)
      .text("external_id", event.external_id)
      .said("ground", event.ground)
      .evidence("decline_evidence", event.findings->decline_evidence);
}
void on(const ComplaintMerged& event, Details& details) {
  details.number("complaint", static_cast<std::int64_t>(event.complaint.value))
      .text("source", event.source)
      .text("external_id", event.external_id)
      .flag("repeat", event.repeat)
      .said("rule", event.rule.value);
  findings(details, *event.findings);
}
void on(const CaseClassified& event, Details& details) {
  details.category(event.category)
      .area(event.area)
      .text("by", event.by.value)
      .text("major", event.major);
}
void on(const CaseRecoloured& event, Details& details) {
  details.word("from", event.from).word("to", event.to).said("rule", event.rule.value);
}
void on(const OrderDispatched& event, Details& details) {
  details.number("number", event.number)
      .unit("unit", event.unit)
      .word("tier", event.tier)
      .said("rule", event.rule.value)
      .flag("raised_to_duty", event.raised_to_duty);
  for (const UnitCode& unit : event.told) details.unit("told", unit);
  for (const policy::Considered& each : event.considered) {
    const UnitCode& unit = each.unit ? each.unit : UnitCode{std::string(to_word(each.tier))};
    details.text("considered", unit.value + " " + std::string(to_word(each.why)));
  }
}
void on(const OrderLeased& event, Details& details) {
  details.text("worker", event.worker.value)
      .number("token", static_cast<std::int64_t>(event.token.value))
      .time("until", event.until);
  if (event.receive_by != kNever) details.time("receive_by", event.receive_by);
}
void on(const LeaseReceived& event, Details& details) {
  details.number("token", static_cast<std::int64_t>(event.token.value)).time("until", event.until);
}
void on(const LeaseUndelivered& event, Details& details) {
  details.number("token", static_cast<std::int64_t>(event.token.value));
}
void on(const OrderParked& event, Details& details) {
  details.unit("unit", event.unit).word("cause", event.cause).number("count", event.count);
}
void on(const OrderRecalled& event, Details& details) {
  details.number("token", static_cast<std::int64_t>(event.token.value))
      .text("worker", event.worker.value)
      .text("by", event.by.value)
      .said("reason", event.reason);
}
void on(const LeaseRenewed& event, Details& details) { details.time("until", event.until); }
void on(const LeaseLapsed& event, Details& details) {
  details.number("token", static_cast<std::int64_t>(event.token.value));
}
void on(const OrderReleased& event, Details& details) {
  details.number("token", static_cast<std::int64_t>(event.token.value))
      .said("reason", event.reason)
      .flag("failed", event.failed);
}
void on(const OrderSigned& event, Details& details) { details.text("worker", event.worker.value); }
void on(const FirstContacted& event, Details& details) { details.said("note", event.note); }
void on(const ArrivedOnSite& event, Details& details) { details.said("note", event.note); }
void on(const ProgressNoted& event, Details& details) { details.said("note", event.note); }
void on(const HandlingFinished& event, Details& details) {
  details.word("result", event.result).said("note", event.note);
}
void on(const PostChecked& event, Details& details) {
  details.text("passed", event.passed ? "yes" : "no")
      .text("by", event.by.value)
      .said("rule", event.rule.value)
      .said("note", event.note);
}
void on(const RequesterReplied&, Details&) {}
void on(const CalledBack& event, Details& details) {
  details.word("solved", event.solved)
      .word("satisfaction", event.satisfaction)
      .text("by", event.by.value)
      .said("note", event.note)
      .word("way", event.way);
  if (event.complaint) {
    details.number("complaint", static_cast<std::int64_t>(event.complaint.value));
  }
}
void on(const CaseReworked& event, Details& details) {
  details.number("round", event.round).said("reason", event.reason);
}
void on(const CaseClosed& event, Details& details) {
  details.said("rule", event.rule.value)
      .text("on_time", event.on_time ? "yes" : "no")
      .time("appeal_until", event.appeal_until);
  for (const UnitCode& unit : event.may_appeal) details.text("may_appeal", unit.value);
}
void on(const CaseStruckOff&, Details&) {}
void on(const ClockStarted& event, Details& details) {
  details.word("stage", event.stage)
      .text("limit", calendar::to_text(event.reading.limit))
      .text("calendar", event.calendar)
      .time("started", event.started)
      .time("due_soon", event.alarms.due_soon)
      .time("due", event.alarms.due)
      .said("rule", event.rule.value);
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
      .said("rule", event.rule.value);
}
void on(const CaseEscalated& event, Details& details) {
  details.word("from_tier", event.from_tier)
      .unit("from_unit", event.from_unit)
      .word("to_tier", event.to_tier)
      .unit("to_unit", event.to_unit)
      .text("mode", mode_word(event.mode))
      .said("rule", event.rule.value);
  if (event.collapsed != 0) details.number("collapsed", event.collapsed);
}
void on(const LadderExhausted& event, Details& details) { details.said("rule", event.rule.value); }

// One field of a fact that has no words of its own above.
// Numbers and codes that only look like a telephone must not be touched.
bool is_said(std::string_view name) {
  constexpr std::array<std::string_view, 5> kSaid{"note", "reason", "answer", "task", "ground"};
  return std::ranges::find(kSaid, name) != kSaid.end();
}

template <class T>
void add(Details& details, const std::string& name, const T& value) {
  if constexpr (journal::kIsVector<T>) {
    for (const auto& element : value) add(details, name, element);
  } else if constexpr (std::is_same_v<T, UnitCode>) {
    details.unit(name, value);
  } else if constexpr (std::is_same_v<T, CategoryCode>) {
    details.category(value, name);
  } else if constexpr (std::is_same_v<T, AreaCode>) {
    details.area(value, name);
  } else if constexpr (journal::kIsNumber<T>) {
    if (value) details.number(name, static_cast<std::int64_t>(value.value));
  } else if constexpr (std::is_same_v<T, RuleName>) {
    // A rule may quote the person who decided.
    details.said(name, value.value);
  } else if constexpr (journal::kIsWord<T>) {
    details.text(name, value.value);
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (is_said(name)) {
      details.said(name, value);
    } else {
      details.text(name, value);
    }
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    details.time(name.substr(0, name.rfind("_ms")), value);
  } else if constexpr (std::is_same_v<T, calendar::Limit>) {
    details.text(name, calendar::to_text(value));
  } else if constexpr (std::is_same_v<T, Shared<triage::Findings>>) {
    findings(details, *value);
  } else if constexpr (std::is_same_v<T, bool>) {
    details.text(name, value ? "yes" : "no");
  } else if constexpr (std::is_enum_v<T>) {
    if (static_cast<int>(value) != 0) details.word(name, value);
  } else {
    if (value != 0) details.number(name, static_cast<std::int64_t>(value));
  }
}

// All other facts: every field by the name it is stored under.
template <class Fact>
void on(const Fact& fact, Details& details) {
  const auto& message = *journal::Stored<Fact>::Message::descriptor();
  boost::pfr::for_each_field(fact, [&](const auto& field, std::size_t index) {
    const std::string& name = journal::field_at(message, index).name();
    // The case stands at the head of the fact.
    if (std::is_same_v<std::decay_t<decltype(field)>, CaseId> && name == "id") return;
    add(details, name, field);
  });
}

}  // namespace

std::string_view name_of(const casework::Event& event) {
  return std::visit(
      [](const auto& fact) -> std::string_view {
        return journal::fact_field<std::decay_t<decltype(fact)>>().name();
      },
      event);
}

namespace {

template <std::size_t... kIndex>
auto names_by_kind(std::index_sequence<kIndex...>) {
  using Variant = casework::Event::variant;
  return std::vector<std::string_view>{
      journal::fact_field<std::variant_alternative_t<kIndex, Variant>>().name()...};
}

}  // namespace

std::optional<std::size_t> kind_of(std::string_view name) {
  constexpr std::size_t kKinds = std::variant_size_v<casework::Event::variant>;
  static const std::vector<std::string_view> names =
      names_by_kind(std::make_index_sequence<kKinds>{});
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

void describe(const journal::Record& record, const policy::Policy& policy,
              google::protobuf::RepeatedPtrField<v1::Fact>& facts) {
  std::uint32_t index = 0;
  for (const casework::Event& event : record.events) {
    v1::Fact& fact = *facts.Add();
    fact.set_sequence(record.sequence.value);
    fact.set_index(index++);
    fact.set_time_ms(record.time.time_since_epoch().count());
    const std::string_view name = name_of(event);
    fact.set_event(name.data(), name.size());
    fact.set_case_id(casework::case_of(event).value);
    fact.set_verb(record.verb);
    fact.set_actor(record.actor);
    fact.set_principal(record.caller.principal);
    fact.set_key(record.caller.key);
    fact.set_policy_version(*record.policy);
    Details details(fact, policy);
    std::visit([&](const auto& item) { on(item, details); }, event);
  }
}

}  // namespace whistle::service
