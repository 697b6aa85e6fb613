#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/config/overlay.h"
#include "engine/core/words.h"
#include "engine/policy/rule_book.h"

namespace whistle::config {

// The area tree: parents exist, stand on a higher level, and nobody is an ancestor of itself.
std::vector<policy::Area> read_areas(const OverlaidTable& table, Problems& problems);

// What areas were called: another area's name or code may be among them, but not the area's own. A
// name ends after it began, and an area was called so once.
std::vector<policy::FormerName> read_former_names(const OverlaidTable& table, const Names& areas,
                                                  const std::vector<policy::Area>& known,
                                                  Problems& problems);

// The units: one of each kind per tier and area, save that a department may have several desks
// there. The first that serves a place takes what the dispatch catalogue does not send to another
// by name.
std::vector<policy::Unit> read_units(const OverlaidTable& table, const Names& areas,
                                     const Names& calendars, Problems& problems);

// The code of an area as the tables write it.
AreaCode area_code(const std::string& text);

}  // namespace whistle::config
