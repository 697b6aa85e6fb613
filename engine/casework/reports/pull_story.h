#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/casework/decide.h"

namespace whistle::casework {

// What stands behind the answer to a pull: "why do I get no work?"
struct PullStory {
  struct Line {
    UnitCode unit;
    std::uint32_t waiting{};      // in the line
    std::uint32_t passed_over{};  // of these, by what the pull asks for
    std::uint32_t leased{};       // orders of the unit that somebody has under a lease
    std::uint32_t signed_for{};
    Timestamp next_lapse{kNever};  // when the first of those leases is over
    std::uint32_t parked{};        // taken from the unit, waiting at the dispatch desk
  };
  std::vector<Line> lines;   // as the pull names them
  std::vector<CaseId> next;  // what the pull would be granted now, in order
  std::string only;  // where the one order that was named is, or what leaves it out; empty: next
};

// Refused for what the pull itself would be refused for.
Outcome<PullStory, Refusal> pull_story(const PullOrders& wish, const Context& context);

}  // namespace whistle::casework
