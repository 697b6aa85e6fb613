#include "engine/app/wall_time.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <optional>

#include "engine/config/notation.h"
#include "engine/config/problems.h"

namespace whistle::app {
namespace {

using std::chrono::duration_cast;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kDateBytes = 10;
constexpr int kOffsetHoursMax = 15;

struct Written {
  calendar::LocalTime local;
  std::optional<minutes> offset;  // none: the time of the calendar's zone
};

// Takes one of the letters off the front, or says that none is there.
bool take(std::string_view& rest, std::string_view letters) {
  if (rest.empty() || letters.find(rest.front()) == std::string_view::npos) return false;
  rest.remove_prefix(1);
  return true;
}

// Takes two digits off the front; nothing when they are not there or say more than `max`.
std::optional<int> take_two(std::string_view& rest, int max) {
  if (rest.size() < 2 || rest.front() < '0' || rest.front() > '9') return std::nullopt;
  const auto number = config::parse_integer(rest.substr(0, 2));
  if (!number || *number > max) return std::nullopt;
  rest.remove_prefix(2);
  return static_cast<int>(*number);
}

// "17:50" or "17:50:09"
std::optional<seconds> take_time_of_day(std::string_view& rest) {
  const auto hour = take_two(rest, 23);
  if (!hour || !take(rest, ":")) return std::nullopt;
  const auto minute = take_two(rest, 59);
  if (!minute) return std::nullopt;
  const seconds time = hours{*hour} + minutes{*minute};
  if (!take(rest, ":")) return time;
  const auto second = take_two(rest, 59);
  if (!second) return std::nullopt;
  return time + seconds{*second};
}

// "Z", "+08:00" or "-03:30"
std::optional<minutes> take_offset(std::string_view& rest) {
  if (take(rest, "Zz")) return minutes{0};
  const bool is_west = rest.starts_with('-');
  if (!take(rest, "+-")) return std::nullopt;
  const auto hour = take_two(rest, kOffsetHoursMax);
  if (!hour || !take(rest, ":")) return std::nullopt;
  const auto minute = take_two(rest, 59);
  if (!minute) return std::nullopt;
  const minutes away = hours{*hour} + minutes{*minute};
  return is_west ? -away : away;
}

std::optional<Written> parts_of(std::string_view text) {
  const auto day = config::parse_date(text.substr(0, kDateBytes));
  if (!day) return std::nullopt;
  std::string_view rest = text.substr(kDateBytes);
  if (!take(rest, "T ")) return std::nullopt;
  const auto time = take_time_of_day(rest);
  if (!time) return std::nullopt;
  Written written{calendar::LocalTime{*day} + *time, {}};
  if (rest.empty()) return written;
  written.offset = take_offset(rest);
  if (!written.offset || !rest.empty()) return std::nullopt;
  return written;
}

// "17:50", or "17:50:09" when there are seconds.
std::string clock_text(calendar::LocalTime local) {
  const std::chrono::hh_mm_ss time{floor<seconds>(local - floor<std::chrono::days>(local))};
  std::string text = fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count());
  if (time.seconds().count() != 0) text += fmt::format(":{:02}", time.seconds().count());
  return text;
}

std::string offset_text(Timestamp at, calendar::LocalTime local) {
  const auto away = duration_cast<minutes>(local.time_since_epoch() - at.time_since_epoch());
  return fmt::format("{}{:02}:{:02}", away.count() < 0 ? '-' : '+', std::abs(away.count()) / 60,
                     std::abs(away.count()) % 60);
}

}  // namespace

Outcome<Timestamp, std::string> read_time(std::string_view text, const calendar::TimeZone& zone) {
  const auto written = parts_of(text);
  if (!written) {
    return Failure{config::in_quotes(text) +
                   " is not a time; a day and a time of day such as \"2026-02-13 17:50\" or "
                   "2026-02-13T17:50, with :seconds and with +08:00 or Z if need be"};
  }
  if (written->offset) return Timestamp{written->local.time_since_epoch() - *written->offset};
  const Timestamp at = zone.to_instant(written->local);
  const calendar::LocalTime shown = zone.to_local(at);
  if (shown == written->local) return at;
  return Failure{config::in_quotes(text) + " is skipped by the clocks of " + zone.name() +
                 ", which go on at " + clock_text(shown)};
}

std::string_view weekday_text(local_days day) {
  constexpr std::array<std::string_view, 7> kNames{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  return kNames.at(std::chrono::weekday{day}.c_encoding());
}

std::string day_text(local_days day) {
  return fmt::format("{} {}", config::date_text(day), weekday_text(day));
}

std::string time_text(Timestamp at, const calendar::TimeZone& zone) {
  const calendar::LocalTime local = zone.to_local(at);
  return fmt::format("{} {} {}", day_text(floor<std::chrono::days>(local)), clock_text(local),
                     offset_text(at, local));
}

std::string iso_text(Timestamp at, const calendar::TimeZone& zone) {
  const calendar::LocalTime local = zone.to_local(at);
  const local_days day = floor<std::chrono::days>(local);
  const std::chrono::hh_mm_ss time{floor<seconds>(local - day)};
  return fmt::format("{}T{:02}:{:02}:{:02}{}", config::date_text(day), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), offset_text(at, local));
}

std::string span_text(Milliseconds span) {
  const std::chrono::hh_mm_ss time{span};
  std::string text;
  const auto add = [&text](auto count, char unit) {
    if (count != 0) text += fmt::format("{}{}{}", text.empty() ? "" : " ", count, unit);
  };
  add(time.hours().count(), 'h');
  add(time.minutes().count(), 'm');
  add(time.seconds().count(), 's');
  return text.empty() ? "-" : text;
}

std::string hours_text(const calendar::Hours& stretch) {
  const std::chrono::hh_mm_ss from{stretch.from};
  const std::chrono::hh_mm_ss until{stretch.until};
  return fmt::format("{:02}:{:02}-{:02}:{:02}", from.hours().count(), from.minutes().count(),
                     until.hours().count(), until.minutes().count());
}

}  // namespace whistle::app
