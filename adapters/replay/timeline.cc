#include "adapters/replay/timeline.h"

#include <algorithm>

namespace whistle::replay {

void Timeline::add(Action action) {
  action.at_ms = std::max(action.at_ms, now_ms_);
  const Key key{action.at_ms, added_++};
  actions_.emplace(key, std::move(action));
}

Action Timeline::take() {
  auto node = actions_.extract(actions_.begin());
  now_ms_ = node.mapped().at_ms;
  return std::move(node.mapped());
}

}  // namespace whistle::replay
