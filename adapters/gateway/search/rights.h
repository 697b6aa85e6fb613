#pragma once

#include "adapters/gateway/people/person.h"
#include "adapters/gateway/search/index.h"

namespace whistle::gateway::search {

// The copy has everything. Whoever asks it for a person narrows the wish first: to areas of theirs
// (each with all below it, which the index intersects) and to units of theirs. A wish for what lies
// outside finds nothing.
Wish narrowed(Wish wish, const people::Person& person);

}  // namespace whistle::gateway::search
