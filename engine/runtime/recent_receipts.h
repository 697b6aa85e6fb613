#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/casework/receipt.h"
#include "engine/core/ids.h"

namespace whistle::runtime {

// The receipts of the latest complaints. The service looks for an earlier receipt on disk before a
// complaint reaches the writer; what became durable in between is found here. Bounded: a look-up
// that is older than everything remembered cannot be trusted and must be made again.
// Thread: the writer only.
class RecentReceipts {
 public:
  static constexpr std::size_t kMax = 65536;

  // `last` is the last complaint received before this process started: all up to it are on disk.
  explicit RecentReceipts(ComplaintId last) : since_(last) {}
  // Its index refers to keys of its entries; moving them leaves them in place.
  RecentReceipts(const RecentReceipts&) = delete;
  RecentReceipts& operator=(const RecentReceipts&) = delete;
  RecentReceipts(RecentReceipts&&) = default;
  RecentReceipts& operator=(RecentReceipts&&) = default;
  ~RecentReceipts() = default;

  // The receipts of all complaints after this one are remembered.
  ComplaintId since() const { return since_; }
  // The receipt, or nullptr.
  const casework::Receipt* find(std::string_view source, std::string_view external_id) const;
  // Requires: not remembered yet.
  void remember(std::string_view source, std::string_view external_id, casework::Receipt receipt);

 private:
  struct Entry {
    std::string key;
    casework::Receipt receipt;
  };
  std::deque<Entry> entries_;                                  // oldest first
  std::unordered_map<std::string_view, std::uint64_t> index_;  // keys in entries_ -> numbers
  std::uint64_t forgotten_{};                                  // entries that have left
  ComplaintId since_;
};

}  // namespace whistle::runtime
