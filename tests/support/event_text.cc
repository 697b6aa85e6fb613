#include "tests/support/event_text.h"

#include <array>
#include <cstdio>
#include <string_view>

#include "engine/calendar/limit.h"

namespace whistle::support {
namespace {

using namespace casework;  // NOLINT(google-build-using-namespace): every event is named below
using namespace std::chrono_literals;

// The name of a fact and what it says, in the order of the calls. Empty values are left out.
class Line {
 public:
  explicit Line(std::string_view name) : text_(name) {}

  Line& text(std::string_view name, std::string_view value) {
    if (value.empty()) return *this;
    text_ += ' ';
    text_ += name;
    text_ += '=';
    text_ += value;
    return *this;
  }
  template <class Tag>
  Line& word(std::string_view name, const Word<Tag>& value) {
    return text(name, value.value);
  }
  Line& number(std::string_view name, std::uint64_t value) {
    return value == 0 ? *this : text(name, std::to_string(value));
  }
  template <class Tag>
  Line& number(std::string_view name, Number<Tag> value) {
    return number(name, value.value);
  }
  Line& flag(std::string_view name, bool value) { return value ? text(name, "yes") : *this; }
  Line& time(std::string_view name, Timestamp value) { return text(name, to_text(value)); }
  template <class Enum>
  Line& of(std::string_view name, Enum value) {
    return text(name, to_word(value));
  }
  Line& alarms(const calendar::Alarms& alarms) {
    return time("soon", alarms.due_soon).time("due", alarms.due).time("far", alarms.far_overdue);
  }
  Line& reading(const calendar::ClockReading& reading) {
    return text("limit", to_text(reading.limit))
        .text("granted_ms", std::to_string(reading.granted.count()))
        .text("consumed_ms", std::to_string(reading.consumed.count()));
  }
  Line& findings(const triage::Findings& findings) {
    return of("type", findings.request_type)
        .word("category", findings.category.category)
        .number("area", findings.place.area.value)
        .of("severity", findings.severity.severity)
        .text("decline", findings.decline_ground)
        .number("likeness", findings.likeness);
  }

  std::string done() { return std::move(text_); }

