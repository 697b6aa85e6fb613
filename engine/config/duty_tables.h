#pragma once

#include <vector>

#include "engine/config/overlay.h"
#include "engine/policy/rule_book.h"

// What comes again and again, and whose turn it is.
namespace whistle::config {

// The recurring duties: a row per kind and care tier. A round is "7d", civil days, or "3mo", months
// that a year can be divided into, so that rounds begin with the year.
std::vector<policy::DutyRule> read_duties(const OverlaidTable& table, Problems& problems);

// The rosters: nobody's turn is a problem.
std::vector<policy::Rota> read_rotas(const OverlaidTable& table, const Names& units,
                                     Problems& problems);

}  // namespace whistle::config
