#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "adapters/client/options.h"
#include "adapters/client/result.h"
#include "bench/city.h"
#include "bench/measure.h"
#include "whistle/v1/complaint.pb.h"

// Lifecycles over the wire for some time: submitted, pulled and signed for by the unit each went
// to, finished. Clients are those of adapters/client, all on one thread.
namespace whistle::bench::limits {

struct LivesPlan {
  std::string source{};      // of its complaints: unlike that of any other load on the same engine
  std::size_t clients{32};   // each with connections of its own
  std::size_t window{8};     // how many of each client are on their way at once
  double warm_up{0.3};       // seconds that do not count
  double seconds{3};         // that do
  double per_second{};       // offered at an even rate, answered or not; 0: as fast as it goes
  bool whole{true};          // lifecycles; else each ends with the answer to its submit
  bool is_abandoned{false};  // ends at once, with all that is on its way
};

struct Lives {
  double per_second{};        // that ended while the clock ran, and went all the way
  double steps_per_second{};  // answered while the clock ran: submits, pulls, finishes
  std::uint64_t accepted{};   // complaints, warm-up included
  std::uint64_t completed{};  // whole lifecycles, warm-up included
  double whole_share{};       // of what was accepted; the rest was merged, or waits for a person
  // In an offered load the first counts from the instant at which the complaint should have come.
  Latencies submit{0};
  Latencies pull{0};
  Latencies finish{0};
};

// Ends the process when anything is refused.
Lives live(const City& city, client::Options options, const LivesPlan& plan);

// Ends the process with a message when the request was refused.
template <class Reply>
const Reply& answer_of(const client::Result<Reply>& result);
[[noreturn]] void refused(const client::Problem& problem);

template <class Reply>
const Reply& answer_of(const client::Result<Reply>& result) {
  if (!result) refused(result.problem());
  return *result;
}

}  // namespace whistle::bench::limits
