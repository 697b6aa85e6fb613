#include <algorithm>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "engine/calendar/calendar.h"
#include "engine/calendar/clock.h"
#include "tests/calendar/sample_calendars.h"

// The calendar on random hours, closures and zones: against a walker that goes through time minute
// by minute and knows nothing but TimeZone::to_local, and against the laws of working time.
namespace whistle::calendar::walker_test {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::local_days;
using std::chrono::minutes;
using Minute = std::ptrdiff_t;  // of the walker, from 0

constexpr int kDaysMax = 8;
constexpr minutes kMargin = days{2};  // more than any offset

// RapidCheck begins with small numbers, which are no likely times; here all are equally likely.
template <class Number>
rc::Gen<Number> full_range(Number from, Number until) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<Number>(from, until));
}

template <class Number>
Number any_between(Number from, Number until) {
  return *full_range(from, until);
}

DayHours any_hours() {
  const auto count = 2 * static_cast<std::size_t>(any_between(0, 4));
  auto ends = *rc::gen::unique<std::vector<int>>(count, full_range(0, 24 * 60 + 1));
  std::sort(ends.begin(), ends.end());
  DayHours hours;
  for (std::size_t i = 0; i < ends.size(); i += 2) {
    hours.push_back({minutes{ends[i]}, minutes{ends[i + 1]}});
  }
  return hours;
}

// Offsets of whole quarter hours from -12 to +14 hours that change up to three times.
TimeZone any_zone(local_days first_day) {
  const auto offset = [] { return minutes{15 * any_between(-48, 57)}; };
  const auto instants =
      *rc::gen::container<std::vector<int>>(3, full_range(-24 * 60, kDaysMax * 24 * 60));
  std::vector<int> ascending(instants.begin(), instants.begin() + any_between(0, 4));
  std::sort(ascending.begin(), ascending.end());
  ascending.erase(std::unique(ascending.begin(), ascending.end()), ascending.end());
  std::vector<TimeZone::Transition> transitions;
  transitions.reserve(ascending.size());
  for (const int instant : ascending) {
    transitions.push_back({Timestamp{first_day.time_since_epoch() + minutes{instant}}, offset()});
  }
  return {"random", offset(), std::move(transitions)};
}

CalendarRules any_rules() {
  CalendarRules rules;
  rules.name = "random";
  rules.first_day = day("2026-03-01") + days{any_between(0, 7)};
  rules.last_day = rules.first_day + days{any_between(0, kDaysMax)};
  rules.zone = any_zone(rules.first_day);
  for (DayHours& each : rules.week) each = any_hours();
  const int exceptions = any_between(0, 4);
  for (int i = 0; i < exceptions; ++i) {
    rules.exceptions[rules.first_day + days{any_between(0, kDaysMax)}] = any_hours();
  }
  rules.landing = *rc::gen::element(Landing::Closing, Landing::Opening);
  return rules;
}

// Throws away the few rules without working time.
Calendar any_calendar() {
  auto calendar = Calendar::make(any_rules());
  RC_PRE(calendar.has_value());
  return *std::move(calendar);
}

// Every minute from two days before the covered days until two days after, and who works in it.
class Walker {
 public:
  explicit Walker(const CalendarRules& rules) : rules_(rules) {
    for (LocalTime t{rules.first_day}; t < rules.last_day + days{1}; t += minutes{1}) ++length_;
    length_ += 2 * kMargin.count();
    for (Minute m = 0; m < length_; ++m) local_.push_back(rules.zone.to_local(instant(m)));
    worked_on_.assign(local_.size(), kNobody);
    for (local_days each = rules.first_day; each <= rules.last_day; each += days{1}) claim(each);
  }

  Minute length() const { return length_; }
  Timestamp instant(Minute minute) const {
    return Timestamp{rules_.first_day.time_since_epoch()} - kMargin + minutes{minute};
  }
  bool is_open(Minute minute) const { return worked_on_[index(minute)] != kNobody; }

  Timestamp next_open(Minute minute) const {
    while (minute < length_ && !is_open(minute)) ++minute;
    return minute < length_ ? instant(minute) : kNever;
  }

