#pragma once

#include <cstddef>
#include <deque>
#include <mutex>

#include "engine/core/time_point.h"

namespace whistle::runtime {

// Since when each wish has waited that has no answer yet. Wishes are answered in the order in which
// they came, so the first one is the oldest, and those in between need not be found again. Thread:
// any.
class Backlog {
 public:
  // A wish has come. An instant that is earlier than the one before counts as that one.
  void enter(Timestamp now);
  // The oldest ones may be told their answers. Requires: so many have come.
  void leave(std::size_t count);
  // How long the oldest one has waited; zero when none waits.
  Milliseconds oldest(Timestamp now) const;

 private:
  // Wishes come by the hundred in a millisecond.
  struct Arrivals {
    Timestamp at;
    std::size_t count{};
  };
  mutable std::mutex mutex_;
  std::deque<Arrivals> arrivals_;
};

}  // namespace whistle::runtime
