#pragma once

#include <vector>

#include "engine/config/overlay.h"
#include "engine/config/row_reader.h"
#include "engine/policy/rule_book.h"

// The promises and what follows when they are missed.
namespace whistle::config {

// What the calendars of a book are called and which one holds where none is named.
struct CalendarNames {
  const Names& names;
  std::uint16_t standard{};
};

// The calendar a row names, else the one that holds where none is named.
std::uint16_t read_calendar(RowReader& row, const CalendarNames& calendars);

// The table of limits. Every severity needs a row for the stages sign and resolve that holds for
// all categories at any time, be it `-`.
std::vector<policy::LimitRule> read_limits(const OverlaidTable& table, const Names& categories,
                                           const CalendarNames& calendars, Problems& problems);

// The milestones on the way of some categories, as limits of their stages; the rule of each ends in
// its name.
std::vector<policy::LimitRule> read_milestones(const OverlaidTable& table, const Names& categories,
                                               const CalendarNames& calendars, Problems& problems);

// The four ladders, and those of a matter class if there are any, each ordered from the lowest tier
// up.
std::vector<policy::Ladder> read_ladders(const OverlaidTable& table, const CalendarNames& calendars,
                                         Problems& problems);

}  // namespace whistle::config