 private:
  std::string text_;
};

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

std::string text_of(const CaseFiled& event) {
  return Line("CaseFiled")
      .number("case", event.id)
      .number("complaint", event.complaint)
      .text("source", event.source)
      .text("external_id", event.external_id)
      .time("received", event.received)
      .of("channel", event.channel)
      .number("requester", event.requester)
      .word("condition", event.condition)
      .findings(event.findings)
      .number("cause_area", event.cause_area.value)
      .flag("awaits_triage", event.awaits_triage)
      .flag("emergency_line", event.emergency_line)
      .done();
}
std::string text_of(const ComplaintDeclined& event) {
  return Line("ComplaintDeclined")
      .number("complaint", event.complaint)
      .text("source", event.source)
      .text("external_id", event.external_id)
      .time("received", event.received)
      .text("ground", event.ground)
      .findings(event.findings)
      .done();
}
std::string text_of(const ComplaintMerged& event) {
  return Line("ComplaintMerged")
      .number("case", event.id)
      .number("complaint", event.complaint)
      .text("source", event.source)
      .text("external_id", event.external_id)
      .time("received", event.received)
      .number("requester", event.requester)
      .flag("repeat", event.repeat)
      .word("rule", event.rule)
      .findings(event.findings)
      .done();
}
std::string text_of(const CaseClassified& event) {
  return Line("CaseClassified")
      .number("case", event.id)
      .word("category", event.category)
      .number("area", event.area.value)
      .number("cause_area", event.cause_area.value)
      .word("by", event.by)
      .done();
}
std::string text_of(const CaseRecoloured& event) {
  return Line("CaseRecoloured")
      .number("case", event.id)
      .of("from", event.from)
      .of("to", event.to)
      .word("rule", event.rule)
      .done();
}
std::string text_of(const OrderDispatched& event) {
  Line line("OrderDispatched");
  line.number("case", event.id)
      .number("number", event.number)
      .word("unit", event.unit)
      .of("tier", event.tier)
      .word("rule", event.rule)
      .flag("raised_to_duty", event.raised_to_duty)
      .time("queue_due", event.queue_due);
  for (const UnitCode& unit : event.told) line.word("told", unit);
  return line.done();
}
std::string text_of(const OrderLeased& event) {
  return Line("OrderLeased")
      .number("case", event.id)
      .word("worker", event.worker)
      .number("token", event.token)
      .time("until", event.until)
      .done();
}
std::string text_of(const LeaseRenewed& event) {
  return Line("LeaseRenewed").number("case", event.id).time("until", event.until).done();
}
std::string text_of(const LeaseLapsed& event) {
  return Line("LeaseLapsed").number("case", event.id).number("token", event.token).done();
}
std::string text_of(const OrderReleased& event) {
  return Line("OrderReleased")
      .number("case", event.id)
      .number("token", event.token)
      .text("reason", event.reason)
      .done();
}
std::string text_of(const OrderSigned& event) {
  return Line("OrderSigned")
      .number("case", event.id)
      .word("worker", event.worker)
      .number("token", event.token)
      .done();
}
std::string text_of(const FirstContacted& event) {
  return Line("FirstContacted").number("case", event.id).text("note", event.note).done();
}
std::string text_of(const ArrivedOnSite& event) {
  return Line("ArrivedOnSite").number("case", event.id).text("note", event.note).done();
}
std::string text_of(const ProgressNoted& event) {
  return Line("ProgressNoted").number("case", event.id).text("note", event.note).done();
}
std::string text_of(const HandlingFinished& event) {
  return Line("HandlingFinished")
      .number("case", event.id)
      .time("at", event.at)
      .of("result", event.result)
      .text("note", event.note)
      .done();
}
std::string text_of(const PostChecked& event) {
  return Line("PostChecked")
      .number("case", event.id)
      .flag("passed", event.passed)
      .word("by", event.by)
      .word("rule", event.rule)
      .text("note", event.note)
      .done();
}
std::string text_of(const RequesterReplied& event) {
  return Line("RequesterReplied").number("case", event.id).done();
}
std::string text_of(const CalledBack& event) {
  return Line("CalledBack")
      .number("case", event.id)
      .of("solved", event.solved)
      .of("satisfaction", event.satisfaction)
      .word("by", event.by)
      .text("note", event.note)
      .done();
}
std::string text_of(const CaseReworked& event) {
  return Line("CaseReworked")
      .number("case", event.id)
      .number("round", event.round)
      .text("reason", event.reason)
      .done();
}
std::string text_of(const CaseClosed& event) {
  return Line("CaseClosed")
      .number("case", event.id)
      .word("rule", event.rule)
      .flag("on_time", event.on_time)
      .done();
}
std::string text_of(const CaseStruckOff& event) {
  return Line("CaseStruckOff").number("case", event.id).done();
}
std::string text_of(const ClockStarted& event) {
  return Line("ClockStarted")
      .number("case", event.id)
      .of("stage", event.stage)
      .text("calendar", event.calendar)
      .reading(event.reading)
      .time("started", event.started)
      .time("since", event.since)
      .alarms(event.alarms)
      .word("rule", event.rule)
      .done();
}
std::string text_of(const ClockPaused& event) {
  return Line("ClockPaused")
      .number("case", event.id)
      .of("stage", event.stage)
      .text("consumed_ms", std::to_string(event.consumed.count()))
      .done();
}
std::string text_of(const ClockResumed& event) {
  return Line("ClockResumed")
      .number("case", event.id)
      .of("stage", event.stage)
      .time("since", event.since)
      .alarms(event.alarms)
      .done();
}
std::string text_of(const ClockMet& event) {
  return Line("ClockMet")
      .number("case", event.id)
      .of("stage", event.stage)
      .flag("on_time", event.on_time)
      .done();
}
std::string text_of(const ClockDropped& event) {
  return Line("ClockDropped").number("case", event.id).of("stage", event.stage).done();
}
std::string text_of(const ClockDueSoon& event) {
  return Line("ClockDueSoon")
      .number("case", event.id)
      .of("stage", event.stage)
      .time("due", event.due)
      .done();
}
std::string text_of(const ClockRanOut& event) {
  return Line("ClockRanOut")
      .number("case", event.id)
      .of("stage", event.stage)
      .time("due", event.due)
      .word("unit", event.unit)
      .flag("far", event.far)
      .done();
}
std::string text_of(const CardIssued& event) {
  return Line("CardIssued")
      .number("case", event.id)
      .of("card", event.card)
      .of("stage", event.stage)
      .word("unit", event.unit)
      .text("points", std::to_string(event.points))
      .word("rule", event.rule)
      .done();
}
std::string text_of(const CaseEscalated& event) {
  return Line("CaseEscalated")
      .number("case", event.id)
      .of("from_tier", event.from_tier)
      .word("from", event.from_unit)
      .of("to_tier", event.to_tier)
      .word("to", event.to_unit)
      .text("mode", mode_word(event.mode))
      .word("rule", event.rule)
      .done();
}
std::string text_of(const LadderExhausted& event) {
  return Line("LadderExhausted").number("case", event.id).word("rule", event.rule).done();
}

std::string text_of(const NoAnswer&) { return "NoAnswer"; }
std::string text_of(const Receipt& receipt) {
  return Line("Receipt")
      .number("complaint", receipt.complaint)
      .number("case", receipt.id)
      .of("disposition", receipt.disposition)
      .text("ground", receipt.ground)
      .of("severity", receipt.severity)
      .word("category", receipt.category)
      .number("area", receipt.area.value)
      .word("unit", receipt.unit)
      .of("tier", receipt.tier)
      .time("received", receipt.received)
      .time("resolve_due", receipt.resolve_due)
      .done();
}
std::string text_of(const PullAnswer& answer) {
  Line line("PullAnswer");
  for (const Grant& grant : answer.grants) {
    line.number("case", grant.id).number("token", grant.token).time("until", grant.until);
  }
  return line.done();
}
std::string text_of(const TokenAnswer& answer) {
  return Line("TokenAnswer").number("token", answer.token).time("until", answer.until).done();
}
std::string text_of(const TickAnswer& answer) {
  return Line("TickAnswer").number("cases", answer.cases).done();
}

}  // namespace

std::string to_text(Timestamp at) {
  if (at == kNever) return "never";
  const Timestamp local = at + 8h;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{local - day};
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03d",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count()));
  return text.data();
}

std::string to_text(const Event& event) {
  return std::visit([](const auto& fact) { return text_of(fact); }, event);
}

std::string to_text(const Answer& answer) {
  return std::visit([](const auto& each) { return text_of(each); }, answer);
}

std::string to_text(const Refusal& refusal) {
  return std::string(to_word(refusal.reason)) + ": " + refusal.detail;
}

std::string to_text(const std::vector<Event>& events) {
  std::string text;
  for (const Event& event : events) text += to_text(event) + "\n";
  return text;
}

}  // namespace whistle::support
