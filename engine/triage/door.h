#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/triage/normalise.h"
#include "engine/triage/patterns.h"

namespace whistle::triage {

// A place below the compound as texts number it: 3号楼2单元501室, 三栋二单元, 3幢501, 3-2-501. What
// is not said is empty; numbers are written in digits.
struct Door {
  std::string building;
  std::string unit;
  std::string room;
  Span words;  // that name the building, else the unit: whose door it is concerns few
  Span all;    // from the first number to the last

  bool operator==(const Door&) const = default;
};

// All doors of a folded text, in its order. `suffixes` are its matches of Table::BuildingSuffix,
// `names` the names of areas in it, by their start: numbers inside these are no doors, and 3-2-501
// is one only right behind a name or before 室, since dates and telephones look like that, too.
std::vector<Door> doors_in(std::string_view folded, const std::vector<Match>& suffixes,
                           const std::vector<Match>& names);

// What all doors agree on. Empty when the text speaks of several buildings: it is about what they
// have in common.
Door agreed(const std::vector<Door>& doors);

}  // namespace whistle::triage
