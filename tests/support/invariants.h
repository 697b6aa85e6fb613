#pragma once

#include <string>

#include "engine/casework/state/state.h"

namespace whistle::support {

// What must hold after every fact: a case is in exactly one place; it is in its unit's line if and
// only if that place is the queue; its alarm is the earliest of its clocks and its lease; the
// tallies add up; the indexes name the newest open case. Empty when all of it holds, else what does
// not.
std::string broken_invariant(const casework::State& state);

// How two states differ that came about by the same facts. Empty when they do not.
std::string difference(const casework::State& left, const casework::State& right);

}  // namespace whistle::support
