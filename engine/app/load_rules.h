#pragma once

#include <optional>
#include <ostream>

#include "engine/config/settings.h"
#include "engine/policy/rule_book.h"

namespace whistle::app {

// The rule book that the settings name, or nothing when it has problems; all of them are printed.
std::optional<policy::RuleBook> load_rules(const config::EngineSettings& settings,
                                           std::ostream& err);

}  // namespace whistle::app
