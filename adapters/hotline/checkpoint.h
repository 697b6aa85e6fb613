#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "adapters/hotline/byte_source.h"
#include "adapters/hotline/problem.h"

namespace whistle::hotline {

// How far a feed has been answered for: every row up to `row` has. Rows beyond it may have been
// answered as well; sending them again is harmless, since the engine gives the first answer again.
struct Checkpoint {
  std::string feed;          // its file name, without folders
  std::uint64_t row = 0;     // number of the last row, as in RowPlace
  std::uint64_t offset = 0;  // where that row ends
  Head head;                 // of the feed, to tell it from another of the same name

  bool operator==(const Checkpoint&) const = default;
};

// How many bytes at the front of a feed its checkpoint remembers. Not more than the rows answered
// for: the rest of a feed may still be growing.
inline constexpr std::uint64_t kHeadBytesMax = 4096;

// Replaces the file in one step and makes it durable: after a crash there is the old one or the new
// one. Returns what went wrong.
std::optional<Problem> save_checkpoint(const std::string& path, const Checkpoint& checkpoint);

// The checkpoint, nothing when there is no file yet, or why it cannot be read.
Outcome<std::optional<Checkpoint>> load_checkpoint(const std::string& path);

// Which rows still lack an answer. Rows are sent in order and answered in any order.
class Unanswered {
 public:
  // `answered`: the checkpoint to continue from.
  explicit Unanswered(std::uint64_t row = 0, std::uint64_t offset = 0)
      : row_(row), offset_(offset) {}

  void sent(std::uint64_t row, std::uint64_t end_offset);
  void answered(std::uint64_t row);

  // Every row up to this one is answered for.
  std::uint64_t row() const { return row_; }
  std::uint64_t offset() const { return offset_; }
  std::size_t waiting() const { return waiting_; }

 private:
  struct Sent {
    std::uint64_t end_offset = 0;
    bool answered = false;
  };
  std::map<std::uint64_t, Sent> sent_;  // by number; all beyond row_
  std::size_t waiting_ = 0;
  std::uint64_t row_;
  std::uint64_t offset_;
};

}  // namespace whistle::hotline
