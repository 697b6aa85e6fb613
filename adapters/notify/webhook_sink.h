#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/notify/backoff.h"
#include "adapters/notify/sink.h"

namespace whistle::notify {

struct HttpRequest {
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
// What came back; status 0: nothing did, and `problem` says why.
struct HttpAnswer {
  unsigned status = 0;
  std::string problem{};
  std::chrono::seconds retry_after{};  // that the receiver asked for
};

// Posts each delivery to a receiver until it says 2xx: at least once, in order, one at a time.
// After an answer that was lost it comes again, with the same number. Headers:
//
//   Whistle-Delivery   the sequence: a receiver that has seen it says 200 and does nothing
//   Whistle-Journal    with Whistle-Delivery names the record for ever
//   Whistle-Attempt    1, 2, 3, ...
//   Whistle-Signature  sha256=<HMAC-SHA256 of the body under the secret, in hexadecimal digits>
class WebhookSink final : public Sink {
 public:
  using Milliseconds = std::chrono::milliseconds;
  struct Parts {
    std::function<HttpAnswer(const HttpRequest&)> post;
    // Waits; false when we shall end instead.
    std::function<bool(Milliseconds)> wait;
    Backoff::Chance chance;
    // Told of each attempt that failed, and of what was given up.
    std::function<void(const std::string&)> say;
  };
  struct Settings {
    std::string secret{};  // empty: unsigned
    Milliseconds first_pause{1'000};
    Milliseconds longest_pause{300'000};
    // Attempts after which a delivery goes to `rejects` and the next one follows; 0: never.
    std::uint32_t attempts_max{};
  };
  // `rejects` may be nullptr when nothing is given up; it outlives the sink.
  WebhookSink(Parts parts, Settings settings, Sink* rejects = nullptr);

  Outcome deliver(const Delivery& delivery) override;
  Outcome settle() override { return Outcome::Taken; }
  const std::string& problem() const override { return problem_; }

 private:
  HttpRequest request_of(const Delivery& delivery, std::uint32_t attempt) const;
  Outcome give_up(const Delivery& delivery, std::uint32_t attempts);

  Parts parts_;
  Settings settings_;
  Sink* rejects_;
  Backoff pauses_;
  std::string problem_;
};

}  // namespace whistle::notify
