#pragma once

#include <optional>
#include <ostream>

#include "engine/config/rule_book_files.h"
#include "engine/config/settings.h"
#include "engine/policy/rule_book.h"

namespace whistle::app {

// The rule book that the settings name with the files it was read from, or nothing when it has
// problems; all of them are printed.
std::optional<config::BundledBook> load_bundled_rules(const config::EngineSettings& settings,
                                                      std::ostream& err);
// The same without the files.
std::optional<policy::RuleBook> load_rules(const config::EngineSettings& settings,
                                           std::ostream& err);

}  // namespace whistle::app
