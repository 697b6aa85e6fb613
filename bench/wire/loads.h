#pragma once

#include <cstddef>
#include <cstdint>

#include "adapters/client/options.h"
#include "bench/city.h"

// What clients see of the engine over a socket.
namespace whistle::bench {

struct WireLoad {
  std::size_t count{};         // complaints or lifecycles
  std::size_t clients{1};      // each with connections of its own, all on one thread
  std::size_t window{1};       // how many of each client are on their way at once
  bool named{};                // each complaint carries an idempotency key
  std::uint32_t per_second{};  // offered at an even rate, answered or not; 0: as fast as it goes
};

// Durable complaints.
void measure_wire_submits(const City& city, const client::Options& options, const WireLoad& load);

// Requests that the engine answers at once and that change nothing: what the wire, the sockets and
// the clients themselves take. No engine behind this wire can be faster.
void measure_wire_pings(const City& city, const client::Options& options, const WireLoad& load);

// Submitted, pulled and signed for by the unit it went to, finished.
void measure_wire_lifecycles(const City& city, const client::Options& options,
                             const WireLoad& load);

}  // namespace whistle::bench
