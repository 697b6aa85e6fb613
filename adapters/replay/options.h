#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "adapters/client/options.h"
#include "adapters/replay/rows.h"

namespace whistle::replay {

// What whistle-replay was asked to do.
struct Options {
  RowsOptions rows;
  std::string from;  // dates; empty: the feed's own
  std::string to;
  std::int64_t seconds = 60;
  std::uint64_t crew_seed = 1;
  client::Options client;
  bool json = false;
  bool quiet = false;
};

// The options, or the exit code after help or a complaint was printed.
std::variant<Options, int> parse_options(int argc, char** argv);

}  // namespace whistle::replay
