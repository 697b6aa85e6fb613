#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/gateway/http/router.h"
#include "adapters/gateway/http/settings.h"

namespace whistle::gateway::http {

// A request that has its answer. Nothing personal is in it: no path, no query, no address.
struct Served {
  Method method{};
  std::string_view pattern;  // of the route; "-": none was found, or the request was not readable
  std::uint16_t status{};
  std::size_t bytes{};                // of the answer's body
  std::chrono::microseconds taken{};  // from the whole header to the last byte of the answer
};

// HTTP/1.1 on one address. Everything runs on the thread of `context`, handlers too.
class Server {
 public:
  // The router must be complete, and outlive the server.
  Server(boost::asio::io_context& context, const Router& router, ServerSettings settings);
  // Requires: stopped and run out, or the context runs no more.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Told of each request once it is answered. Thread: that of the server.
  void observe(std::function<void(const Served&)> observer);

  // Begins to listen. Returns why it cannot.
  std::optional<std::string> start();
  std::uint16_t port() const;

  // No new connections, idle ones end, streams end, requests that run are answered within
  // Limits::stop_time. Then `stopped` is called.
  void stop(std::function<void()> stopped);

  struct Counts {
    std::size_t connections{};  // now
    std::uint64_t accepted{};
    std::uint64_t refused_full{};  // connections beyond a limit
    std::uint64_t timeouts{};      // of headers, bodies and writes
  };
  Counts counts() const;

 private:
  class Inner;
  std::shared_ptr<Inner> inner_;
};

}  // namespace whistle::gateway::http
