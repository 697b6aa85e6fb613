#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "bench/measure.h"

namespace whistle::bench::gateway {

struct HttpCall {
  bool is_post{};
  std::string target;
  std::string body{};
  std::vector<std::pair<std::string, std::string>> headers{};
};

struct LoadShape {
  std::size_t connections{32};  // kept alive, one call of each at a time
  double warm_up{0.5};          // seconds that do not count
  double seconds{3};            // that do
};

struct HttpLoad {
  double per_second{};  // answered with 200 or 201 while the clock ran
  Latencies latencies{0};
  std::uint64_t others{};           // answered with another status, warm-up included
  std::string first_other{};        // what the first of these said
  std::vector<std::string> kept{};  // bodies of the first thousand good answers
};

// Calls a server on loopback as fast as it answers. `make` gives each call by its number. Ends the
// process with a message when a connection is lost.
HttpLoad run_load(std::uint16_t port, const LoadShape& shape,
                  const std::function<HttpCall(std::uint64_t)>& make);

}  // namespace whistle::bench::gateway
