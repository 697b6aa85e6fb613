#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "adapters/client/options.h"
#include "adapters/gateway/engine/desk.h"

namespace whistle::gateway::engine {

// The desk with the engine behind it: one client, driven by a thread of its own. Recovers alone
// when the engine comes back.
//
// Problems of its own, beside those of client/result.h: kResourceExhausted / DESK_FULL when
// `waiting_max` are not answered yet, kUnavailable / ENGINE_AWAY at once while the engine is known
// to be away, kUnavailable / NO_ANSWER after the patience.
class EngineDesk final : public Desk {
 public:
  explicit EngineDesk(client::Options options, std::size_t waiting_max = 4096);
  // What waits is answered UNAVAILABLE.
  ~EngineDesk() override;
  EngineDesk(const EngineDesk&) = delete;
  EngineDesk& operator=(const EngineDesk&) = delete;

  // Thread: any; resumes on the caller's executor, also when the desk goes meanwhile.
  boost::asio::awaitable<client::Result<std::string>> ask_bytes(client::Line line,
                                                                v1::Method method, std::string body,
                                                                Asking asking) override;

  struct Condition {
    bool away{};            // asked, and not heard since
    std::size_t waiting{};  // without an answer
    std::uint64_t asked{};
    std::uint64_t unanswered{};  // NO_ANSWER and ENGINE_AWAY
  };
  // Thread: any.
  Condition condition() const;

 private:
  class Inner;
  std::shared_ptr<Inner> inner_;
};

}  // namespace whistle::gateway::engine
