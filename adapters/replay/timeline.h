#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "adapters/client/options.h"

namespace whistle::replay {

// Something that happens at an instant of the replayed time.
struct Action {
  std::int64_t at_ms = 0;
  client::Line line = client::Line::Work;  // that `run` sends on
  // True while it may be sent although earlier requests of the same line have no answer yet, and
  // later ones before its own answer: the engine takes the requests of a line in order. Absent: it
  // waits for all answers, and all wait for its. Across lines there is no order, so a change of
  // line always waits.
  std::function<bool()> may_overlap;
  std::function<void()> run;
};

// What is still to happen, in order: by time, and at the same time in the order it was added.
// Thread: one at a time.
class Timeline {
 public:
  // What would lie in the past happens now.
  void add(Action action);
  bool empty() const { return actions_.empty(); }
  std::size_t size() const { return actions_.size(); }
  // Requires: !empty().
  const Action& next() const { return actions_.begin()->second; }
  // The next action, which is over with this. Requires: !empty().
  Action take();
  // The time of the last action taken.
  std::int64_t now_ms() const { return now_ms_; }

 private:
  using Key = std::pair<std::int64_t, std::uint64_t>;  // time, number of the addition
  std::map<Key, Action> actions_;
  std::uint64_t added_ = 0;
  std::int64_t now_ms_ = INT64_MIN;
};

}  // namespace whistle::replay
