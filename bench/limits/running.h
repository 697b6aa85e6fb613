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

// Runs like any clock from whatever instant it is set to, or stands there.
class JumpingClock final : public runtime::Clock {
 public:
  explicit JumpingClock(Timestamp start) { stand_at(start); }
  Timestamp now() const override {
    const auto standing = standing_.load();
    return Timestamp{Milliseconds{standing != kRuns ? standing : ahead_.load() + steady()}};
  }
  void run_from(Timestamp to) {
    ahead_ = to.time_since_epoch().count() - steady();
    standing_ = kRuns;
  }
  void stand_at(Timestamp to) { standing_ = to.time_since_epoch().count(); }

 private:
  static constexpr Milliseconds::rep kRuns = -1;
  static Milliseconds::rep steady() {
    return std::chrono::floor<Milliseconds>(Steady::now().time_since_epoch()).count();
  }
  std::atomic<Milliseconds::rep> ahead_{};
  std::atomic<Milliseconds::rep> standing_{kRuns};
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
  // The clock was set: wakes the writer, who would else sleep until the next alarm by the old time.
  void wake();
  // Waits until no alarm is due, by the clock as it was when this was asked, and what they led to
  // is durable; true when that is so before the time is over.
  bool wait_until_drained(double seconds);
  // Waits until everything is durable and answered.
  void stop();

 private:
  bool is_drained(Timestamp by);

  City& city_;
  Filling& filling_;
  JumpingClock& clock_;
  std::atomic<std::uint64_t> durable_complaint_;
  std::atomic<std::uint64_t> durable_sequence_;
  std::unique_ptr<runtime::Pipeline> pipeline_;
};

}  // namespace whistle::bench::limits
