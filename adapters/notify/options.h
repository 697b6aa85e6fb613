#pragma once

#include <chrono>
#include <string>
#include <variant>

#include "adapters/client/options.h"
#include "adapters/client/watch.h"
#include "adapters/notify/webhook_sink.h"

namespace whistle::notify {

struct Options {
  client::Options client;
  client::Selection selection;
  std::string file;  // the file sink; or ...
  std::string url;   // ... the webhook
  std::chrono::milliseconds patience{10'000};
  WebhookSink::Settings webhook;
  std::string rejects;
};

// From the command line and the file that --config names; or the exit code of a run that ends here.
std::variant<Options, int> parse_options(int argc, const char* const* argv);

}  // namespace whistle::notify
