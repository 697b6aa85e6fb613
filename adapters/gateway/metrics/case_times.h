#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "adapters/gateway/metrics/exposition.h"
#include "whistle/v1/watch.pb.h"

namespace whistle::gateway::metrics {

// How long promises took, counted from facts: from the start of a clock to the moment it was met,
// as people count time (pauses and closed hours included; the engine's own reckoning is in each
// case's explanation). Since the gateway was started; of cases that were open then, too, as a
// snapshot has told their clocks.
//
// Bounded: beyond `clocks_max` open clocks new ones are not followed. Thread: one at a time.
class CaseTimes {
 public:
  explicit CaseTimes(std::size_t clocks_max = 2'000'000) : clocks_max_(clocks_max) {}

  void take(const v1::WatchEvents& events);
  void write(Exposition& to) const;
  std::size_t open_clocks() const { return started_.size(); }

 private:
  enum class Stage : std::uint8_t { Sign, Resolve };
  static bool is_followed(const std::string& word, Stage& stage);
  void start(std::uint64_t case_id, Stage stage, std::int64_t started_ms);
  void take_fact(const v1::Fact& fact);

  std::size_t clocks_max_;
  std::map<std::pair<std::uint64_t, Stage>, std::int64_t> started_;
  Histogram sign_{kCaseBuckets};
  Histogram resolve_{kCaseBuckets};
  std::map<std::string, std::uint64_t> breaches_;  // by stage
  std::map<std::string, std::uint64_t> warnings_;
};

}  // namespace whistle::gateway::metrics
