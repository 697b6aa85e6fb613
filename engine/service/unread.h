#pragma once

#include <cstddef>
#include <deque>
#include <utility>

#include "engine/core/check.h"
#include "engine/core/time_point.h"
#include "engine/service/frames.h"

namespace whistle::service {

// Complaints that have come and wait to be read, first come, first served. To read one takes many
// times as long as to refuse one: what waits in the socket is known to nobody, and who sends more
// than can be read must be told so while it still matters.
// Thread: one at a time.
class Unread {
 public:
  void put(Request request, Timestamp now) { waiting_.push_back({std::move(request), now}); }
  // Requires: not empty.
  Request take() {
    WHISTLE_CHECK(!waiting_.empty());
    Request first = std::move(waiting_.front().request);
    waiting_.pop_front();
    return first;
  }

  bool empty() const { return waiting_.empty(); }
  std::size_t size() const { return waiting_.size(); }
  // How long the first one has waited; zero when none waits, or the clock was set back.
  Milliseconds oldest(Timestamp now) const {
    if (waiting_.empty() || now < waiting_.front().came) return Milliseconds{0};
    return now - waiting_.front().came;
  }

 private:
  struct Waiting {
    Request request;
    Timestamp came;
  };
  std::deque<Waiting> waiting_;
};

}  // namespace whistle::service
