#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/core/time_point.h"

namespace whistle::calendar {

// Where among ascending values a search has to look: marks at even distances say how many lie
// before each, so it looks between two marks, however many values there are. Takes four bytes for
// each mark between the first value and the last. Immutable; any thread.
class Ruler {
 public:
  // A mark for each day: of instants, and of working time.
  static constexpr Milliseconds kDistance = std::chrono::hours{24};

  Ruler() = default;
  // Requires: the values ascend, and the last one is no farther from the first than time reaches.
  explicit Ruler(const std::vector<Milliseconds>& ascending) {
    if (ascending.empty()) return;
    first_ = ascending.front();
    last_ = ascending.back();
    for (std::size_t before = 0; before < ascending.size(); ++before) {
      const std::size_t mark = mark_of(ascending[before]);
      while (marks_.size() <= mark) marks_.push_back(static_cast<std::uint32_t>(before));
    }
    size_ = ascending.size();
  }

  // All values before the first of the two are less than `value`, all from the second on are
  // greater.
  std::pair<std::size_t, std::size_t> around(Milliseconds value) const {
    if (marks_.empty() || value < first_) return {0, 0};
    // Before the distance is taken: from the beginning of time to its end there is none.
    if (value > last_) return {size_, size_};
    const std::size_t mark = mark_of(value);
    return {marks_[mark], mark + 1 < marks_.size() ? marks_[mark + 1] : size_};
  }

 private:
  std::size_t mark_of(Milliseconds value) const {
    return static_cast<std::size_t>((value - first_) / kDistance);
  }

  Milliseconds first_{};
  Milliseconds last_{};
  std::vector<std::uint32_t> marks_;  // of each distance from the first value: how many lie before
  std::size_t size_{};
};

}  // namespace whistle::calendar
