#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/chunks.h"
#include "engine/core/id_pages.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"

namespace whistle::queues {

// One alarm for each open case: the earliest instant at which something happens to it by itself. An
// indexed heap: setting, moving and clearing cost O(log n), asking for the next O(1). It takes 16
// bytes for each alarm, and 4 to find it. Thread: the writer only.
class Alarms {
 public:
  // Sets or moves the alarm of a case; kNever clears it.
  void set(CaseId id, Timestamp at);

  std::size_t size() const { return heap_.size(); }
  // The earliest alarm, or kNever.
  Timestamp next() const { return heap_.empty() ? kNever : heap_[0].at; }

  // The cases whose alarm is at or before `now`, by (time, case), at most `max`. They stay set: the
  // decision that follows moves them. The order does not depend on how the heap came about.
  std::vector<CaseId> due(Timestamp now, std::size_t max) const;

  std::size_t bytes() const { return heap_.bytes() + positions_.bytes(); }

 private:
  struct Entry {
    Timestamp at{};
    CaseId id{};
    auto operator<=>(const Entry&) const = default;
  };
  // Four children lie in two lines of the processor's cache at most, and halve the depth.
  static constexpr std::size_t kChildren = 4;

  void place(std::size_t index, const Entry& entry);
  void sift_up(std::size_t index);
  void sift_down(std::size_t index);
  void remove(std::size_t index);

  Chunks<Entry> heap_;
  IdPages<std::uint32_t> positions_;  // by case: its index in heap_ and one more, or 0
};

}  // namespace whistle::queues
