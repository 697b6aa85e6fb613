#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

#include "adapters/client/options.h"
#include "bench/measure.h"

namespace whistle::bench::limits {

// Who goes on while others overload the intake: a worker who pulls and finishes some orders a
// second, and one who watches. Each on a thread of its own.
// Thread: one; the figures when they have stopped.
class Bystanders {
 public:
  explicit Bystanders(const client::Options& options);
  ~Bystanders();
  Bystanders(const Bystanders&) = delete;
  Bystanders& operator=(const Bystanders&) = delete;

  void stop();
  const Latencies& finishes() const { return finishes_; }
  // From the instant that the engine gave to a fact until it was in the watcher's hands.
  const Latencies& facts() const { return facts_; }

 private:
  void work(const client::Options& options, const std::stop_token& ended);
  void watch(const client::Options& options, const std::stop_token& ended);

  Latencies finishes_{0};
  Latencies facts_{0};
  std::jthread worker_;
  std::jthread watcher_;
};

}  // namespace whistle::bench::limits