  minutes worked(Minute from, Minute until) const {
    minutes time{0};
    for (Minute m = from; m < until; ++m) time += minutes{is_open(m) ? 1 : 0};
    return time;
  }

  Timestamp add(Minute minute, minutes budget) const {
    if (budget == minutes{0}) return next_open(minute);
    for (; minute < length_; ++minute) {
      if (is_open(minute)) budget -= minutes{1};
      if (budget > minutes{0}) continue;
      return rules_.landing == Landing::Closing ? instant(minute + 1) : next_open(minute + 1);
    }
    return kNever;
  }

  // The end of the last minute worked on the count-th working day after the local day of `minute`.
  Timestamp end_of_working_day(Minute minute, int count) const {
    const auto intake = floor<days>(local_[index(minute)]);
    for (local_days each = rules_.first_day; each <= rules_.last_day; each += days{1}) {
      const auto last = std::find(worked_on_.rbegin(), worked_on_.rend(), each);
      if (each <= intake || last == worked_on_.rend() || --count > 0) continue;
      return instant(worked_on_.rend() - last);
    }
    return kNever;
  }

 private:
  static constexpr local_days kNobody = local_days::min();

  static std::size_t index(Minute minute) { return static_cast<std::size_t>(minute); }

  // From the first minute in which the clocks show the opening time or later until the last one in
  // which they show less than the closing time.
  void claim(local_days date) {
    const auto exception = rules_.exceptions.find(date);
    const auto weekday = std::chrono::weekday{date}.iso_encoding() - 1;
    for (const Hours& hours :
         exception != rules_.exceptions.end() ? exception->second : rules_.week[weekday]) {
      const auto opened = [&](LocalTime local) { return local >= date + hours.from; };
      const auto unclosed = [&](LocalTime local) { return local < date + hours.until; };
      const auto from = std::find_if(local_.begin(), local_.end(), opened) - local_.begin();
      const auto until = local_.rend() - std::find_if(local_.rbegin(), local_.rend(), unclosed);
      for (Minute m = from; m < until; ++m) {
        if (worked_on_[index(m)] == kNobody) worked_on_[index(m)] = date;
      }
    }
  }

  const CalendarRules& rules_;
  Minute length_{0};
  std::vector<LocalTime> local_;
  std::vector<local_days> worked_on_;
};

RC_GTEST_PROP(Walker, AgreesOnWhatIsOpenAndWorked, ()) {
  const Calendar calendar = any_calendar();
  const Walker walker(calendar.rules());
  for (int i = 0; i < 20; ++i) {
    const Minute from = any_between<Minute>(0, walker.length());
    const Minute until = any_between<Minute>(from, walker.length());

    RC_ASSERT(calendar.is_open(walker.instant(from)) == walker.is_open(from));
    RC_ASSERT(calendar.next_open(walker.instant(from)) == walker.next_open(from));
    RC_ASSERT(calendar.worked(walker.instant(from), walker.instant(until)) ==
              walker.worked(from, until));
  }
}

RC_GTEST_PROP(Walker, AgreesOnWhereABudgetLands, ()) {
  const Calendar calendar = any_calendar();
  const Walker walker(calendar.rules());
  const auto total = walker.worked(0, walker.length()).count();
  for (int i = 0; i < 20; ++i) {
    const Minute from = any_between<Minute>(0, walker.length());
    const minutes budget{any_between<std::int64_t>(0, total + 2)};

    RC_ASSERT(calendar.add(walker.instant(from), budget) == walker.add(from, budget));
  }
}

RC_GTEST_PROP(Walker, AgreesOnTheEndOfWorkingDays, ()) {
  const Calendar calendar = any_calendar();
  const Walker walker(calendar.rules());
  for (int i = 0; i < 20; ++i) {
    const Minute from = any_between<Minute>(0, walker.length());
    const int count = any_between(1, kDaysMax);

    RC_ASSERT(calendar.due(walker.instant(from), {count, LimitUnit::WorkDayEnd}) ==
              walker.end_of_working_day(from, count));
  }
}

