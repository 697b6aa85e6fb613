#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "engine/core/principal.h"

namespace whistle::service {

// Holds a principal to its rate. The bucket is full at first and fills up evenly; what comes when
// it is empty is told when to try again. Time comes from outside and may stand still, but never
// counts backwards. Thread: one at a time.
class TokenBucket {
 public:
  TokenBucket(Rate rate, Timestamp now) : rate_(rate), filled_(now) {}

  const Rate& rate() const { return rate_; }

  // Takes one. Nothing when there was one; else how long until there is.
  std::optional<Milliseconds> take(Timestamp now) {
    fill(now);
    if (level_ >= rate_.per.count()) {
      level_ -= rate_.per.count();
      return std::nullopt;
    }
    // Rounded up: who comes at the instant named finds one.
    const std::int64_t lacking = rate_.per.count() - level_;
    return Milliseconds{(lacking + rate_.count - 1) / rate_.count};
  }

 private:
  void fill(Timestamp now) {
    if (now <= filled_) return;
    // A whole period fills it from empty, so that nothing longer needs to be counted.
    const std::int64_t passed = std::min(now - filled_, rate_.per).count();
    level_ = std::min(level_ + passed * rate_.count, full());
    filled_ = now;
  }
  std::int64_t full() const { return rate_.count * rate_.per.count(); }

  Rate rate_;
  Timestamp filled_;
  // In shares of a token, `per` of them in each, so that no fraction is ever lost.
  std::int64_t level_{rate_.count * rate_.per.count()};
};

}  // namespace whistle::service
