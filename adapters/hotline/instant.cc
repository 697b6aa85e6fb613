#include "adapters/hotline/instant.h"

#include <date/date.h>
#include <date/tz.h>

#include <chrono>
#include <stdexcept>

namespace whistle::hotline {
namespace {

using std::chrono::milliseconds;

// Exactly `digits` decimal digits at the front, which are taken away.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> take_date(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const date::year_month_day ymd{date::year{*year}, date::month{static_cast<unsigned>(*month)},
                                 date::day{static_cast<unsigned>(*day)}};
  if (!ymd.ok()) return std::nullopt;
  return milliseconds(date::sys_days(ymd).time_since_epoch()).count();
}

std::int64_t take_fraction(std::string_view& text) {
  std::int64_t ms = 0;
  for (std::int64_t unit = 100; !text.empty() && text.front() >= '0' && text.front() <= '9';
       unit /= 10) {
    ms += unit * (text.front() - '0');
    text.remove_prefix(1);
  }
  return ms;
}

std::optional<std::int64_t> take_wall_time(std::string_view& text) {
  const auto day = take_date(text);
  if (!day || !(take(text, 'T') || take(text, ' '))) return std::nullopt;
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  std::int64_t ms = *day + *hour * kHourMs + *minute * kMinuteMs;
  if (!take(text, ':')) return ms;
  const auto second = take_number(text, 2);
  if (!second || *second > 59) return std::nullopt;
  ms += std::int64_t{*second} * 1000;
  if (take(text, '.')) ms += take_fraction(text);
  return ms;
}

std::optional<std::int64_t> take_offset(std::string_view& text) {
  if (take(text, 'Z') || take(text, 'z')) return 0;
  const bool west = text.starts_with('-');
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const auto hours = take_number(text, 2);
  take(text, ':');
  const auto minutes = take_number(text, 2);
  if (!hours || *hours > 23 || !minutes || *minutes > 59) return std::nullopt;
  const std::int64_t offset = *hours * kHourMs + *minutes * kMinuteMs;
  return west ? -offset : offset;
}

}  // namespace

std::optional<std::int64_t> parse_instant(std::string_view text) {
  const auto wall = take_wall_time(text);
  if (!wall) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return *wall - *offset;
}

std::optional<std::int64_t> parse_offset(std::string_view text) {
  if (!take_wall_time(text)) return std::nullopt;
  return take_offset(text);
}

std::optional<std::int64_t> parse_wall_time(std::string_view text) {
  const auto wall = take_wall_time(text);
  return text.empty() ? wall : std::nullopt;
}

std::optional<std::int64_t> parse_date(std::string_view text) {
  const auto day = take_date(text);
  return text.empty() ? day : std::nullopt;
}

std::string wall_time_text(std::int64_t wall_ms) {
  const date::sys_time<milliseconds> time{milliseconds(wall_ms)};
  return date::format("%F %R", date::floor<std::chrono::minutes>(time));
}

Outcome<Zone> Zone::find(const std::string& name) {
  try {
    return Zone(date::locate_zone(name));
  } catch (const std::runtime_error&) {
    return Problem{{}, "unknown time zone '" + name + "'"};
  }
}

std::int64_t Zone::to_utc_ms(std::int64_t wall_ms) const {
  const date::local_time<milliseconds> wall{milliseconds(wall_ms)};
  // For a gap `first` is what held before it, for a repeated hour the first of the two.
  const auto offset = rules_->get_info(wall).first.offset;
  return wall_ms - milliseconds(offset).count();
}

std::int64_t Zone::to_wall_ms(std::int64_t utc_ms) const {
  const date::sys_time<milliseconds> instant{milliseconds(utc_ms)};
  return utc_ms + milliseconds(rules_->get_info(instant).offset).count();
}

}  // namespace whistle::hotline
