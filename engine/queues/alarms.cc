#include "engine/queues/alarms.h"

#include <algorithm>
#include <queue>

namespace whistle::queues {

void Alarms::set(CaseId id, Timestamp at) {
  const std::uint32_t position = positions_.get(id.value);
  if (at == kNever) {
    if (position != 0) remove(position - 1);
    return;
  }
  if (position == 0) {
    heap_.push_back({at, id});
    sift_up(heap_.size() - 1);
    return;
  }
  const std::size_t index = position - 1;
  if (at == heap_[index].at) return;
  const bool earlier = at < heap_[index].at;
  heap_[index].at = at;
  if (earlier) {
    sift_up(index);
  } else {
    sift_down(index);
  }
}

std::vector<CaseId> Alarms::due(Timestamp now, std::size_t max) const {
  std::vector<CaseId> ids;
  const auto later = [this](std::size_t left, std::size_t right) {
    return heap_[right] < heap_[left];
  };
  // Walks the heap best first: only entries that are due, and their children, are looked at.
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> frontier(later);
  const auto visit_if_due = [&](std::size_t index) {
    if (index < heap_.size() && heap_[index].at <= now) frontier.push(index);
  };
  visit_if_due(0);
  while (!frontier.empty() && ids.size() < max) {
    const std::size_t index = frontier.top();
    frontier.pop();
    ids.push_back(heap_[index].id);
    const std::size_t first = kChildren * index + 1;
    for (std::size_t child = first; child < first + kChildren; ++child) visit_if_due(child);
  }
  return ids;
}

void Alarms::place(std::size_t index, const Entry& entry) {
  heap_[index] = entry;
  positions_.set(entry.id.value, static_cast<std::uint32_t>(index) + 1);
}

void Alarms::sift_up(std::size_t index) {
  const Entry entry = heap_[index];
  while (index > 0) {
    const std::size_t parent = (index - 1) / kChildren;
    if (heap_[parent] < entry) break;
    place(index, heap_[parent]);
    index = parent;
  }
  place(index, entry);
}

void Alarms::sift_down(std::size_t index) {
  const Entry entry = heap_[index];
  for (;;) {
    const std::size_t first = kChildren * index + 1;
    if (first >= heap_.size()) break;
    std::size_t earliest = first;
    const std::size_t end = std::min(first + kChildren, heap_.size());
    for (std::size_t child = first + 1; child < end; ++child) {
      if (heap_[child] < heap_[earliest]) earliest = child;
    }
    if (entry < heap_[earliest]) break;
    place(index, heap_[earliest]);
    index = earliest;
  }
  place(index, entry);
}

void Alarms::remove(std::size_t index) {
  positions_.set(heap_[index].id.value, 0);
  const Entry last = heap_[heap_.size() - 1];
  heap_.pop_back();
  if (index == heap_.size()) return;
  heap_[index] = last;
  sift_up(index);
  sift_down(positions_.get(last.id.value) - 1);
}

}  // namespace whistle::queues
