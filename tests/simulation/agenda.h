#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include "engine/core/time_point.h"

namespace whistle::simulation {

// What is going to happen, in the order of its time. Time stands still while something happens, and
// jumps to the next thing after it: no clock, no waiting.
class Agenda {
 public:
  explicit Agenda(Timestamp start) : now_(start) {}

  Timestamp now() const { return now_; }
  bool empty() const { return steps_.empty(); }

  void in(Milliseconds delay, std::function<void()> what) {
    steps_.push({now_ + delay, ++count_, std::move(what)});
  }

  // Lets the next thing happen. Requires: !empty().
  void step() {
    const Step next = steps_.top();
    steps_.pop();
    now_ = next.at;
    next.what();
  }

 private:
  struct Step {
    Timestamp at;
    std::uint64_t number{};  // what was planned first happens first
    std::function<void()> what;

    bool operator<(const Step& other) const {
      return at != other.at ? at > other.at : number > other.number;
    }
  };

  Timestamp now_;
  std::uint64_t count_{};
  std::priority_queue<Step> steps_;
};

}  // namespace whistle::simulation
