#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "engine/casework/reports/what_if.h"
#include "engine/core/outcome.h"
#include "engine/core/time_point.h"
#include "engine/journal/row_journal.h"
#include "engine/policy/policy.h"

// Runs a stretch of the journal twice at once, under the present book and under another one: one
// thread reads the journal and compares, one follows each book.
namespace whistle::app {

struct Stretch {
  Timestamp from{};
  Timestamp to{};  // records at this instant are not in it
};

struct WhatIfBooks {
  const policy::Policy& before;
  const policy::Policy& after;
  // The new book may read a text otherwise than the present one. If not, what was read stands.
  bool reads_anew{};
};

struct WhatIfRun {
  casework::WhatIf report;
  std::uint64_t records{};
  std::uint64_t joined_older{};  // complaints that joined cases from before the stretch: left out
};

// Calls `differs` for each complaint whose course differs, in an order that depends on the journal
// alone. Memory: some hundred records on their way, and what is open on both sides. Fails with what
// is wrong with the journal or with the patterns of a book.
Outcome<WhatIfRun, std::string> run_what_if(
    const journal::RowJournal& journal, const WhatIfBooks& books, const Stretch& stretch,
    const std::function<void(const casework::CourseDifference&)>& differs);

}  // namespace whistle::app
