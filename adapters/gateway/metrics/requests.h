#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "adapters/gateway/metrics/exposition.h"

namespace whistle::gateway::metrics {

// What the gateway itself has answered, by the pattern of the route: as many series as there are
// routes, whatever is asked. Thread: that of the server.
class Requests {
 public:
  void note(std::string_view method, std::string_view pattern, std::uint16_t status,
            std::chrono::microseconds taken);
  void write(Exposition& to) const;

 private:
  std::map<std::tuple<std::string, std::string, int>, std::uint64_t> counts_;
  std::map<std::string, Histogram, std::less<>> times_;
};

}  // namespace whistle::gateway::metrics
