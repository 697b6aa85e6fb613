#pragma once

#include <optional>
#include <string>
#include <variant>

#include "adapters/client/options.h"
#include "adapters/hotline/feed.h"
#include "adapters/hotline/feeder.h"

namespace whistle::hotline {

// What whistle-hotline was asked to do.
struct Options {
  std::string feed;
  FeedOptions reading;
  FeederOptions feeding;
  client::Options client;
  std::string checkpoint;  // file; empty: none is kept
  std::string rejects;     // file; empty: standard error only
  bool json = false;
  bool quiet = false;
};

// The options, or the exit code after help or a complaint was printed.
std::variant<Options, int> parse_options(int argc, char** argv);

}  // namespace whistle::hotline
