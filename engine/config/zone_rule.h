#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/calendar/time_zone.h"

namespace whistle::config {

// The rule at the end of a zone file that holds for all years after its table of transitions, for
// example "EST5EDT,M3.2.0,M11.1.0" (RFC 8536, section 3.3). Read here because the library that
// reads the table stops at its end, in 2037.
//
//   rule   := name offset [ name [ offset ] "," change "," change ]
//   name   := letters | "<" letters, digits, signs ">"
//   offset := [ "+" | "-" ] hours [ ":" minutes [ ":" seconds ] ]      west of Greenwich is
//   positive change := "M" month "." week "." weekday [ "/" offset ]            week 5 is the last
class ZoneRule {
 public:
  // Nothing when the text is not such a rule, or has changes by day of year, which no zone uses.
  static std::optional<ZoneRule> parse(std::string_view text);

  // The changes of a year in order; none when the zone keeps one offset.
  std::vector<calendar::TimeZone::Transition> changes(std::chrono::year year) const;

 private:
  struct Change {
    std::chrono::month month{};
    unsigned week{};
    std::chrono::weekday weekday{};
    std::chrono::seconds time{std::chrono::hours{2}};  // of the clock before the change
  };
  struct Daylight {
    std::chrono::seconds offset{};
    Change begin;
    Change end;
  };
  class Reader;

  static Timestamp instant(const Change& change, std::chrono::year year,
                           std::chrono::seconds offset_before);

  std::chrono::seconds standard_{};
  std::optional<Daylight> daylight_;
};

}  // namespace whistle::config
