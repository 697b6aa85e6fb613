#pragma once

#include <optional>
#include <ostream>
#include <string>

#include "engine/casework/state/state.h"
#include "engine/config/rule_book_files.h"
#include "engine/config/settings.h"
#include "engine/core/outcome.h"
#include "engine/journal/journal.h"

namespace whistle::app {

// A rule book that the journal keeps under its version; nothing when it keeps none. Fails when it
// cannot be read, or is no rule book to this program any more.
Outcome<std::optional<config::BundledBook>, std::string> kept_book(const journal::Journal& journal,
                                                                   const std::string& version);

// The rule book in force: the one that was adopted last, else the one that the last record was
// decided by; nothing when the journal is new, or keeps no rule books. `state` as recovered.
Outcome<std::optional<config::BundledBook>, std::string> book_in_force(
    const journal::Journal& journal, const casework::State& state);

// What a comparison begins with: the rule book in force, else that of the settings. Nothing when
// that has problems; all of them are printed.
std::optional<config::BundledBook> present_book(std::optional<config::BundledBook> in_force,
                                                const config::EngineSettings& settings,
                                                std::ostream& err);

}  // namespace whistle::app
