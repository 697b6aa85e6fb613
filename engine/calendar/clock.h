#pragma once

#include "engine/calendar/calendar.h"
#include "engine/core/time_point.h"

namespace whistle::calendar {

// The instants at which something happens to a running clock. Resolved when the clock starts or
// resumes, written into the journal, and never computed again from a rule book.
struct Alarms {
  Timestamp due_soon{kNever};  // the share of the limit at which it is nearly used up
  Timestamp due{kNever};
  Timestamp far_overdue{kNever};  // the multiple of the limit that earns a red card

  bool operator==(const Alarms&) const = default;
};

// At which shares of a limit the alarms stand (rule book: cards).
struct AlarmRatios {
  double due_soon{0.75};
  double far_overdue{2.0};
};

// A promise in progress. Its whole history (each stretch it ran) is in the journal; here is what is
// needed to go on: the time granted, and the time used up before the current stretch.
struct ClockReading {
  Limit limit{};
  Milliseconds granted{};   // what the limit was worth when the clock started
  Milliseconds consumed{};  // used up in earlier stretches

  bool operator==(const ClockReading&) const = default;
};

// A clock that starts now.
ClockReading start_clock(const Calendar& calendar, Timestamp now, Limit limit);
// The reading after a stretch that ran from `since` until `now`.
ClockReading pause_clock(const Calendar& calendar, const ClockReading& clock, Timestamp since,
                         Timestamp now);
// Where the alarms stand for a clock that runs from `since` on. An alarm whose share was used up
// before stands at `since`. Requires: ratios >= 0.
Alarms alarms_of(const Calendar& calendar, const ClockReading& clock, Timestamp since,
                 AlarmRatios ratios);

}  // namespace whistle::calendar
