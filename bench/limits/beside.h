#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

#include "bench/complaints.h"
#include "bench/limits/running.h"

namespace whistle::bench::limits {

// Complaints at an even rate beside something else that is measured. Latencies count from the
// instant at which each should have come; only those that should have come while it counts.
// Thread: one; the complaints come from another one.
class Beside {
 public:
  Beside(City& city, Running& running, JumpingClock& clock, std::string source, double per_second);
  ~Beside();
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;

  // From now on; what was counted before is forgotten.
  void count();
  // No more complaints come; waits until the last one is answered.
  const Latencies& stop();

 private:
  void run(const std::stop_token& ended);

  Running& running_;
  JumpingClock& clock_;
  ComplaintMaker maker_;
  double per_second_;
  std::atomic<Steady::rep> counts_from_{INT64_MAX};
  std::atomic<std::uint64_t> offered_{};
  std::atomic<std::uint64_t> answered_{};
  Latencies latencies_{0};  // the commit thread's, until all are answered
  std::jthread thread_;
};

}  // namespace whistle::bench::limits
