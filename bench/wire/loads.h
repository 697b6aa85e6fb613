#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "adapters/client/options.h"
#include "adapters/client/result.h"
#include "bench/city.h"
#include "whistle/v1/complaint.pb.h"

// What clients see of the engine over a socket.
namespace whistle::bench {

struct WireLoad {
  std::size_t count{};         // complaints or lifecycles
  std::size_t clients{1};      // each with connections of its own, all on one thread
  std::size_t window{1};       // how many of each client are on their way at once
  bool named{};                // each complaint carries an idempotency key
  std::uint32_t per_second{};  // offered at an even rate, answered or not; 0: as fast as it goes
};

// Complaints of a place, made before the clock starts.
std::vector<v1::SubmitRequest> make_requests(const City& city, const std::string& source,
                                             std::size_t count);
// Ends this process with a message.
[[noreturn]] void fail(const client::Problem& problem);
// Nothing is refused while it is measured.
template <class Reply>
const Reply& answer_of(const client::Result<Reply>& result) {
  if (!result) fail(result.problem());
  return *result;
}

// Durable complaints.
void measure_wire_submits(const City& city, const client::Options& options, const WireLoad& load);

// Requests that the engine answers at once and that change nothing: what the wire, the sockets and
// the clients themselves take. No engine behind this wire can be faster.
void measure_wire_pings(const City& city, const client::Options& options, const WireLoad& load);

// Submitted, pulled and signed for by the unit it went to, finished.
void measure_wire_lifecycles(const City& city, const client::Options& options,
                             const WireLoad& load);

}  // namespace whistle::bench
