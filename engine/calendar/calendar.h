#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/calendar/limit.h"
#include "engine/calendar/ruler.h"
#include "engine/calendar/time_zone.h"
#include "engine/core/outcome.h"
#include "engine/core/time_point.h"

namespace whistle::calendar {

// Working hours within one local day: [from, until), milliseconds since local midnight, at most 24
// h.
struct Hours {
  Milliseconds from{};
  Milliseconds until{};

  bool operator==(const Hours&) const = default;
};
using DayHours = std::vector<Hours>;  // ascending, not touching

// Where a budget lands that is used up at the very moment the office closes.
enum class Landing : std::uint8_t {
  Closing,  // due at closing time (China, by default)
  Opening,  // due when the office opens again (Boston)
};

// What a calendar is made of. `exceptions` beat the week: holidays are days without hours, make-up
// working days are days with hours, closures may keep a part of the day.
struct CalendarRules {
  std::string name;
  TimeZone zone;
  std::array<DayHours, 7> week;  // Monday first
  std::map<std::chrono::local_days, DayHours> exceptions;
  Milliseconds working_day{std::chrono::hours{8}};  // what `1wd` is worth
  Landing landing{Landing::Closing};
  std::chrono::local_days first_day{};  // the table covers [first_day, last_day]
  std::chrono::local_days last_day{};
};

// Working time: which instants count, and how far a limit reaches. All hours of the covered days
// are laid out once with prefix sums: to add and to measure working time looks at those of a few
// days, any other question costs O(log days). Immutable after construction; any thread.
class Calendar {
 public:
  // Fails, in words, when a day's hours are not ascending, no working time exists at all, the
  // working day is not 1 ms to 24 h, or the covered span is empty or longer than 60 years.
  static Outcome<Calendar, std::string> make(CalendarRules rules);

  const CalendarRules& rules() const { return rules_; }
  const std::string& name() const { return rules_.name; }

  bool is_open(Timestamp at) const;
  // The first working instant not before `at`; kNever past the covered days.
  Timestamp next_open(Timestamp at) const;

  // A stretch of working time, [from, until).
  struct Open {
    Timestamp from;
    Timestamp until;

    bool operator==(const Open&) const = default;
  };
  // All working time that touches [from, until), ascending, in whole stretches: what lies at both
  // ends may reach beyond them.
  std::vector<Open> open_between(Timestamp from, Timestamp until) const;

  // Working time within [from, until). Zero when until <= from.
  Milliseconds worked(Timestamp from, Timestamp until) const;
  // The instant at which `budget` of working time counted from `start` is used up, with the landing
  // of this calendar. worked(start, add(start, budget)) == budget. kNever past the covered days;
  // the time before them is not working time.
  // Requires: budget >= 0. A budget of zero is used up at next_open(start).
  Timestamp add(Timestamp start, Milliseconds budget) const;

  // When a promise given at `start` falls due. Continuous limits ignore the hours; working limits
  // given outside hours count from the next opening. `5wd-end` counts as the law counts days (Civil
  // Code of China, art. 201 and 203): the local day of `start` is left out whether or not anybody
  // worked on it, so Saturday's and Friday night's first day are both Monday, and the last day ends
  // when business ends, whatever the landing.
  Timestamp due(Timestamp start, Limit limit) const;

  // The time a limit grants when it starts at `start`: working time for working limits, else wall
  // time. What remains of it after a pause is what a clock has left.
  Milliseconds budget(Timestamp start, Limit limit) const;

  // Elapsed share of time between two instants in the limit's own way of counting.
  Milliseconds elapsed(Timestamp from, Timestamp until, Limit limit) const;
  // The instant `time` after `start` in the limit's own way of counting; `start` itself when
  // nothing is left and budgets end at closing time. after(start, budget(start, limit), limit) is
  // due(start, limit), and a pause of no length anywhere before it does not move it.
  // Requires: time >= 0.
  Timestamp after(Timestamp start, Milliseconds time, Limit limit) const;

 private:
  struct Span {  // one working interval and the working time before it
    Timestamp from;
    Timestamp until;
    Milliseconds before;
  };
  struct WorkingDay {  // a local day with working time, and when business ends on it
    std::chrono::local_days day;
    Timestamp closes;
  };

  using SpanPlace = std::vector<Span>::const_iterator;

  explicit Calendar(CalendarRules rules) : rules_(std::move(rules)) {}
  void lay_out(std::chrono::local_days day);
  void measure_out();
  // The first span for which `is_before` no longer holds, as the ruler says near `value`.
  template <class IsBefore>
  SpanPlace place_of(const Ruler& ruler, Milliseconds value, IsBefore is_before) const;
  Milliseconds worked_before(Timestamp at) const;
  Timestamp land(Timestamp start, Milliseconds budget, Landing landing) const;
  Timestamp end_of_working_day(Timestamp start, std::int32_t count) const;

  CalendarRules rules_;
  std::vector<Span> spans_;       // ascending, not empty
  Ruler instants_;                // where among the spans an instant lies, by where they begin
  Ruler worked_;                  // the same of working time since the first, by where they end
  std::vector<WorkingDay> days_;  // ascending, not empty
};

}  // namespace whistle::calendar
