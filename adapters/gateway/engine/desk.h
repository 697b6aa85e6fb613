#pragma once

#include <google/protobuf/message.h>

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "adapters/client/options.h"
#include "adapters/client/result.h"
#include "whistle/v1/envelope.pb.h"

namespace whistle::gateway::engine {

// For whom, and how, something is asked. Has constructors because GCC 12 copies the bytes of an
// aggregate that is made within an expression with co_await, and not the aggregate.
struct Asking {
  Asking() = default;
  explicit Asking(std::optional<v1::Operator> person, std::string key = {})
      : acting_for(std::move(person)), idempotency_key(std::move(key)) {}

  std::optional<v1::Operator> acting_for{};  // nothing: the gateway itself
  std::string idempotency_key{};             // empty: none
  std::uint32_t patience_ms{10'000};         // then UNAVAILABLE / NO_ANSWER
};

// Asks the engine, from the server's thread, without ever blocking it. Nothing that was answered is
// kept. When the engine is away, problems say so (UNAVAILABLE) after the patience, at once when it
// has been away for longer than that.
class Desk {
 public:
  virtual ~Desk() = default;

  template <class Reply>
  boost::asio::awaitable<client::Result<Reply>> ask(client::Line line, v1::Method method,
                                                    const google::protobuf::Message& body,
                                                    Asking asking = {}) {
    auto bytes = co_await ask_bytes(line, method, body.SerializeAsString(), std::move(asking));
    if (!bytes) co_return bytes.problem();
    Reply reply;
    if (!reply.ParseFromString(*bytes)) co_return client::unreadable_answer();
    co_return reply;
  }

  // Resumes on the caller's executor.
  virtual boost::asio::awaitable<client::Result<std::string>> ask_bytes(client::Line line,
                                                                        v1::Method method,
                                                                        std::string body,
                                                                        Asking asking) = 0;
};

}  // namespace whistle::gateway::engine
