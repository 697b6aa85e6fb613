#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "adapters/replay/agreement.h"
#include "whistle/v1/admin.pb.h"

namespace whistle::replay {

// What came of a replay.
struct Summary {
  v1::Tallies tallies;  // since it began
  std::uint64_t lost = 0;
  std::uint64_t duplicated = 0;
  std::optional<Agreement> agreement;  // when the feed has something to compare with
  // Not part of the line of JSON.
  std::uint64_t sent = 0;
  std::uint64_t refused = 0;   // by the engine
  std::uint64_t bad_rows = 0;  // of the whole feed, never sent
  std::uint64_t open_cases = 0;
  std::uint64_t late_wishes = 0;
  std::uint64_t resent = 0;  // requests repeated after a lost connection or silence
  std::uint64_t lateness_max_ms = 0;
  double seconds = 0;
};

// `now` minus `before`, counter by counter.
v1::Tallies difference(const v1::Tallies& now, const v1::Tallies& before);

// One line, without its end. Names and order are what scripts rely on: append, never rename.
std::string json_of(const Summary& summary);

// For people, a line each.
std::string table_of(const Summary& summary);

}  // namespace whistle::replay
