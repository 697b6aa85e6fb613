#include "engine/queues/alarms.h"

#include <queue>
#include <tuple>

namespace whistle::queues {

bool Alarms::before(const Entry& left, const Entry& right) {
  return std::tie(left.at, left.id) < std::tie(right.at, right.id);
}

void Alarms::set(Slot slot, CaseId id, Timestamp at) {
  if (slot >= position_.size()) position_.resize(std::size_t{slot} + 1, kNowhere);
  const std::uint32_t index = position_[slot];
  if (at == kNever) {
    if (index != kNowhere) remove(index);
    return;
  }
  if (index == kNowhere) {
    heap_.push_back({at, id, slot});
    position_[slot] = static_cast<std::uint32_t>(heap_.size() - 1);
    sift_up(heap_.size() - 1);
    return;
  }
  heap_[index] = {at, id, slot};
  sift_up(index);
  sift_down(position_[slot]);
}

std::vector<Alarms::Slot> Alarms::due(Timestamp now, std::size_t max) const {
  std::vector<Slot> slots;
  const auto later = [this](std::size_t left, std::size_t right) {
    return before(heap_[right], heap_[left]);
  };
  // Walks the heap best first: only entries that are due, and their children, are looked at.
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> frontier(later);
  if (!heap_.empty()) frontier.push(0);
  while (!frontier.empty() && slots.size() < max) {
    const std::size_t index = frontier.top();
    frontier.pop();
    if (heap_[index].at > now) break;
    slots.push_back(heap_[index].slot);
    for (const std::size_t child : {2 * index + 1, 2 * index + 2}) {
      if (child < heap_.size()) frontier.push(child);
    }
  }
  return slots;
}

void Alarms::place(std::size_t index, const Entry& entry) {
  heap_[index] = entry;
  position_[entry.slot] = static_cast<std::uint32_t>(index);
}

void Alarms::sift_up(std::size_t index) {
  const Entry entry = heap_[index];
  while (index > 0) {
    const std::size_t parent = (index - 1) / 2;
    if (!before(entry, heap_[parent])) break;
    place(index, heap_[parent]);
    index = parent;
  }
  place(index, entry);
}

void Alarms::sift_down(std::size_t index) {
  const Entry entry = heap_[index];
  for (;;) {
    std::size_t child = 2 * index + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && before(heap_[child + 1], heap_[child])) ++child;
    if (!before(heap_[child], entry)) break;
    place(index, heap_[child]);
    index = child;
  }
  place(index, entry);
}

void Alarms::remove(std::size_t index) {
  position_[heap_[index].slot] = kNowhere;
  const Entry last = heap_.back();
  heap_.pop_back();
  if (index == heap_.size()) return;
  place(index, last);
  sift_up(index);
  sift_down(position_[last.slot]);
}

}  // namespace whistle::queues
