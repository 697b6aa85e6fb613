#pragma once

#include <atomic>
#include <memory>

#include "engine/core/time_point.h"

namespace whistle::runtime {

// Where `now` comes from. The only place of the engine that reads time.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  // Any thread.
  virtual Timestamp now() const = 0;
};

// The machine's clock: anchored to the wall at start, then steady. A wall clock that is set back or
// forward while the engine runs moves no deadline.
class SystemClock final : public Clock {
 public:
  SystemClock();
  Timestamp now() const override;

 private:
  Timestamp wall_at_start_;
  Milliseconds boot_at_start_;
};

// A clock that stands still until it is told the time: demonstrations and tests. It never goes
// back.
class DrivenClock final : public Clock {
 public:
  explicit DrivenClock(Timestamp start) : now_(start.time_since_epoch().count()) {}
  Timestamp now() const override { return Timestamp{Milliseconds{now_.load()}}; }
  void advance_to(Timestamp to);

 private:
  std::atomic<Milliseconds::rep> now_;
};

}  // namespace whistle::runtime
