#pragma once

#include <string>
#include <vector>

#include "engine/casework/state/state.h"

namespace whistle::support {

// How the scoreboard of a state differs from what its facts say, counted here once more and in
// another way. `facts` are all of them, in order, from the first one on; empty when nothing
// differs.
std::string scores_difference(const casework::State& state,
                              const std::vector<casework::Event>& facts);

}  // namespace whistle::support
