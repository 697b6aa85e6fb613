#include "engine/app/calendar_walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/app/wall_time.h"
#include "engine/config/notation.h"

namespace whistle::app {
namespace {

using calendar::Calendar;
using calendar::CalendarRules;
using calendar::DayHours;
using calendar::Landing;
using calendar::Limit;
using calendar::LimitUnit;
using std::chrono::days;
using std::chrono::floor;
using std::chrono::local_days;

constexpr Milliseconds kMoment{1};

const DayHours& hours_of_weekday(const CalendarRules& rules, local_days day) {
  return rules.week.at(std::chrono::weekday{day}.iso_encoding() - 1);
}

void describe(const CalendarRules& rules, WalkedDay& day) {
  const DayHours& ordinary = hours_of_weekday(rules, day.day);
  const auto exception = rules.exceptions.find(day.day);
  day.hours = exception == rules.exceptions.end() ? ordinary : exception->second;
  if (exception == rules.exceptions.end() || (!ordinary.empty() && ordinary == day.hours)) {
    day.kind = ordinary.empty() ? DayKind::Off : DayKind::Ordinary;
  } else if (day.hours.empty()) {
    day.kind = DayKind::Holiday;
  } else {
    day.kind = ordinary.empty() ? DayKind::MakeUp : DayKind::Special;
  }
}

// The working days of `limit` that end by `until`, of which `counted` are known.
std::int32_t counted_by(const Calendar& calendar, Timestamp start, Limit limit, Timestamp until,
                        std::int32_t counted) {
  if (limit.unit != LimitUnit::WorkDayEnd) return 0;
  while (counted < limit.value && calendar.due(start, {counted + 1, limit.unit}) <= until) {
    ++counted;
  }
  return counted;
}

std::chrono::year year_of(local_days day) { return std::chrono::year_month_day{day}.year(); }

// Holidays are proclaimed for one year at a time. Past the last of those years a calendar counts
// ordinary weeks, and its answer may change.
void note_unknown_holidays(const Calendar& calendar, Timestamp until,
                           std::vector<std::string>& notes) {
  const CalendarRules& rules = calendar.rules();
  if (rules.exceptions.empty() || until == kNever) return;
  const auto last = year_of(rules.exceptions.rbegin()->first);
  if (year_of(floor<days>(rules.zone.to_local(until))) <= last) return;
  notes.push_back(fmt::format("no holidays are known after {}: ordinary weeks are assumed",
                              static_cast<int>(last)));
}

void note_landing(const DueAnswer& answer, std::vector<std::string>& notes) {
  const Calendar& calendar = answer.calendar;
  if (answer.due == kNever || answer.limit.unit == LimitUnit::WorkDayEnd) return;
  if (calendar.rules().landing == Landing::Closing) {
    if (calendar.is_open(answer.due)) return;
    notes.emplace_back("used up at closing time, and due at once (landing = \"closing\")");
  } else if (calendar.worked(answer.due - kMoment, answer.due) == Milliseconds{0}) {
    notes.emplace_back(
        "used up at closing time, and due when the office opens again (landing = \"opening\")");
  }
}

}  // namespace

std::vector<WalkedDay> walk(const Calendar& calendar, Timestamp from, Timestamp until,
                            Limit limit) {
  const calendar::TimeZone& zone = calendar.rules().zone;
  const auto start_of = [&zone](local_days day) {
    return zone.to_instant(calendar::LocalTime{day});
  };
  std::vector<WalkedDay> walked;
  std::int32_t counted = 0;
  for (local_days day = floor<days>(zone.to_local(from)); start_of(day) < until; day += days{1}) {
    const Timestamp ends = std::min(until, start_of(day + days{1}));
    WalkedDay next{.day = day, .hours = {}};
    describe(calendar.rules(), next);
    next.used = calendar.elapsed(std::max(from, start_of(day)), ends, limit);
    next.total = calendar.elapsed(from, ends, limit);
    next.working_days = counted = counted_by(calendar, from, limit, ends, counted);
    walked.push_back(std::move(next));
  }
  return walked;
}

DueAnswer due_answer(const Calendar& calendar, Timestamp start, Limit limit) {
  DueAnswer answer{
      calendar, limit, start, calendar.due(start, limit), calendar.budget(start, limit), {}};
  if (answer.due != kNever) answer.days = walk(calendar, start, answer.due, limit);
  return answer;
}

WorkedAnswer worked_answer(const Calendar& calendar, Timestamp from, Timestamp until) {
  return {calendar, from, until, calendar.worked(from, until),
          walk(calendar, from, until, kWorkingTime)};
}

std::vector<std::string> notes_on(const DueAnswer& answer) {
  const Calendar& calendar = answer.calendar;
  const calendar::TimeZone& zone = calendar.rules().zone;
  std::vector<std::string> notes;
  if (!is_working(answer.limit)) return notes;
  if (answer.limit.unit == LimitUnit::WorkDayEnd) {
    notes.emplace_back("the day of the start does not count, whether or not anybody works on it");
  } else if (const Timestamp opens = calendar.next_open(answer.start);
             opens != answer.start && opens != kNever) {
    notes.push_back("the start is outside hours: counted from " + time_text(opens, zone));
  }
  note_landing(answer, notes);
  note_unknown_holidays(calendar, answer.due, notes);
  return notes;
}

std::vector<std::string> notes_on(const WorkedAnswer& answer) {
  std::vector<std::string> notes;
  note_unknown_holidays(answer.calendar, answer.until, notes);
  return notes;
}

}  // namespace whistle::app
