#pragma once

#include <cstddef>

#include "engine/core/ids.h"
#include "engine/core/words.h"

namespace whistle::policy {

// Somebody who might have been given a case and was not, and why. Where nobody is, the tier alone
// stands there.
struct Considered {
  Tier tier{};
  UnitCode unit;  // empty: nobody of that tier serves the place
  PassedOver why{};
  RuleName rule;  // the row of the catalogue that names the unit; empty: the tier is meant

  bool operator==(const Considered&) const = default;
};

// So many are kept of one choice: rows of the catalogue first, then tiers from below.
inline constexpr std::size_t kConsideredMax = 8;
// Of the rows; what is left has room for all tiers below the highest.
inline constexpr std::size_t kConsideredRowsMax = 3;

}  // namespace whistle::policy
