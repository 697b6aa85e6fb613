#include "engine/calendar/limit.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace whistle::calendar {
namespace {

struct UnitSpelling {
  LimitUnit unit;
  std::string_view word;
};

constexpr std::array<UnitSpelling, 6> kUnits{{{LimitUnit::Minute, "m"},
                                              {LimitUnit::Hour, "h"},
                                              {LimitUnit::NaturalDay, "d"},
                                              {LimitUnit::WorkHour, "wh"},
                                              {LimitUnit::WorkDay, "wd"},
                                              {LimitUnit::WorkDayEnd, "wd-end"}}};
constexpr std::int32_t kValueMax = 100'000;

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

}  // namespace

bool is_working(Limit limit) {
  switch (limit.unit) {
    case LimitUnit::Minute:
    case LimitUnit::Hour:
    case LimitUnit::NaturalDay:
      return false;
    case LimitUnit::WorkHour:
    case LimitUnit::WorkDay:
    case LimitUnit::WorkDayEnd:
      return true;
  }
  return false;
}

Outcome<Limit, std::string> parse_limit(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0) return Failure{"limit " + quoted(text) + " does not start with a number"};

  std::int32_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + digits, value);
  if (read.ec != std::errc{} || value < 1 || value > kValueMax) {
    return Failure{"limit " + quoted(text) + " is not between 1 and 100000"};
  }
  const std::string_view word = text.substr(digits);
  for (const UnitSpelling& spelling : kUnits) {
    if (spelling.word == word) return Limit{value, spelling.unit};
  }
  return Failure{"limit " + quoted(text) + " has an unknown unit " + quoted(word) +
                 "; known are m, h, d, wh, wd and wd-end"};
}

std::string to_text(Limit limit) {
  for (const UnitSpelling& spelling : kUnits) {
    if (spelling.unit == limit.unit) {
      return std::to_string(limit.value) + std::string(spelling.word);
    }
  }
  return std::to_string(limit.value) + "?";
}

}  // namespace whistle::calendar
