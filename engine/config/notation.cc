#include "engine/config/notation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "engine/config/problems.h"

namespace whistle::config {
namespace {

struct DurationUnit {
  char letter;
  Milliseconds worth;
};
constexpr std::array<DurationUnit, 4> kDurationUnits{{{'d', std::chrono::hours{24}},
                                                      {'h', std::chrono::hours{1}},
                                                      {'m', std::chrono::minutes{1}},
                                                      {'s', std::chrono::seconds{1}}}};
// More than any sensible duration, and far from overflowing milliseconds.
constexpr std::int64_t kDurationCountMax = 1'000'000;

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// Exactly `count` digits at `at`, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (const char letter : text.substr(at, count)) {
    if (!is_digit(letter)) return -1;
    value = value * 10 + (letter - '0');
  }
  return value;
}

// "08:30" as time since midnight.
std::optional<Milliseconds> parse_time_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const int hour = digits(text, 0, 2);
  const int minute = digits(text, 3, 2);
  if (hour < 0 || minute < 0 || minute > 59) return std::nullopt;
  if (hour > 24 || (hour == 24 && minute != 0)) return std::nullopt;
  return std::chrono::hours{hour} + std::chrono::minutes{minute};
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return value;
}

Outcome<Milliseconds, std::string> parse_duration(std::string_view text) {
  if (!text.empty() && is_digit(text.front())) {
    const auto count = parse_integer(text.substr(0, text.size() - 1));
    for (const DurationUnit& unit : kDurationUnits) {
      if (unit.letter != text.back() || !count || *count > kDurationCountMax) continue;
      return *count * unit.worth;
    }
  }
  return Failure{in_quotes(text) + " is not a duration; a number and s, m, h or d, such as \"5m\""};
}

std::string duration_text(Milliseconds duration) {
  for (const DurationUnit& unit : kDurationUnits) {
    const bool fits = duration.count() != 0 && duration % unit.worth == Milliseconds{0};
    if (fits) return std::to_string(duration / unit.worth) + unit.letter;
  }
  return duration.count() == 0 ? "0s" : std::to_string(duration.count()) + "ms";
}

Outcome<std::chrono::local_days, std::string> parse_date(std::string_view text) {
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    const int year = digits(text, 0, 4);
    const int month = digits(text, 5, 2);
    const int day = digits(text, 8, 2);
    if (year >= 0 && month >= 0 && day >= 0) {
      const std::chrono::year_month_day date{std::chrono::year{year},
                                             std::chrono::month{static_cast<unsigned>(month)},
                                             std::chrono::day{static_cast<unsigned>(day)}};
      if (date.ok()) return std::chrono::local_days{date};
    }
  }
  return Failure{in_quotes(text) + " is not a date; year, month and day, such as \"2026-02-14\""};
}

std::string date_text(std::chrono::local_days day) {
  const std::chrono::year_month_day date{day};
  const auto two = [](unsigned number) {
    return std::string(number < 10 ? "0" : "") + std::to_string(number);
  };
  return std::to_string(static_cast<int>(date.year())) + "-" +
         two(static_cast<unsigned>(date.month())) + "-" + two(static_cast<unsigned>(date.day()));
}

Outcome<calendar::Hours, std::string> parse_hours(std::string_view text) {
  if (text.size() == 11 && text[5] == '-') {
    const auto from = parse_time_of_day(text.substr(0, 5));
    const auto until = parse_time_of_day(text.substr(6));
    if (from && until && *from < *until) return calendar::Hours{*from, *until};
  }
  return Failure{in_quotes(text) +
                 " is not a stretch of a day; opening before closing, such as \"08:00-12:00\""};
}

bool is_slug(std::string_view text) {
  if (text.empty() || text.size() > kSlugBytesMax) return false;
  return std::ranges::all_of(text, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || is_digit(letter) || letter == '_' || letter == '.' ||
           letter == '-';
  });
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
    // A separator at the very end has an empty part behind it.
    if (text.empty()) parts.push_back(text);
  }
  return parts;
}

}  // namespace whistle::config
