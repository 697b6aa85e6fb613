#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/journal/standing.h"

namespace whistle::service {

// The named positions of those who watch, as they are or are about to be in the journal: every
// change returns what must be kept there.
// Thread: the service thread.
class WatchCursors {
 public:
  // No more than `max` from now on; those that are kept already stay.
  explicit WatchCursors(const std::vector<journal::WatchCursor>& kept, std::size_t max = 256)
      : max_(max) {
    for (const journal::WatchCursor& cursor : kept) cursors_.emplace(cursor.name, cursor);
  }

  const journal::WatchCursor* find(const std::string& name) const {
    const auto found = cursors_.find(name);
    return found == cursors_.end() ? nullptr : &found->second;
  }
  std::size_t max() const { return max_; }
  bool is_full() const { return cursors_.size() >= max_; }
  const std::map<std::string, journal::WatchCursor>& all() const { return cursors_; }

  // Moves a cursor on, or makes it. Cursors never go back.
  journal::CursorChange move(const std::string& name, Sequence to, Timestamp now) {
    journal::WatchCursor& cursor = cursors_[name];
    cursor = {.name = name, .sequence = std::max(cursor.sequence, to), .time = now};
    return {.name = name, .cursor = cursor};
  }
  journal::CursorChange erase(const std::string& name) {
    cursors_.erase(name);
    return {.name = name, .cursor = std::nullopt};
  }

 private:
  std::size_t max_;
  std::map<std::string, journal::WatchCursor> cursors_;
};

}  // namespace whistle::service
