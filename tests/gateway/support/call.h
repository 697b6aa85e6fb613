#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "adapters/gateway/http/request.h"
#include "adapters/gateway/http/response.h"
#include "adapters/gateway/http/router.h"

// Handlers asked without a socket.
namespace whistle::gateway::support {

// Runs a coroutine to its end, and whatever it waits for on this thread. Throws what it throws;
// std::logic_error when it waits for what nobody here does.
template <class Value>
boost::asio::awaitable<void> keep(boost::asio::awaitable<Value> doing,
                                  std::optional<Value>& value) {
  value.emplace(co_await std::move(doing));
}
template <class Value>
Value run(boost::asio::io_context& context, boost::asio::awaitable<Value> doing) {
  std::optional<Value> value;
  std::exception_ptr thrown;
  bool done = false;
  boost::asio::co_spawn(context, keep(std::move(doing), value), [&](std::exception_ptr error) {
    thrown = std::move(error);
    done = true;
  });
  context.restart();
  while (!done && context.run_one() > 0) {
  }
  if (thrown) std::rethrow_exception(thrown);
  if (!value) throw std::logic_error("a handler waits for what nobody does");
  return *std::move(value);
}
template <class Value>
Value run(boost::asio::awaitable<Value> doing) {
  boost::asio::io_context context;
  return run(context, std::move(doing));
}

// "POST", "/api/v1/cases/7/sign?with_text=1": taken apart as the server does it.
http::Request request_of(http::Method method, const std::string& target, std::string body = {},
                         std::vector<std::pair<std::string, std::string>> headers = {});

// What the route that fits answers; 404 and 405 as the server says them.
http::Response ask(const http::Router& router, http::Request request);
http::Response get(const http::Router& router, const std::string& target);
http::Response post(const http::Router& router, const std::string& target, std::string body,
                    std::vector<std::pair<std::string, std::string>> headers = {});

// Empty: it has none of this name, which is compared without regard to case.
std::string header_of(const http::Response& response, const std::string& name);

// Keeps what a stream writes; ends it, as a client that goes away does, after so many writes.
class MemorySink final : public http::Sink {
 public:
  explicit MemorySink(std::size_t writes_max = SIZE_MAX) : left_(writes_max) {}
  boost::asio::awaitable<bool> write(std::shared_ptr<const std::string> bytes) override;
  const std::string& written() const { return written_; }

 private:
  std::size_t left_;
  std::string written_;
};

}  // namespace whistle::gateway::support
