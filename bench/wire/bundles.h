#pragma once

#include <cstddef>

#include "adapters/client/options.h"
#include "bench/city.h"
#include "bench/wire/loads.h"

// What clients see of the engine who have many wishes at once.
namespace whistle::bench {

// Lifecycles, so many in each step: a bundle of complaints, a pull of as many orders as it brought,
// signed for, a bundle of finishes. Each client has one step on its way (load.window: so many).
void measure_wire_bundles(const City& city, const client::Options& options, const WireLoad& load,
                          std::size_t bundle);

}  // namespace whistle::bench
