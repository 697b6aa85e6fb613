#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/ids.h"
#include "engine/core/time_point.h"

namespace whistle::queues {

// One alarm for each open case: the earliest instant at which something happens to it by itself. An
// indexed binary heap: setting, moving and clearing cost O(log n), asking for the next O(1).
// Cases are named by slot, a small number that the owner of the cases gives out and reuses.
// Thread: the writer only.
class Alarms {
 public:
  using Slot = std::uint32_t;

  // Sets or moves the alarm of a slot; kNever clears it.
  void set(Slot slot, CaseId id, Timestamp at);

  std::size_t size() const { return heap_.size(); }
  // The earliest alarm, or kNever.
  Timestamp next() const { return heap_.empty() ? kNever : heap_.front().at; }

  // The slots whose alarm is at or before `now`, by (time, case), at most `max`. They stay set: the
  // decision that follows moves them. The order does not depend on how the heap came about.
  std::vector<Slot> due(Timestamp now, std::size_t max) const;

 private:
  struct Entry {
    Timestamp at{};
    CaseId id{};
    Slot slot{};
  };
  static bool before(const Entry& left, const Entry& right);
  void place(std::size_t index, const Entry& entry);
  void sift_up(std::size_t index);
  void sift_down(std::size_t index);
  void remove(std::size_t index);

  static constexpr std::uint32_t kNowhere = UINT32_MAX;
  std::vector<Entry> heap_;
  std::vector<std::uint32_t> position_;  // by slot: index into heap_, or kNowhere
};

}  // namespace whistle::queues
