#include "engine/calendar/clock.h"

#include <cmath>

#include "engine/core/check.h"

namespace whistle::calendar {
namespace {

// `granted` times `ratio` to the nearest millisecond; a promise without end stays one.
Milliseconds share_of(Milliseconds granted, double ratio) {
  WHISTLE_CHECK(ratio >= 0);
  if (granted == Milliseconds::max()) return granted;
  const double share = std::round(static_cast<double>(granted.count()) * ratio);
  if (share >= static_cast<double>(Milliseconds::max().count())) return Milliseconds::max();
  return Milliseconds{static_cast<Milliseconds::rep>(share)};
}

Timestamp alarm_at(const Calendar& calendar, const ClockReading& clock, Timestamp since,
                   Milliseconds share) {
  if (share < clock.consumed) return since;
  return calendar.after(since, share - clock.consumed, clock.limit);
}

}  // namespace

ClockReading start_clock(const Calendar& calendar, Timestamp now, Limit limit) {
  return {limit, calendar.budget(now, limit), Milliseconds{0}};
}

ClockReading pause_clock(const Calendar& calendar, const ClockReading& clock, Timestamp since,
                         Timestamp now) {
  ClockReading paused = clock;
  paused.consumed += calendar.elapsed(since, now, clock.limit);
  return paused;
}

Alarms alarms_of(const Calendar& calendar, const ClockReading& clock, Timestamp since,
                 AlarmRatios ratios) {
  return {alarm_at(calendar, clock, since, share_of(clock.granted, ratios.due_soon)),
          alarm_at(calendar, clock, since, clock.granted),
          alarm_at(calendar, clock, since, share_of(clock.granted, ratios.far_overdue))};
}

}  // namespace whistle::calendar
