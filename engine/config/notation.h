#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/calendar/calendar.h"
#include "engine/core/outcome.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

// How single values are written in the files. Failures say in words what would be right.
namespace whistle::config {

// The values allowed, both ends included: one constant for the check and for its message.
template <class T>
struct Range {
  T min;
  T max;

  constexpr bool contains(const T& value) const { return min <= value && value <= max; }
};

// Decimal digits with an optional minus sign; nothing for anything else.
std::optional<std::int64_t> parse_integer(std::string_view text);

// "60s", "5m", "24h", "7d".
Outcome<Milliseconds, std::string> parse_duration(std::string_view text);
std::string duration_text(Milliseconds duration);

// "2026-02-14".
Outcome<std::chrono::local_days, std::string> parse_date(std::string_view text);
std::string date_text(std::chrono::local_days day);

// "08:00-12:00"; "24:00" is the end of the day.
Outcome<calendar::Hours, std::string> parse_hours(std::string_view text);

// How many digits the code of an area may have.
inline constexpr std::size_t kAreaDigitsMax = 18;

// 1 to 40 of a-z 0-9 _ . -
inline constexpr std::size_t kSlugBytesMax = 40;
bool is_slug(std::string_view text);
inline constexpr std::string_view kSlugRule = "1 to 40 of the characters a-z 0-9 _ . -";

// The words of an enumeration, for messages.
template <class Enum, std::size_t kCount>
std::vector<std::string_view> words_of(const std::array<Spelling<Enum>, kCount>& spellings) {
  std::vector<std::string_view> words;
  words.reserve(kCount);
  for (const auto& spelling : spellings) words.push_back(spelling.word);
  return words;
}

// The parts between separators; empty text has no parts.
std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace whistle::config
