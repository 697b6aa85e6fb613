#pragma once

#include <cstdint>
#include <filesystem>

#include "engine/core/outcome.h"
#include "engine/journal/error.h"
#include "engine/journal/journal.h"

namespace whistle::app {

struct CheckedJournal {
  journal::Head head;
  std::uint64_t open_cases{};
};

// Walks a journal that nobody has open: every hash of its chain, that a replay gives the stored
// state, and that each answer which is kept can be found. Fails with Corrupt when something is not
// what was written.
Outcome<CheckedJournal, journal::Error> check_journal(const std::filesystem::path& folder);

}  // namespace whistle::app
