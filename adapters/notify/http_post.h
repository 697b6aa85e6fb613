#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "adapters/notify/webhook_sink.h"

namespace whistle::notify {

// Where a webhook listens. Encrypted receivers are reached through a proxy on this machine.
struct Url {
  std::string host;
  std::string port{"80"};
  std::string target{"/"};
};
// "http://host[:port][/path][?query]"; nothing when it is something else.
std::optional<Url> parse_url(const std::string& text);

// Posts once, over a connection of its own; waits at most `patience` for each of: the name, the
// connection, the sending, the answer. Redirections are not followed.
// Thread: any, one call at a time.
HttpAnswer http_post(const Url& url, const HttpRequest& request,
                     std::chrono::milliseconds patience);

}  // namespace whistle::notify
