#pragma once

#include <cstdint>

#include "adapters/client/client.h"
#include "adapters/replay/engine.h"

namespace whistle::replay {

// The engine over the protocol. The client repeats what a killed engine has not answered, so the
// replay outlives the engine's restart.
class EngineLink final : public Engine {
 public:
  explicit EngineLink(client::Client& client) : client_(client) {}

  void submit(std::int64_t at_ms, const v1::Complaint& complaint,
              Answer<v1::SubmitReply> done) override;
  void pull(std::int64_t at_ms, const v1::PullRequest& wish, Answer<v1::PullReply> done) override;
  void act(std::int64_t at_ms, v1::Method method, const v1::TokenRequest& wish,
           Answer<v1::TokenReply> done) override;
  void finish(std::int64_t at_ms, const v1::FinishRequest& wish,
              Answer<v1::TokenReply> done) override;
  void classify(std::int64_t at_ms, const v1::ClassifyRequest& wish,
                Answer<v1::TokenReply> done) override;
  void post_check(std::int64_t at_ms, const v1::PostCheckRequest& wish,
                  Answer<v1::TokenReply> done) override;
  void call_back(std::int64_t at_ms, const v1::CallBackRequest& wish,
                 Answer<v1::TokenReply> done) override;
  void look(std::uint64_t case_id, Answer<v1::CaseReply> done) override;
  void advance(std::int64_t at_ms, Answer<v1::StatusReply> done) override;

  std::size_t pending() const override { return client_.pending(); }
  void wait(std::uint32_t timeout_ms) override { client_.poll(timeout_ms); }

  // Wishes that were sent after a later one, so that the engine met them late. 0: every time in the
  // replay is exact.
  std::uint64_t late() const { return late_; }

 private:
  void at(std::int64_t at_ms);

  client::Client& client_;
  std::int64_t latest_ms_ = INT64_MIN;
  std::uint64_t late_ = 0;
};

}  // namespace whistle::replay
