#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "engine/calendar/calendar.h"
#include "engine/calendar/time_zone.h"
#include "engine/core/outcome.h"
#include "engine/core/time_point.h"

// Times as people type and read them in the zone of a calendar.
namespace whistle::app {

// "2026-02-13 17:50" or "2026-02-13T17:50", with seconds if need be; the time on the wall of the
// zone, unless +08:00 or Z stands at the end. A time that the clocks show twice is the earlier one.
// Fails in words when it is none of these, or when the clocks of the zone never show it.
Outcome<Timestamp, std::string> read_time(std::string_view text, const calendar::TimeZone& zone);

// "2026-02-13 Fri"
std::string day_text(std::chrono::local_days day);
// "Fri"
std::string_view weekday_text(std::chrono::local_days day);
// "2026-02-13 Fri 17:50 +08:00", with seconds only when there are any.
std::string time_text(Timestamp at, const calendar::TimeZone& zone);
// "2026-02-13T17:50:00+08:00"
std::string iso_text(Timestamp at, const calendar::TimeZone& zone);
// "3h 50m", with seconds only when there are any; "-" for nothing. Days stay hours, because a day
// of work has its own length.
std::string span_text(Milliseconds span);
// "08:00-12:00"
std::string hours_text(const calendar::Hours& stretch);

}  // namespace whistle::app
