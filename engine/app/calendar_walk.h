#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/calendar/calendar.h"

// An answer of a calendar taken apart into days, so that a person can follow it. Every number comes
// from the calendar itself; here it is only asked once for each day.
namespace whistle::app {

// Why a day has the hours it has.
enum class DayKind : std::uint8_t {
  Ordinary,  // a day of the week with hours
  Off,       // a day of the week without
  Holiday,   // a named day without hours
  MakeUp,    // a named day with hours, where its weekday has none
  Special,   // a named day with other hours than its weekday
};

// One local day of a walk.
struct WalkedDay {
  std::chrono::local_days day;
  DayKind kind{};
  calendar::DayHours hours;
  Milliseconds used{};          // on this day, in the limit's own way of counting
  Milliseconds total{};         // from the start to the end of this day
  std::int32_t working_days{};  // counted by a limit such as 5wd-end, to the end of this day
};

// How working time is counted between two instants; the value plays no part.
inline constexpr calendar::Limit kWorkingTime{1, calendar::LimitUnit::WorkHour};

// The days from `from` up to `until`.
std::vector<WalkedDay> walk(const calendar::Calendar& calendar, Timestamp from, Timestamp until,
                            calendar::Limit limit);

// A limit laid upon a calendar.
struct DueAnswer {
  const calendar::Calendar& calendar;
  calendar::Limit limit;
  Timestamp start;
  Timestamp due;                // kNever when the days of the calendar end before
  Milliseconds budget{};        // what the limit is worth from `start` on
  std::vector<WalkedDay> days;  // empty when it is never due
};
DueAnswer due_answer(const calendar::Calendar& calendar, Timestamp start, calendar::Limit limit);

// The working time between two instants.
struct WorkedAnswer {
  const calendar::Calendar& calendar;
  Timestamp from;
  Timestamp until;
  Milliseconds worked{};
  std::vector<WalkedDay> days;
};
WorkedAnswer worked_answer(const calendar::Calendar& calendar, Timestamp from, Timestamp until);

// What a reader would stumble over, a sentence each: a start outside hours, a budget that is used
// up at closing time, days for which no holidays are known yet.
std::vector<std::string> notes_on(const DueAnswer& answer);
std::vector<std::string> notes_on(const WorkedAnswer& answer);

}  // namespace whistle::app
