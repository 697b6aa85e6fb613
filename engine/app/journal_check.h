#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/core/outcome.h"
#include "engine/journal/error.h"
#include "engine/journal/journal.h"

namespace whistle::app {

struct CheckedJournal {
  journal::Head head;
  std::uint64_t open_cases{};
  journal::Forgotten forgotten;  // when there is any, nothing was replayed
};

// In a line, for people: what was found, and what could not be checked.
std::string to_text(const CheckedJournal& checked);

// Walks a journal that nobody has open: every hash of its chain, that a replay gives the stored
// state, and that each answer which is kept can be found. Where the first records are forgotten the
// chain is walked from there on; instead of a replay, which would need them, each open case is
// asked for its whole history. Fails with Corrupt when something is not what was written.
Outcome<CheckedJournal, journal::Error> check_journal(const std::filesystem::path& folder);

}  // namespace whistle::app
