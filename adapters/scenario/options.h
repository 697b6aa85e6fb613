#pragma once

#include <string>
#include <variant>

#include "adapters/client/options.h"

namespace whistle::scenario {

struct Options {
  std::string file;
  client::Options client;
  bool json = false;
  bool quiet = false;
};

// What was typed, or the exit code when there is nothing to play.
std::variant<Options, int> parse_options(int argc, char** argv);

}  // namespace whistle::scenario
