#include "adapters/scenario/times.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <system_error>

namespace whistle::scenario {

using hotline::kDayMs;
using hotline::kHourMs;
using hotline::kMinuteMs;

namespace {

constexpr std::int64_t kSecondMs = 1000;
constexpr std::int64_t kSpanMax = 100'000;

// "09:00", "09:00:05", "09:00:05.001" since midnight.
std::optional<std::int64_t> parse_clock(std::string_view text) {
  return hotline::parse_wall_time("1970-01-01 " + std::string(text));
}

std::int64_t floor_day(std::int64_t wall_ms) {
  return wall_ms - ((wall_ms % kDayMs) + kDayMs) % kDayMs;
}

// Takes one "30m" from the front; false when there is none.
bool take_part(std::string_view& text, Span& span) {
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0 || number > kSpanMax) return false;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  const std::size_t letters =
      std::min(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz"), text.size());
  const std::string_view unit = text.substr(0, letters);
  text.remove_prefix(letters);
  if (unit == "d") {
    span.days += number;
  } else if (unit == "h") {
    span.rest_ms += number * kHourMs;
  } else if (unit == "m") {
    span.rest_ms += number * kMinuteMs;
  } else if (unit == "s") {
    span.rest_ms += number * kSecondMs;
  } else if (unit == "ms") {
    span.rest_ms += number;
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::optional<std::int64_t> parse_wall(std::string_view text) {
  return hotline::parse_wall_time(text);
}

std::string wall_text(std::int64_t wall_ms) {
  std::string text = hotline::wall_time_text(wall_ms);
  const std::int64_t in_minute = ((wall_ms % kMinuteMs) + kMinuteMs) % kMinuteMs;
  if (in_minute == 0) return text;
  char rest[16];
  std::snprintf(rest, sizeof rest, ":%02d", static_cast<int>(in_minute / kSecondMs));
  text += rest;
  if (in_minute % kSecondMs == 0) return text;
  std::snprintf(rest, sizeof rest, ".%03d", static_cast<int>(in_minute % kSecondMs));
  return text + rest;
}

std::string local_text(const Zone& zone, std::int64_t time_ms) {
  return wall_text(zone.to_wall_ms(time_ms));
}

std::optional<std::int64_t> parse_local(const Zone& zone, std::string_view text) {
  const auto wall = parse_wall(text);
  return wall ? std::optional(zone.to_utc_ms(*wall)) : std::nullopt;
}

std::optional<Span> parse_span(std::string_view text) {
  Span span;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    if (!take_part(text, span)) return std::nullopt;
    if (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  }
  return span;
}

std::optional<When> parse_when(std::string_view text) {
  When when;
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    const std::size_t blank = text.rfind(' ');
    const auto clock = blank == std::string_view::npos ? std::optional<std::int64_t>()
                                                       : parse_clock(text.substr(blank + 1));
    const auto span = parse_span(clock ? text.substr(0, blank) : text);
    // "+5m 08:30" means nothing.
    if (!span || (clock && (span->rest_ms != 0 || span->days == 0))) return std::nullopt;
    when.days_later = span->days;
    when.rest_ms = span->rest_ms;
    when.clock_ms = clock;
    return when;
  }
  if (const auto clock = parse_clock(text)) {
    when.clock_ms = clock;
    return when;
  }
  const auto wall = parse_wall(text);
  if (!wall) return std::nullopt;
  when.day_ms = floor_day(*wall);
  when.clock_ms = *wall - *when.day_ms;
  return when;
}

std::int64_t instant_of(const When& when, const Zone& zone, std::int64_t before_ms) {
  // Nothing but a span of time: hours are hours, also when the clocks are changed meanwhile.
  if (!when.day_ms && !when.clock_ms && when.days_later == 0) return before_ms + when.rest_ms;
  const std::int64_t before = zone.to_wall_ms(before_ms);
  const std::int64_t day = when.day_ms.value_or(floor_day(before)) + when.days_later * kDayMs;
  const std::int64_t clock = when.clock_ms.value_or(before - floor_day(before));
  return zone.to_utc_ms(day + clock) + when.rest_ms;
}

}  // namespace whistle::scenario
