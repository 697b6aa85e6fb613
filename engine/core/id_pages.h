#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace whistle {

// A small value for each of many ids that are given out in ascending order and end in any order. A
// page holds 256 neighbours and vanishes with the last of them, so that ids which are close
// together cost little more than their values. Value{} is no value.
// Thread: one at a time, even to look.
template <class Value>
class IdPages {
 public:
  static constexpr std::uint64_t kPerPage = 256;

  Value get(std::uint64_t id) const {
    const std::size_t at = find(id / kPerPage);
    return at < pages_.size() && numbers_[at] == id / kPerPage ? pages_[at]->values[id % kPerPage]
                                                               : Value{};
  }

  // Value{} takes away what is there.
  void set(std::uint64_t id, Value value) {
    const std::size_t at = find(id / kPerPage);
    const bool has_page = at < pages_.size() && numbers_[at] == id / kPerPage;
    if (!has_page && value == Value{}) return;
    if (!has_page) open(at, id / kPerPage);
    Page& page = *pages_[at];
    Value& kept = page.values[id % kPerPage];
    if (kept == Value{} && value != Value{}) ++page.used;
    if (kept != Value{} && value == Value{}) --page.used;
    kept = value;
    if (page.used == 0) close(at);
  }

  // The lowest id that has a value; nothing when none has.
  std::optional<std::uint64_t> first() const {
    if (pages_.empty()) return std::nullopt;
    const auto& values = pages_.front()->values;
    const auto found =
        std::ranges::find_if(values, [](const Value& value) { return value != Value{}; });
    return numbers_.front() * kPerPage + static_cast<std::uint64_t>(found - values.begin());
  }

  // Visits (id, value), ids ascending. What is there may get another value meanwhile, but none may
  // come or go.
  template <class Visit>
  void each(Visit visit) const {
    for (std::size_t at = 0; at < pages_.size(); ++at) {
      for (std::uint64_t i = 0; i < kPerPage; ++i) {
        const Value value = pages_[at]->values[i];
        if (value != Value{}) visit(numbers_[at] * kPerPage + i, value);
      }
    }
  }

  std::size_t bytes() const {
    return pages_.size() * sizeof(Page) +
           pages_.capacity() * (sizeof(std::uint64_t) + sizeof(std::unique_ptr<Page>));
  }

 private:
  struct Page {
    std::array<Value, kPerPage> values{};
    std::uint32_t used{};
  };

  // Where a page is, or would be.
  std::size_t find(std::uint64_t number) const {
    if (last_ >= numbers_.size() || numbers_[last_] != number) last_ = search(number);
    return last_;
  }
  // Page numbers ascend, so none is farther from the first than its number says; without gaps it is
  // exactly there.
  std::size_t search(std::uint64_t number) const {
    if (numbers_.empty() || number < numbers_.front()) return 0;
    const std::uint64_t farthest = number - numbers_.front();
    if (farthest < numbers_.size() && numbers_[farthest] == number) return farthest;
    const auto end = farthest < numbers_.size()
                         ? numbers_.begin() + static_cast<std::ptrdiff_t>(farthest)
                         : numbers_.end();
    const auto found = std::lower_bound(numbers_.begin(), end, number);
    return static_cast<std::size_t>(found - numbers_.begin());
  }
  void open(std::size_t at, std::uint64_t number) {
    const auto offset = static_cast<std::ptrdiff_t>(at);
    numbers_.insert(numbers_.begin() + offset, number);
    pages_.insert(pages_.begin() + offset, std::make_unique<Page>());
  }
  void close(std::size_t at) {
    const auto offset = static_cast<std::ptrdiff_t>(at);
    numbers_.erase(numbers_.begin() + offset);
    pages_.erase(pages_.begin() + offset);
  }

  std::vector<std::uint64_t> numbers_;  // of the pages, ascending
  std::vector<std::unique_ptr<Page>> pages_;
  // Where the page asked for last is, or was, or would be: who asks for an id asks again soon.
  mutable std::size_t last_{};
};

}  // namespace whistle
