#pragma once

#include <array>

#include "engine/core/words.h"

namespace whistle::policy {

// Lowest first: the order in which a case climbs.
inline constexpr std::array kTiers{Tier::Building, Tier::Compound,   Tier::Community,
                                   Tier::Street,   Tier::Department, Tier::District};

}  // namespace whistle::policy
