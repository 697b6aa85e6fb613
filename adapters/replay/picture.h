#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "adapters/replay/rows.h"
#include "whistle/v1/admin.pb.h"
#include "whistle/v1/case.pb.h"

namespace whistle::replay {

// What the audience sees of a replay at a moment.
struct Picture {
  std::string title;  // of the city
  std::string feed;
  LocalTime local;
  Stretch stretch;
  std::int64_t now_ms = 0;
  std::uint64_t complaints = 0;  // sent
  std::uint64_t refused = 0;
  v1::Tallies tallies;  // since the replay began
  std::uint64_t open_cases = 0;
  std::uint64_t lateness_max_ms = 0;
  bool connected = true;
  std::deque<std::string> latest;  // escalations and cards, newest first
};

inline constexpr std::size_t kLatestMax = 8;

// The line for an escalation or a card; empty for other facts.
std::string news_of(const v1::Fact& fact, const LocalTime& local);

// The picture as lines, none wider than `width` columns of a terminal. With `colour` the words for
// the colours wear theirs; no information is in the colour alone.
std::vector<std::string> lines_of(const Picture& picture, std::size_t width, bool colour);

// The same in one line, for where nothing can be redrawn.
std::string line_of(const Picture& picture);

// The part of the stretch that is over, 0 to 1.
double progress_of(const Picture& picture);

// Cut so that it takes at most `width` columns; escape sequences take none.
std::string cut(const std::string& text, std::size_t width);

}  // namespace whistle::replay
