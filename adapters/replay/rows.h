#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/hotline/feed.h"
#include "adapters/hotline/instant.h"

namespace whistle::replay {

// How a feed's dates and the times on the screen are read: by a zone, or by a fixed offset.
class LocalTime {
 public:
  LocalTime() = default;  // UTC
  explicit LocalTime(std::int64_t offset_ms) : offset_ms_(offset_ms) {}
  explicit LocalTime(hotline::Zone zone) : zone_(zone) {}

  std::int64_t to_utc_ms(std::int64_t wall_ms) const;
  std::int64_t to_wall_ms(std::int64_t utc_ms) const;
  // The midnight that begins the day of an instant, `days` days later.
  std::int64_t midnight_ms(std::int64_t utc_ms, std::int64_t days = 0) const;
  // "2015-03-09 00:42"
  std::string text(std::int64_t utc_ms) const;

 private:
  std::int64_t offset_ms_ = 0;
  std::optional<hotline::Zone> zone_;
};

// A feed in memory, and what follows from all of it.
struct Rows {
  std::vector<hotline::GoodRow> rows;  // by time of occurrence; equal times as in the file
  std::vector<hotline::Problem> bad;
  LocalTime local;
  std::int64_t taken_ms = 0;  // the latest opening or closing
  bool from_export = false;   // requests end when the export says so
  bool compares = false;      // some row has a target or a verdict
};

struct RowsOptions {
  std::string pack;
  std::string feed;    // empty: the only one in the pack's feed folder
  std::string source;  // empty: the name of the pack's folder
  bool forward_bad_text = false;
};

// The rows, or all reasons why there are none.
struct LoadedRows {
  Rows rows;
  std::string feed;  // the file that was read
  std::string source;
  std::vector<hotline::Problem> problems;
};
LoadedRows load_rows(const RowsOptions& options);

// The part of the feed that is played.
struct Stretch {
  std::int64_t from_ms = 0;
  std::int64_t to_ms = 0;  // the first instant after it

  bool operator==(const Stretch&) const = default;
};

// From the beginning of day `from` to the end of day `to`, both as written in dates. By default
// from the day of the first row to the end of that of the last; a feed that is no export gets one
// day more, so that its limits run out. Nothing when a date is none or nothing lies between.
std::optional<Stretch> stretch_of(const Rows& rows, const std::string& from, const std::string& to);

}  // namespace whistle::replay
