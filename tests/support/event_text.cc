#include "tests/support/event_text.h"

#include <array>
#include <cstdio>
#include <string_view>

#include "engine/calendar/limit.h"
#include "engine/journal/by_position.h"

namespace whistle::support {
namespace {

using namespace casework;  // NOLINT(google-build-using-namespace): every answer is named below
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

// The fields of a fact by the names they are stored under.
template <class T>
void add_field(Line& line, const std::string& name, const T& value) {
  using journal::kIsNumber;
  using journal::kIsVector;
  using journal::kIsWord;
  if constexpr (kIsVector<T>) {
    for (const auto& element : value) add_field(line, name, element);
  } else if constexpr (kIsNumber<T>) {
    line.number(std::is_same_v<T, CaseId> && name == "id" ? "case" : name, value);
  } else if constexpr (kIsWord<T>) {
    line.word(name, value);
  } else if constexpr (std::is_same_v<T, std::string>) {
    line.text(name, value);
  } else if constexpr (std::is_same_v<T, AreaCode>) {
    line.number(name, value.value);
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    line.time(name.substr(0, name.rfind("_ms")), value);
  } else if constexpr (std::is_same_v<T, calendar::Limit>) {
    line.text(name, to_text(value));
  } else if constexpr (std::is_same_v<T, Shared<triage::Findings>>) {
    line.findings(*value);
  } else if constexpr (std::is_same_v<T, calendar::ClockReading>) {
    line.reading(value);
  } else if constexpr (std::is_same_v<T, calendar::Alarms>) {
    line.alarms(value);
  } else if constexpr (std::is_same_v<T, policy::Considered>) {
    line.text(name, value.unit.value + ":" + std::string(to_word(value.why)));
  } else if constexpr (std::is_same_v<T, Milliseconds>) {
    line.text(name, std::to_string(value.count()));
  } else if constexpr (std::is_same_v<T, policy::RungMode>) {
    line.text(name, mode_word(value));
  } else if constexpr (std::is_same_v<T, bool>) {
    line.flag(name, value);
  } else if constexpr (std::is_enum_v<T>) {
    line.of(name, value);
  } else if constexpr (std::is_unsigned_v<T>) {
    line.number(name, std::uint64_t{value});
  } else {
    line.text(name, std::to_string(value));
  }
}

template <class Fact>
std::string text_of(const Fact& fact) {
  const auto& message = *journal::Stored<Fact>::Message::descriptor();
  Line line(message.name());
  boost::pfr::for_each_field(fact, [&](const auto& field, std::size_t index) {
    add_field(line, journal::field_at(message, index).name(), field);
  });
  return line.done();
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
    line.time("receive_by", grant.receive_by);
  }
  return line.done();
}
std::string text_of(const TokenAnswer& answer) {
  return Line("TokenAnswer").number("token", answer.token).time("until", answer.until).done();
}
std::string text_of(const NumberAnswer& answer) {
  return Line("NumberAnswer").number("id", answer.id).number("token", answer.token).done();
}
std::string text_of(const HeldAnswer& answer) {
  Line line("HeldAnswer");
  for (const HeldAnswer::Lease& lease : answer.leases) {
    line.number("case", lease.id).number("token", lease.token).time("until", lease.until);
    line.flag("lost", lease.lost);
  }
  return line.done();
}
std::string text_of(const DrainAnswer& answer) {
  return Line("DrainAnswer")
      .number("leases", answer.leases)
      .number("signed_for", answer.signed_for)
      .done();
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
