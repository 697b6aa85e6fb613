#include "engine/runtime/recent_receipts.h"

#include <utility>

#include "engine/core/check.h"

namespace whistle::runtime {
namespace {

// Both may contain any byte, so the length of the first goes in front.
std::string key_of(std::string_view source, std::string_view external_id) {
  const std::string size = std::to_string(source.size());
  std::string key;
  key.reserve(size.size() + 1 + source.size() + external_id.size());
  key += size;
  key += ':';
  key += source;
  key += external_id;
  return key;
}

}  // namespace

const casework::Receipt* RecentReceipts::find(std::string_view source,
                                              std::string_view external_id) const {
  const auto found = index_.find(key_of(source, external_id));
  return found != index_.end() ? &entries_[found->second - forgotten_].receipt : nullptr;
}

void RecentReceipts::remember(std::string_view source, std::string_view external_id,
                              casework::Receipt receipt) {
  const std::uint64_t number = forgotten_ + entries_.size();
  // A deque keeps its entries in place, so the views of their keys stay good.
  entries_.push_back({key_of(source, external_id), std::move(receipt)});
  const bool inserted = index_.emplace(entries_.back().key, number).second;
  WHISTLE_CHECK(inserted);
  if (entries_.size() <= kMax) return;
  since_ = entries_.front().receipt.complaint;
  index_.erase(entries_.front().key);
  entries_.pop_front();
  ++forgotten_;
}

}  // namespace whistle::runtime
