#include "adapters/gateway/metrics/requests.h"

namespace whistle::gateway::metrics {

void Requests::note(std::string_view method, std::string_view pattern, std::uint16_t status,
                    std::chrono::microseconds taken) {
  ++counts_[{std::string(pattern), std::string(method), status / 100}];
  // A stream lasts as long as somebody looks; that says nothing of the gateway.
  if (pattern == "/api/v1/events" && status < 300) return;
  auto found = times_.find(pattern);
  if (found == times_.end()) {
    found = times_.emplace(std::string(pattern), Histogram(kMachineBuckets)).first;
  }
  found->second.observe(std::chrono::duration<double>(taken).count());
}

void Requests::write(Exposition& to) const {
  to.counter("civ_gateway_requests", "Requests answered, by route and class of the status.");
  for (const auto& [key, count] : counts_) {
    const auto& [pattern, method, status] = key;
    to.sample(static_cast<double>(count),
              {{"route", pattern}, {"method", method}, {"status", std::to_string(status) + "xx"}});
  }
  to.histogram("civ_gateway_request_seconds",
               "From the whole header to the last byte of the answer.");
  for (const auto& [pattern, times] : times_) to.sample(times, {{"route", pattern}});
}

}  // namespace whistle::gateway::metrics
