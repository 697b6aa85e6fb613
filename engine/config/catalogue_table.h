#pragma once

#include <vector>

#include "engine/config/overlay.h"
#include "engine/policy/rule_book.h"

namespace whistle::config {

// What the rows of the catalogue refer to.
struct CatalogueNames {
  const Names& categories;
  const Names& areas;
  const Names& units;
};

// The dispatch catalogue. No row may send a matter below the tier that owns the duty
// (no_downward_offload: Beijing ordinance art. 17, Weifang ordinance art. 24). A prefix row answers
// only for the categories that no row with a longer match takes from it.
std::vector<policy::CatalogueRow> read_catalogue(const OverlaidTable& table,
                                                 const std::vector<policy::Category>& categories,
                                                 const std::vector<policy::Unit>& units,
                                                 const CatalogueNames& names, Problems& problems);

}  // namespace whistle::config
