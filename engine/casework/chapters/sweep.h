#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/casework/chapters/draft.h"

namespace whistle::casework {

// One helping of a change that reaches all open cases: some hundred at a time, so that a city with
// a million of them goes on answering meanwhile.
struct Sweep {
  std::vector<Event> events;
  CaseId through{};         // all cases up to this one are done
  std::uint32_t changed{};  // cases
  bool finished{};
  bool waits{};  // the next case must first be told what is due: this turn did nothing
};

// Visits open cases after `through` in the order of their numbers, which is the same before and
// after a restart, until kRecountedMax of them have changed. What is due is told first, with its
// card and its climb: by this tick, or by the next one. `change` writes what follows for one case.
Sweep sweep(const Context& context, CaseId through, const std::function<void(Draft&)>& change);

}  // namespace whistle::casework
