#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/outcome.h"

namespace whistle::calendar {

// How a limit counts. The first three run day and night; the others run in working time only.
// On disk: append, never renumber.
enum class LimitUnit : std::uint8_t {
  Minute = 1,
  Hour = 2,
  NaturalDay = 3,  // the same wall-clock time so many days later: 24 hours each, save at DST
  WorkHour = 4,
  WorkDay = 5,     // one full day of working hours each, as long as the calendar's working day
  WorkDayEnd = 6,  // by the end of the Nth working day after the day it starts (legal texts)
};

// A promise as a rule book writes it: "30m", "2h", "15d", "4wh", "5wd", "5wd-end".
struct Limit {
  std::int32_t value{};
  LimitUnit unit{LimitUnit::Minute};

  bool operator==(const Limit&) const = default;
};

// True when the limit runs in working time.
bool is_working(Limit limit);

// Reads the notation above; the value is 1 to 100,000. Fails with what is wrong, in words.
Outcome<Limit, std::string> parse_limit(std::string_view text);

// Writes the notation above. parse_limit(to_text(limit)) == limit.
std::string to_text(Limit limit);

}  // namespace whistle::calendar
