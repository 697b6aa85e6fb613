#include "engine/runtime/clock.h"

#include <ctime>

#include "engine/core/check.h"
#include "engine/runtime/stopwatch.h"

namespace whistle::runtime {

// std::chrono's steady clock stands still while a machine is suspended, and every deadline with it.
std::chrono::nanoseconds uptime() {
  timespec time{};
  WHISTLE_CHECK(clock_gettime(CLOCK_BOOTTIME, &time) == 0);
  return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
}

namespace {

Milliseconds since_boot() { return std::chrono::duration_cast<Milliseconds>(uptime()); }

}  // namespace

SystemClock::SystemClock()
    : wall_at_start_(std::chrono::floor<Milliseconds>(std::chrono::system_clock::now())),
      boot_at_start_(since_boot()) {}

Timestamp SystemClock::now() const { return wall_at_start_ + (since_boot() - boot_at_start_); }

void DrivenClock::advance_to(Timestamp to) {
  Milliseconds::rep current = now_.load();
  const Milliseconds::rep wanted = to.time_since_epoch().count();
  while (current < wanted && !now_.compare_exchange_weak(current, wanted)) {
  }
}

}  // namespace whistle::runtime
