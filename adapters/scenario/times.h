#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/hotline/instant.h"

// Times on the wall of the city. `wall_ms` counts as if the wall hung in UTC.
namespace whistle::scenario {

using hotline::Zone;

// "2026-03-09 09:00", seconds and milliseconds may follow, T instead of the blank.
std::optional<std::int64_t> parse_wall(std::string_view text);
// The shortest such text: seconds and milliseconds only when they are not zero.
std::string wall_text(std::int64_t wall_ms);
std::string local_text(const Zone& zone, std::int64_t time_ms);
// An instant written so, or nothing.
std::optional<std::int64_t> parse_local(const Zone& zone, std::string_view text);

// "5m 1s", "1d", "2h 30m", "1ms": days apart from the rest, as they are days on the wall.
struct Span {
  std::int64_t days = 0;
  std::int64_t rest_ms = 0;
  bool operator==(const Span&) const = default;
};
std::optional<Span> parse_span(std::string_view text);

// When a step happens.
struct When {
  // This midnight on the wall; absent: that of the step before.
  std::optional<std::int64_t> day_ms{};
  std::int64_t days_later = 0;
  // Since that midnight on the wall; absent: as at the step before.
  std::optional<std::int64_t> clock_ms{};
  std::int64_t rest_ms = 0;  // and so much later
  bool operator==(const When&) const = default;
};
// "+5m", "14:05", "+1d 08:30", "2026-03-10 08:30". Nothing when it is none of these.
std::optional<When> parse_when(std::string_view text);
// The instant meant by a step after one at `before_ms`.
std::int64_t instant_of(const When& when, const Zone& zone, std::int64_t before_ms);

}  // namespace whistle::scenario
