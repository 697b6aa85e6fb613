#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

#include "bench/city.h"
#include "bench/limits/filling.h"
#include "bench/measure.h"
#include "engine/runtime/clock.h"
#include "engine/runtime/pipeline.h"

namespace whistle::bench::limits {

// Runs like any clock, from whatever instant it is set to.
class JumpingClock final : public runtime::Clock {
 public:
  explicit JumpingClock(Timestamp start) { jump_to(start); }
  Timestamp now() const override { return Timestamp{Milliseconds{ahead_.load() + steady()}}; }
  void jump_to(Timestamp to) { ahead_ = to.time_since_epoch().count() - steady(); }

 private:
  static Milliseconds::rep steady() {
    return std::chrono::floor<Milliseconds>(Steady::now().time_since_epoch()).count();
  }
  std::atomic<Milliseconds::rep> ahead_{};
};

// Writer and commit thread over what was filled, with the limits that whistled has by default.
// Thread: submit() by one thread; answers and `on_durable` come on the commit thread.
class Running {
 public:
  using Answer = std::function<void(const runtime::Reply&)>;
  using OnDurable = std::function<void(const journal::Group&)>;

  Running(City& city, Filling& filling, JumpingClock& clock, OnDurable on_durable);
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  // Looked up, triaged, decided, on disk, answered.
  void submit(Complaint complaint, Answer answer);
  // Jumps, and wakes the writer, who would else sleep until the next alarm by the old time.
  void jump_to(Timestamp to);
  // Waits until no alarm is due; true when that is so before the time is over.
  bool wait_until_drained(double seconds);
  // Waits until everything is durable and answered.
  void stop();

 private:
  bool is_drained();

  City& city_;
  Filling& filling_;
  JumpingClock& clock_;
  std::atomic<std::uint64_t> durable_complaint_;
  std::unique_ptr<runtime::Pipeline> pipeline_;
};

}  // namespace whistle::bench::limits
