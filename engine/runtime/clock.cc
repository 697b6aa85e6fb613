#include "engine/runtime/clock.h"

namespace whistle::runtime {

SystemClock::SystemClock()
    : wall_at_start_(std::chrono::floor<Milliseconds>(std::chrono::system_clock::now())),
      steady_at_start_(std::chrono::steady_clock::now()) {}

Timestamp SystemClock::now() const {
  const auto since = std::chrono::steady_clock::now() - steady_at_start_;
  return wall_at_start_ + std::chrono::duration_cast<Milliseconds>(since);
}

void DrivenClock::advance_to(Timestamp to) {
  Milliseconds::rep current = now_.load();
  const Milliseconds::rep wanted = to.time_since_epoch().count();
  while (current < wanted && !now_.compare_exchange_weak(current, wanted)) {
  }
}

}  // namespace whistle::runtime
