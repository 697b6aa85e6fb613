#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapters/hotline/byte_source.h"
#include "adapters/hotline/mapping.h"
#include "adapters/hotline/problem.h"
#include "whistle/v1/complaint.pb.h"

namespace whistle::hotline {

// What a feed says beside the complaint. Never sent to the engine; demonstrations act on it.
struct Aftermath {
  std::optional<std::int64_t> closed_at_ms;
  std::optional<std::int64_t> target_ms;
  std::optional<bool> on_time;
  std::optional<std::int64_t> finish_after_min;
  std::string rating;             // a satisfaction word, or empty
  std::string classify_category;  // what a person at the triage desk would say
  std::uint64_t classify_area = 0;
};

// Where a row stands in the feed. Numbers count all rows from 1, bad ones included.
struct RowPlace {
  Place at;
  std::uint64_t number = 0;
  std::uint64_t end_offset = 0;  // of the uncompressed bytes
};

struct GoodRow {
  RowPlace place;
  v1::Complaint complaint;
  Aftermath aftermath;
};
struct BadRow {
  RowPlace place;
  Problem problem;
  std::string raw;
};
using Row = std::variant<GoodRow, BadRow>;

// Complaints in the order of their file. A bad row is an item like any other; only a file that
// cannot be read any further ends the feed early. Thread: one at a time.
class Feed {
 public:
  virtual ~Feed() = default;
  // The next row; nothing at the end.
  virtual std::optional<Row> next() = 0;
  // Why reading stopped before the end.
  virtual const std::optional<Problem>& failure() const = 0;
  // What deserves a word and is no error, since the last call.
  virtual std::vector<Problem> take_warnings() = 0;
};

struct FeedOptions {
  std::string source;             // of every complaint
  std::string pack;               // folder whose tables are looked up; CSV only
  std::string mapping;            // CSV only; empty: mapping.toml beside the feed
  bool forward_bad_text = false;  // JSON Lines only: send broken UTF-8 as it is
};

// A feed, or all reasons why there is none. The kind is told by the name: .csv or .jsonl, and
// either with .gz behind it.
struct OpenedFeed {
  std::unique_ptr<Feed> feed;
  std::vector<Problem> problems;
};
OpenedFeed open_feed(const std::string& path, const FeedOptions& options);

bool is_csv_name(const std::string& path);

OpenedFeed make_csv_feed(std::unique_ptr<ByteSource> source, const std::string& file,
                         const Mapping& mapping, const FeedOptions& options);
std::unique_ptr<Feed> make_json_feed(std::unique_ptr<ByteSource> source, const std::string& file,
                                     const FeedOptions& options);

}  // namespace whistle::hotline
