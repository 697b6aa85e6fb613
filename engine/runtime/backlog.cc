#include "engine/runtime/backlog.h"

#include <algorithm>

#include "engine/core/check.h"

namespace whistle::runtime {

void Backlog::enter(Timestamp now) {
  const std::lock_guard lock(mutex_);
  if (arrivals_.empty() || now > arrivals_.back().at) arrivals_.push_back({now});
  ++arrivals_.back().count;
}

void Backlog::leave(std::size_t count) {
  const std::lock_guard lock(mutex_);
  while (count > 0) {
    WHISTLE_CHECK(!arrivals_.empty());
    Arrivals& first = arrivals_.front();
    const std::size_t gone = std::min(first.count, count);
    first.count -= gone;
    count -= gone;
    if (first.count == 0) arrivals_.pop_front();
  }
}

Milliseconds Backlog::oldest(Timestamp now) const {
  const std::lock_guard lock(mutex_);
  if (arrivals_.empty()) return Milliseconds{0};
  return std::max(now - arrivals_.front().at, Milliseconds{0});
}

}  // namespace whistle::runtime
