#include "bench/limits/beside.h"

#include <chrono>
#include <utility>

#include "bench/pipeline/rig.h"

namespace whistle::bench::limits {

Beside::Beside(City& city, Running& running, JumpingClock& clock, std::string source,
               double per_second)
    : running_(running),
      clock_(clock),
      maker_(*city.policy, std::move(source)),
      per_second_(per_second) {
  thread_ = std::jthread([this](const std::stop_token& ended) { run(ended); });
}

Beside::~Beside() { stop(); }

void Beside::count() { counts_from_ = Steady::now().time_since_epoch().count(); }

const Latencies& Beside::stop() {
  if (!thread_.joinable()) return latencies_;
  thread_.request_stop();
  thread_.join();
  while (answered_ < offered_) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  return latencies_;
}

void Beside::run(const std::stop_token& ended) {
  const auto began = Steady::now();
  for (std::uint64_t i = 0; !ended.stop_requested(); ++i) {
    const auto due =
        began + std::chrono::duration_cast<Steady::duration>(
                    std::chrono::duration<double>(static_cast<double>(i) / per_second_));
    std::this_thread::sleep_until(due);
    ++offered_;
    running_.submit(maker_.next(clock_.now()), [this, due](const runtime::Reply& reply) {
      if (!reply.result) give_up("a complaint was refused: " + reply.result.error().detail);
      if (due.time_since_epoch().count() >= counts_from_) latencies_.add_since(due);
      ++answered_;
    });
  }
}

}  // namespace whistle::bench::limits
