#pragma once

#include <cstddef>

#include "adapters/client/options.h"

// What those who watch cost the engine.
namespace whistle::bench {

// Many watch everything, one of them stops reading for the whole of a load, and then catches up.
// The figures: how much the engine's memory grows under the load while all read, and under the same
// load while one has stopped; how many bytes would have waited for it in a queue; how long it takes
// to catch up. Ends this process with a message when it did not get exactly what the others got.
void measure_wire_watchers(const client::Endpoints& endpoints, std::size_t watchers,
                           std::size_t records);

}  // namespace whistle::bench
