#pragma once

#include <cstdint>
#include <random>
#include <span>

#include "engine/core/time_point.h"

namespace whistle::simulation {

// All that is left to chance in one run. The same seed gives the same run on every machine.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : random_(seed) {}

  // 0 to bound - 1. Requires: bound > 0.
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  std::uint64_t between(std::uint64_t low, std::uint64_t high) {
    return low + below(high - low + 1);
  }
  bool once_in(std::uint64_t times) { return below(times) == 0; }
  template <class Value>
  const Value& one_of(std::span<const Value> values) {
    return values[below(values.size())];
  }

  // How long something takes: mostly milliseconds, often seconds, at times longer than a lease.
  Milliseconds delay() {
    const std::uint64_t kind = below(20);
    if (kind < 13) return Milliseconds{between(1, 40)};
    if (kind < 18) return Milliseconds{between(100, 15'000)};
    return Milliseconds{between(20'000, 150'000)};
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace whistle::simulation
