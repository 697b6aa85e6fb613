#pragma once

#include <cstddef>

#include "adapters/client/options.h"
#include "bench/city.h"

// What a client sees of the engine over a socket.
namespace whistle::bench {

// Complaints from one client that keeps `window` of them on their way.
void measure_wire_submits(const City& city, const client::Endpoints& endpoints,
                          std::size_t complaints, std::size_t window);

// Submitted, pulled and signed for by the unit it went to, finished; `window` of them at once.
void measure_wire_lifecycles(const City& city, const client::Endpoints& endpoints,
                             std::size_t lifecycles, std::size_t window);

}  // namespace whistle::bench
