#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace whistle::runtime {

// How long something took since the process began: how often it took at most so long. What machines
// do has fixed bounds, so that the numbers of two engines can be added up. Thread: any; to note
// costs two additions and waits for nobody.
class Distribution {
 public:
  static constexpr std::array kBounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                      0.05,   0.1,   0.25,   0.5,   1.0,  10.0};  // seconds

  void note(std::chrono::nanoseconds took) {
    const double seconds = std::chrono::duration<double>(took).count();
    std::size_t bucket = 0;
    while (bucket < kBounds.size() && seconds > kBounds.at(bucket)) ++bucket;
    counts_.at(bucket).fetch_add(1, std::memory_order_relaxed);
    sum_ns_.fetch_add(took.count(), std::memory_order_relaxed);
  }

  // Of each bucket by itself; the last one is of all that took longer than every bound.
  std::array<std::uint64_t, kBounds.size() + 1> counts() const {
    std::array<std::uint64_t, kBounds.size() + 1> counts{};
    for (std::size_t i = 0; i < counts.size(); ++i) {
      counts.at(i) = counts_.at(i).load(std::memory_order_relaxed);
    }
    return counts;
  }
  double sum_seconds() const {
    return std::chrono::duration<double>(
               std::chrono::nanoseconds{sum_ns_.load(std::memory_order_relaxed)})
        .count();
  }

 private:
  std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> counts_{};
  std::atomic<std::int64_t> sum_ns_{};
};

}  // namespace whistle::runtime
