#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "adapters/gateway/engine/desk.h"

namespace whistle::gateway::support {

// A desk that answers by a table, at once. What it has no answer for is UNIMPLEMENTED / NO_ANSWER.
// Thread: that of the test.
class FakeDesk final : public engine::Desk {
 public:
  struct Asked {
    client::Line line{};
    v1::Method method{};
    std::string body;
    engine::Asking asking;

    template <class Body>
    Body as() const {
      Body message;
      message.ParseFromString(body);
      return message;
    }
  };
  using Answer = std::function<client::Result<std::string>(const Asked&)>;

  void on(v1::Method method, Answer answer) { answers_[method] = std::move(answer); }
  void answers(v1::Method method, const google::protobuf::Message& reply) {
    on(method, [bytes = reply.SerializeAsString()](const Asked&) {
      return client::Result<std::string>(bytes);
    });
  }
  void refuses(v1::Method method, client::Problem problem) {
    on(method, [problem = std::move(problem)](const Asked&) {
      return client::Result<std::string>(problem);
    });
  }

  const std::vector<Asked>& asked() const { return asked_; }

  boost::asio::awaitable<client::Result<std::string>> ask_bytes(client::Line line,
                                                                v1::Method method, std::string body,
                                                                engine::Asking asking) override;

 private:
  std::map<v1::Method, Answer> answers_;
  std::vector<Asked> asked_;
};

}  // namespace whistle::gateway::support
