#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <absl/container/btree_set.h>

#include "engine/casework/state/case.h"
#include "engine/core/check.h"

namespace whistle::casework {

// What complaints may have in common: category and area; with a requester (hash, not 0) the same
// person said it again.
struct CauseKey {
  Symbol category{};
  AreaCode area{};
  std::uint64_t requester{};

  // Whether a case has this cause.
  bool is_of(const Case& item) const;
};

// Open cases by cause. A cause is kept as one number into which it is mixed: 16 bytes an entry.
// Two causes of one number are no error: who looks for a case is asked whether it is the right one.
// Thread: the writer only.
class CauseIndex {
 public:
  using Mix = std::uint64_t (*)(const CauseKey&);

  explicit CauseIndex(Mix mix = &mix_of) : mix_(mix) {}

  void insert(const CauseKey& cause, CaseId id) {
    WHISTLE_CHECK(gathered_.empty());
    entries_.insert({mix_(cause), id});
  }
  // The same for many, before anybody looks: settle() puts them in, sorted. One after the other,
  // each goes to another place of a large tree, and a start would spend a fifth of its time on
  // that.
  void gather(const CauseKey& cause, CaseId id) { gathered_.push_back({mix_(cause), id}); }
  void settle();
  // Requires: it was inserted.
  void erase(const CauseKey& cause, CaseId id) {
    WHISTLE_CHECK(gathered_.empty());
    const auto found = entries_.find({mix_(cause), id});
    WHISTLE_CHECK(found != entries_.end());
    entries_.erase(found);
  }

  // The newest case of a cause for which `is_right`, or none.
  template <class IsRight>
  CaseId newest(const CauseKey& cause, IsRight is_right) const {
    WHISTLE_CHECK(gathered_.empty());
    const std::uint64_t mixed = mix_(cause);
    auto at = entries_.upper_bound({mixed, {std::numeric_limits<std::uint64_t>::max()}});
    while (at != entries_.begin()) {
      --at;
      if (at->mixed != mixed) break;
      if (is_right(at->id)) return at->id;
    }
    return {};
  }

  std::size_t size() const { return entries_.size() + gathered_.size(); }
  static std::uint64_t mix_of(const CauseKey& cause);

 private:
  struct Entry {
    std::uint64_t mixed{};
    CaseId id{};
    auto operator<=>(const Entry&) const = default;
  };

  Mix mix_;
  // Two causes of one case may have one number.
  absl::btree_multiset<Entry> entries_;
  std::vector<Entry> gathered_;  // not among the entries yet
};

}  // namespace whistle::casework
