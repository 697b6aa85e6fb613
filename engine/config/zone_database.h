#pragma once

#include <string>
#include <string_view>

#include "engine/calendar/time_zone.h"
#include "engine/core/outcome.h"

namespace whistle::config {

// The years whose offsets are known.
inline constexpr int kZoneFirstYear = 1970;
inline constexpr int kZoneLastYear = 2060;

// A zone of the system's IANA database by its name, such as "Asia/Shanghai". Fails in words when
// there is no such zone. Any thread.
Outcome<calendar::TimeZone, std::string> find_zone(std::string_view name);

}  // namespace whistle::config
