#pragma once

#include <chrono>
#include <optional>
#include <ostream>
#include <vector>

#include "engine/config/problems.h"
#include "engine/config/rule_book_files.h"
#include "engine/config/settings.h"
#include "engine/core/time_point.h"
#include "engine/policy/rule_book.h"

namespace whistle::app {

// The rule book that the settings name with the files it was read from, or nothing when it has
// errors; all of them are printed.
std::optional<config::BundledBook> load_bundled_rules(const config::EngineSettings& settings,
                                                      std::ostream& err);
// The same without the files.
std::optional<policy::RuleBook> load_rules(const config::EngineSettings& settings,
                                           std::ostream& err);

// The same with a close look as on the day `today`: `warnings` gets what is hardly meant, in the
// order of files and lines. When there are errors, both are printed in that order.
std::optional<config::BundledBook> load_rules_closely(const config::EngineSettings& settings,
                                                      std::chrono::local_days today,
                                                      std::vector<config::Problem>& warnings,
                                                      std::ostream& err);

// The day on the wall of this machine.
std::chrono::local_days day_of(Timestamp at);

}  // namespace whistle::app
