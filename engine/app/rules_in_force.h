#pragma once

#include <optional>
#include <string>

#include "engine/casework/state/state.h"
#include "engine/config/rule_bundle.h"
#include "engine/core/outcome.h"
#include "engine/journal/journal.h"
#include "engine/policy/rule_book.h"

namespace whistle::app {

// A rule book with the files it was read from.
struct HeldBook {
  policy::RuleBook book;
  config::RuleBundle files;
};

// A rule book that the journal keeps under its version; nothing when it keeps none. Fails when it
// cannot be read, or is no rule book to this program any more.
Outcome<std::optional<HeldBook>, std::string> kept_book(const journal::Journal& journal,
                                                        const std::string& version);

// The rule book in force: the one that was adopted last, else the one that the last record was
// decided by; nothing when the journal is new, or keeps no rule books. `state` as recovered.
Outcome<std::optional<HeldBook>, std::string> book_in_force(const journal::Journal& journal,
                                                            const casework::State& state);

}  // namespace whistle::app
