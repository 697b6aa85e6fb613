#pragma once

#include <cstddef>
#include <vector>

#include "bench/city.h"
#include "engine/casework/decide.h"
#include "engine/casework/state/state.h"

namespace whistle::bench {

// The city that all micro benchmarks share, loaded by the first that asks.
City& changtai();

// Wednesday, 2026-03-11, ten o'clock in Changtai.
Timestamp ten_o_clock();

// So many complaints with what triage found in them.
std::vector<casework::SubmitComplaint> examined_complaints(std::size_t count);

// Decides and applies in memory, as the writer does between two commits. Ends the process when a
// command is refused.
class Desk {
 public:
  casework::Decided take(const casework::Command& command);
  const casework::State& state() const { return state_; }

 private:
  casework::State state_;
};

}  // namespace whistle::bench
