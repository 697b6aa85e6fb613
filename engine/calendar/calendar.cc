#include "engine/calendar/calendar.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "engine/core/check.h"

namespace whistle::calendar {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::weekday;

constexpr Milliseconds kDay = hours{24};
constexpr days kCoveredMax{60 * 366};
// Instants this close to the end of time have no local time and no due instant.
constexpr Timestamp kLastStart = kNever - days{100'000 + 2};

// What is wrong with the hours of a day, or nothing. Touching hours are one stretch written as two,
// most likely a slip.
std::string problem_of(const DayHours& day) {
  for (std::size_t i = 0; i < day.size(); ++i) {
    if (day[i].from < Milliseconds{0}) return "hours begin before 00:00";
    if (day[i].until > kDay) return "hours end after 24:00";
    if (day[i].until <= day[i].from) return "hours end before they begin";
    if (i > 0 && day[i].from <= day[i - 1].until) return "hours are not ascending or touch";
  }
  return "";
}

std::string text_of(local_days day) {
  const std::chrono::year_month_day date{day};
  const auto padded = [](unsigned number) {
    return (number < 10 ? "-0" : "-") + std::to_string(number);
  };
  return std::to_string(static_cast<int>(date.year())) +
         padded(static_cast<unsigned>(date.month())) + padded(static_cast<unsigned>(date.day()));
}

std::string problem_of(const CalendarRules& rules) {
  for (const DayHours& day : rules.week) {
    if (const std::string problem = problem_of(day); !problem.empty()) return "week: " + problem;
  }
  for (const auto& [day, hours_of_day] : rules.exceptions) {
    if (const std::string problem = problem_of(hours_of_day); !problem.empty()) {
      return text_of(day) + ": " + problem;
    }
  }
  if (rules.working_day <= Milliseconds{0} || rules.working_day > kDay) {
    return "the working day is not longer than nothing and at most 24 hours";
  }
  if (rules.last_day < rules.first_day) return "the covered days end before they begin";
  if (rules.last_day - rules.first_day > kCoveredMax) return "more than 60 years are covered";
  return "";
}

// `time` >= 0 later, or never.
Timestamp later(Timestamp start, Milliseconds time) {
  return start > kNever - time ? kNever : start + time;
}

}  // namespace

Outcome<Calendar, std::string> Calendar::make(CalendarRules rules) {
  const std::string problem = problem_of(rules);
  if (!problem.empty()) return Failure{"calendar '" + rules.name + "': " + problem};

  Calendar calendar(std::move(rules));
  for (local_days day = calendar.rules_.first_day; day <= calendar.rules_.last_day;
       day += days{1}) {
    calendar.lay_out(day);
  }
  if (calendar.spans_.empty()) {
    return Failure{"calendar '" + calendar.name() + "': there is no working time"};
  }
  calendar.measure_out();
  return calendar;
}

void Calendar::lay_out(local_days day) {
  const auto exception = rules_.exceptions.find(day);
  const std::size_t since_monday = weekday{day}.iso_encoding() - 1;
  const DayHours& hours_of_day =
      exception != rules_.exceptions.end() ? exception->second : rules_.week[since_monday];
  const std::size_t spans_before = spans_.size();
  for (const Hours& stretch : hours_of_day) {
    Timestamp from = rules_.zone.to_instant(LocalTime{day} + stretch.from);
    const Timestamp until = rules_.zone.to_closing_instant(LocalTime{day} + stretch.until);
    Milliseconds before{0};
    if (!spans_.empty()) {
      const Span& last = spans_.back();
      // In a repeated hour two stretches can claim the same time; it counts once.
      from = std::max(from, last.until);
      before = last.before + (last.until - last.from);
    }
    // Nothing is left of hours that the clocks skip.
    if (from < until) spans_.push_back({from, until, before});
  }
  if (spans_.size() > spans_before) days_.push_back({day, spans_.back().until});
}

void Calendar::measure_out() {
  std::vector<Milliseconds> begins;
  std::vector<Milliseconds> ends;
  begins.reserve(spans_.size());
  ends.reserve(spans_.size());
  for (const Span& span : spans_) {
    begins.push_back(span.from.time_since_epoch());
    ends.push_back(span.before + (span.until - span.from));
  }
  instants_ = Ruler(begins);
  worked_ = Ruler(ends);
}

template <class IsBefore>
Calendar::SpanPlace Calendar::place_of(const Ruler& ruler, Milliseconds value,
                                       IsBefore is_before) const {
  const auto [first, last] = ruler.around(value);
  return std::partition_point(spans_.begin() + static_cast<std::ptrdiff_t>(first),
                              spans_.begin() + static_cast<std::ptrdiff_t>(last), is_before);
}

bool Calendar::is_open(Timestamp at) const { return next_open(at) == at && at != kNever; }

Timestamp Calendar::next_open(Timestamp at) const {
  const auto span = std::partition_point(spans_.begin(), spans_.end(),
                                         [at](const Span& s) { return s.until <= at; });
  return span == spans_.end() ? kNever : std::max(at, span->from);
}

std::vector<Calendar::Open> Calendar::open_between(Timestamp from, Timestamp until) const {
  std::vector<Open> open;
  auto span = std::partition_point(spans_.begin(), spans_.end(),
                                   [&](const Span& each) { return each.until <= from; });
  for (; span != spans_.end() && span->from < until; ++span) {
    // A day that goes on into the next one.
    if (!open.empty() && open.back().until == span->from) {
      open.back().until = span->until;
    } else {
      open.push_back({span->from, span->until});
    }
  }
  return open;
}

Milliseconds Calendar::worked(Timestamp from, Timestamp until) const {
  return until <= from ? Milliseconds{0} : worked_before(until) - worked_before(from);
}

Milliseconds Calendar::worked_before(Timestamp at) const {
  const SpanPlace next =
      place_of(instants_, at.time_since_epoch(), [at](const Span& span) { return span.from < at; });
  if (next == spans_.begin()) return Milliseconds{0};
  const Span& span = *std::prev(next);
  return span.before + (std::min(at, span.until) - span.from);
}

Timestamp Calendar::add(Timestamp start, Milliseconds budget) const {
  return budget == Milliseconds{0} ? next_open(start) : land(start, budget, rules_.landing);
}

// The first instant at which the budget is used up, or the last one before more would be.
Timestamp Calendar::land(Timestamp start, Milliseconds budget, Landing landing) const {
  WHISTLE_CHECK(budget >= Milliseconds{0});
  const Milliseconds before = worked_before(start);
  const Span& last = spans_.back();
  if (budget > last.before + (last.until - last.from) - before) return kNever;

  const Milliseconds target = before + budget;
  const auto ends_too_early = [target, landing](const Span& span) {
    const Milliseconds end = span.before + (span.until - span.from);
    return landing == Landing::Closing ? end < target : end <= target;
  };
  const SpanPlace span = place_of(worked_, target, ends_too_early);
  return span == spans_.end() ? kNever : span->from + (target - span->before);
}

Timestamp Calendar::end_of_working_day(Timestamp start, std::int32_t count) const {
  const local_days intake = floor<days>(rules_.zone.to_local(start));
  const auto first = std::partition_point(
      days_.begin(), days_.end(), [intake](const WorkingDay& d) { return d.day <= intake; });
  const auto ahead = count - 1;
  return days_.end() - first <= ahead ? kNever : (first + ahead)->closes;
}

Timestamp Calendar::due(Timestamp start, Limit limit) const {
  if (start > kLastStart) return kNever;
  switch (limit.unit) {
    case LimitUnit::Minute:
    case LimitUnit::Hour:
      return later(start, budget(start, limit));
    case LimitUnit::NaturalDay:
      return rules_.zone.to_instant(rules_.zone.to_local(start) + days{limit.value});
    case LimitUnit::WorkHour:
    case LimitUnit::WorkDay:
      return add(start, budget(start, limit));
    case LimitUnit::WorkDayEnd:
      return end_of_working_day(start, limit.value);
  }
  return kNever;
}

Milliseconds Calendar::budget(Timestamp start, Limit limit) const {
  switch (limit.unit) {
    case LimitUnit::Minute:
      return minutes{limit.value};
    case LimitUnit::Hour:
    case LimitUnit::WorkHour:
      return hours{limit.value};
    case LimitUnit::WorkDay:
      return rules_.working_day * limit.value;
    case LimitUnit::NaturalDay:
    case LimitUnit::WorkDayEnd: {
      const Timestamp end = due(start, limit);
      // Longer than any table, so that what is never due stays so.
      return end == kNever ? Milliseconds::max() : elapsed(start, end, limit);
    }
  }
  return Milliseconds::max();
}

Milliseconds Calendar::elapsed(Timestamp from, Timestamp until, Limit limit) const {
  if (is_working(limit)) return worked(from, until);
  return until <= from ? Milliseconds{0} : until - from;
}

Timestamp Calendar::after(Timestamp start, Milliseconds time, Limit limit) const {
  WHISTLE_CHECK(time >= Milliseconds{0});
  if (!is_working(limit)) return later(start, time);
  const bool ends_at_closing =
      rules_.landing == Landing::Closing || limit.unit == LimitUnit::WorkDayEnd;
  if (!ends_at_closing) return add(start, time);
  return time == Milliseconds{0} ? start : land(start, time, Landing::Closing);
}

}  // namespace whistle::calendar
