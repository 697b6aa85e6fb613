#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/journal/kept_answer.h"

namespace whistle::runtime {

// The latest answers to wishes with keys. The service looks for an earlier answer on disk before a
// wish reaches the writer; what became durable in between, or is not durable yet, is found here.
// Bounded: a look-up that is older than everything remembered cannot be trusted and must be made
// again.
// Thread: the writer only.
class RecentAnswers {
 public:
  // Twice as many as wait for the writer by default.
  static constexpr std::size_t kMax = 16'384;

  // `last` is the number of the last answer that was kept before this process started.
  explicit RecentAnswers(std::uint64_t last) : since_(last) {}

  // All answers after this one are remembered.
  std::uint64_t since() const { return since_; }
  // The latest answer under the key, or nullptr.
  const journal::KeptAnswer* find(std::string_view principal, std::string_view key) const;
  // Takes the place of an earlier answer under the same key. Requires: numbers follow each other.
  void remember(journal::KeptAnswer kept);

 private:
  std::deque<journal::KeptAnswer> entries_;  // oldest first; that of number n is the (n - since_)th
  std::unordered_map<std::string, std::uint64_t> index_;  // key -> number
  std::uint64_t since_;
};

}  // namespace whistle::runtime
