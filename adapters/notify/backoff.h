#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>

namespace whistle::notify {

// How long to wait before the next attempt: twice as long after each, up to a limit, and a share of
// it by chance, so that many who failed together do not come back together.
class Backoff {
 public:
  using Milliseconds = std::chrono::milliseconds;
  // Uniform in [0, 1).
  using Chance = std::function<double()>;

  Backoff(Milliseconds first, Milliseconds max, Chance chance)
      : first_(first), max_(std::max(first, max)), chance_(std::move(chance)), next_(first) {}

  // Between half and all of the present pause.
  Milliseconds next() {
    const Milliseconds pause = next_;
    next_ = std::min(max_, 2 * next_);
    const auto half = static_cast<double>(pause.count()) / 2;
    return Milliseconds{static_cast<std::int64_t>(half + half * chance_())};
  }
  void reset() { next_ = first_; }

 private:
  Milliseconds first_;
  Milliseconds max_;
  Chance chance_;
  Milliseconds next_;
};

}  // namespace whistle::notify
