#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/hotline/problem.h"

namespace date {
class time_zone;
}

// Times as feeds write them. An instant is milliseconds since 1970-01-01T00:00Z.
namespace whistle::hotline {

inline constexpr std::int64_t kMinuteMs = 60'000;
inline constexpr std::int64_t kHourMs = 60 * kMinuteMs;
inline constexpr std::int64_t kDayMs = 24 * kHourMs;

// "2026-03-11T00:07:02+08:00", "…Z"; seconds and their fraction may be absent.
std::optional<std::int64_t> parse_instant(std::string_view text);
// The offset such a text ends with, in milliseconds east of UTC.
std::optional<std::int64_t> parse_offset(std::string_view text);
// "2015-03-09T00:42:27" or with a blank; seconds may be absent. Milliseconds of a wall clock.
std::optional<std::int64_t> parse_wall_time(std::string_view text);
// "2015-03-09"; its midnight on a wall clock.
std::optional<std::int64_t> parse_date(std::string_view text);
// "2015-03-09 00:42", of a wall clock.
std::string wall_time_text(std::int64_t wall_ms);

// The rules by which a place sets its clocks.
class Zone {
 public:
  // An IANA name such as America/New_York. The problem has no place.
  static Outcome<Zone> find(const std::string& name);

  // A wall time that comes twice (clocks set back) means the first; one that never comes (clocks
  // set forward) is read as if the clocks had not been touched yet.
  std::int64_t to_utc_ms(std::int64_t wall_ms) const;
  std::int64_t to_wall_ms(std::int64_t utc_ms) const;

 private:
  explicit Zone(const date::time_zone* rules) : rules_(rules) {}
  const date::time_zone* rules_;  // lives as long as the program
};

}  // namespace whistle::hotline