// Any instant around the covered days, to the millisecond.
Timestamp any_instant(const Calendar& calendar) {
  const CalendarRules& rules = calendar.rules();
  const Milliseconds length = rules.last_day - rules.first_day + days{1} + 2 * kMargin;
  return Timestamp{rules.first_day.time_since_epoch()} - kMargin +
         Milliseconds{any_between<std::int64_t>(0, length.count())};
}

Milliseconds any_budget() {
  return Milliseconds{any_between<std::int64_t>(0, Milliseconds{days{3}}.count())};
}

RC_GTEST_PROP(WorkingTime, IsAllWorkedWhenItIsUsedUp, ()) {
  const Calendar calendar = any_calendar();
  const Timestamp start = any_instant(calendar);
  const Milliseconds budget = any_budget();

  const Timestamp end = calendar.add(start, budget);

  RC_PRE(end != kNever);
  RC_ASSERT(calendar.worked(start, end) == budget);
  if (budget > Milliseconds{0} && calendar.rules().landing == Landing::Closing) {
    RC_ASSERT(calendar.worked(start, end - Milliseconds{1}) == budget - Milliseconds{1});
  }
  if (calendar.rules().landing == Landing::Opening) RC_ASSERT(calendar.is_open(end));
}

RC_GTEST_PROP(WorkingTime, IsMonotone, ()) {
  const Calendar calendar = any_calendar();
  const auto [early, late] = std::minmax({any_instant(calendar), any_instant(calendar)});
  const auto [little, much] = std::minmax({any_budget(), any_budget()});

  RC_ASSERT(calendar.add(early, little) <= calendar.add(early, much));
  RC_ASSERT(calendar.add(early, little) <= calendar.add(late, little));
  RC_ASSERT(calendar.next_open(early) <= calendar.next_open(late));
}

RC_GTEST_PROP(WorkingTime, IsAdditive, ()) {
  const Calendar calendar = any_calendar();
  std::vector<Timestamp> at{any_instant(calendar), any_instant(calendar), any_instant(calendar)};
  std::sort(at.begin(), at.end());

  RC_ASSERT(calendar.worked(at[0], at[2]) ==
            calendar.worked(at[0], at[1]) + calendar.worked(at[1], at[2]));
  RC_ASSERT(calendar.worked(at[0], at[2]) <= at[2] - at[0]);
}

Limit any_limit() {
  return {any_between(1, 40),
          *rc::gen::element(LimitUnit::Minute, LimitUnit::Hour, LimitUnit::NaturalDay,
                            LimitUnit::WorkHour, LimitUnit::WorkDay, LimitUnit::WorkDayEnd)};
}

RC_GTEST_PROP(RunningClock, IsDueWhenTheCalendarSaysSo, ()) {
  const Calendar calendar = any_calendar();
  const Timestamp start = any_instant(calendar);
  const Limit limit = any_limit();

  const Alarms alarms = alarms_of(calendar, start_clock(calendar, start, limit), start, {});

  RC_ASSERT(alarms.due == calendar.due(start, limit));
  RC_ASSERT(alarms.due_soon <= alarms.due);
  RC_ASSERT(alarms.due <= alarms.far_overdue);
}

RC_GTEST_PROP(RunningClock, IsNotMovedByPausesOfNoLength, ()) {
  const Calendar calendar = any_calendar();
  const Timestamp start = any_instant(calendar);
  const Limit limit = any_limit();
  const Timestamp due = calendar.due(start, limit);
  std::vector<Timestamp> pauses{any_instant(calendar), any_instant(calendar), due};
  std::sort(pauses.begin(), pauses.end());

  ClockReading clock = start_clock(calendar, start, limit);
  Timestamp since = start;
  for (const Timestamp pause : pauses) {
    if (pause < start || pause > due || pause == kNever) continue;
    clock = pause_clock(calendar, clock, since, pause);
    since = pause;
    RC_ASSERT(alarms_of(calendar, clock, since, {}).due == due);
  }
}

}  // namespace whistle::calendar::walker_test
