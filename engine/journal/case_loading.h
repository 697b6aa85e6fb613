#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "engine/casework/state/state.h"
#include "engine/core/outcome.h"
#include "engine/journal/error.h"
#include "engine/journal/row_store.h"

namespace whistle::journal {

// How the rows of open cases are read at a start.
struct LoadingTerms {
  std::size_t threads;  // that read and decode; at least 1
  std::size_t batch;    // so many cases are handed over at once; at least 1

  // As many threads as the machine has cores, within bounds.
  static LoadingTerms of_machine();
};

// Puts all open cases into a state whose counters were restored. Several threads decode stretches
// of the keys; this one takes what they have read in the order of the keys, so that neither the
// state nor the error depends on them. Memory is bounded: who is far ahead waits. Tells `progress`,
// if it is there, from time to time how many cases are in. Fails with Io or Corrupt, at the first
// row by key that cannot be read.
Outcome<Done, Error> load_cases(const RowStore::View& view, casework::State& state,
                                const std::function<void(std::uint64_t)>& progress,
                                const LoadingTerms& terms = LoadingTerms::of_machine());

}  // namespace whistle::journal
