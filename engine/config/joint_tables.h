#pragma once

#include <vector>

#include "engine/config/limit_tables.h"
#include "engine/config/overlay.h"
#include "engine/policy/rule_book.h"

// What several units do together, and when a case may rest.
namespace whistle::config {

// What invited units owe after a whistle: a row per kind.
std::vector<policy::WhistleRule> read_whistles(const OverlaidTable& table,
                                               const CalendarNames& calendars, Problems& problems);

// Who may blow which whistle. `kinds` are those that have a row among the whistles.
std::vector<policy::WhistlePermission> read_whistle_permissions(const OverlaidTable& table,
                                                                const Names& kinds,
                                                                Problems& problems);

// The reasons to pause. Each has a cap: no case rests for ever.
std::vector<policy::PauseRule> read_pauses(const OverlaidTable& table,
                                           const CalendarNames& calendars, Problems& problems);

}  // namespace whistle::config
