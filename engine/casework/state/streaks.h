#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "engine/casework/state/case.h"
#include "engine/queues/line_walk.h"

namespace whistle::casework {

// What was granted to a worker in a row without a lower colour coming.
struct Streak {
  std::uint32_t length{};
  Severity last{};

  bool operator==(const Streak&) const = default;
};

// The streaks of the workers to whom something was granted last: at least of kMax / 2 of them, at
// most of kMax, however many names workers give themselves. Whoever is forgotten begins anew, which
// lets an order of a lower colour wait for eight grants more. Follows from the grants and their
// order alone. Soft: a start forgets all. Thread: the writer only.
class Streaks {
 public:
  static constexpr std::size_t kMax = 65'536;

  Streak of(Symbol worker) const {
    for (const auto* half : {&recent_, &before_}) {
      const auto found = half->find(worker);
      if (found != half->end()) return found->second;
    }
    return {};
  }

  void granted(Symbol worker, Severity severity) {
    const Streak old = of(worker);
    const Streak streak{queues::streak_after(old.length, old.last, severity), severity};
    before_.erase(worker);
    if (says_nothing(streak)) {
      recent_.erase(worker);
      return;
    }
    if (recent_.size() >= kMax / 2 && !recent_.contains(worker)) {
      before_ = std::exchange(recent_, {});
    }
    recent_.insert_or_assign(worker, streak);
  }

  std::size_t size() const { return recent_.size() + before_.size(); }

 private:
  using Half = std::unordered_map<Symbol, Streak>;

  // No colour is lower, so whatever comes next counts as the first grant of all would.
  static bool says_nothing(const Streak& streak) {
    return streak.length == 0 && streak.last == Severity::Blue;
  }

  // Each worker in one of them at most; when the first is full, it takes the place of the other.
  Half recent_;
  Half before_;
};

}  // namespace whistle::casework
