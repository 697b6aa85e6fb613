#include "tests/gateway/support/fake_desk.h"

namespace whistle::gateway::support {

boost::asio::awaitable<client::Result<std::string>> FakeDesk::ask_bytes(client::Line line,
                                                                        v1::Method method,
                                                                        std::string body,
                                                                        engine::Asking asking) {
  asked_.push_back({line, method, std::move(body), std::move(asking)});
  const auto found = answers_.find(method);
  if (found == answers_.end()) {
    co_return client::Problem{.code = client::kUnimplemented,
                              .reason = "NO_ANSWER",
                              .message = v1::Method_Name(method) + " is not in the table"};
  }
  co_return found->second(asked_.back());
}

}  // namespace whistle::gateway::support
