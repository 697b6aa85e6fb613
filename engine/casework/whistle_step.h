#pragma once

#include <array>
#include <cstdint>

#include "engine/core/colour.h"
#include "engine/core/words.h"

namespace whistle::casework {

// What an invited unit owes, in order. On disk: append, never renumber.
enum class WhistleStep : std::uint8_t { Acknowledge = 1, Arrive = 2, Plan = 3, Finish = 4 };
constexpr auto spellings(WhistleStep) {
  return std::to_array<Spelling<WhistleStep>>({{WhistleStep::Acknowledge, "acknowledge"},
                                               {WhistleStep::Arrive, "arrive"},
                                               {WhistleStep::Plan, "plan"},
                                               {WhistleStep::Finish, "finish"}});
}

// The first step that a unit misses earns a yellow card, the second a red one; none is above that.
constexpr Card card_for(int missed) {
  if (missed == 0) return Card::None;
  return missed == 1 ? Card::Yellow : Card::Red;
}

}  // namespace whistle::casework
