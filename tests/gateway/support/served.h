#pragma once

#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "adapters/gateway/http/router.h"
#include "adapters/gateway/http/server.h"

namespace whistle::gateway::support {

// A server on a free port of 127.0.0.1, with a thread of its own, until the object goes.
class ServedRouter {
 public:
  explicit ServedRouter(const http::Router& router, http::ServerSettings settings = {});
  ~ServedRouter();
  ServedRouter(const ServedRouter&) = delete;
  ServedRouter& operator=(const ServedRouter&) = delete;

  std::uint16_t port() const { return port_; }
  http::Server::Counts counts();
  // As SIGTERM does; returns once all has ended.
  void stop();

 private:
  boost::asio::io_context context_{1};
  std::unique_ptr<http::Server> server_;
  std::uint16_t port_{};
  std::thread thread_;
};

struct Answer {
  int status{};
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

// A client that says what it is told to, byte for byte. Everything waits at most ten seconds.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // False: the connection is gone.
  bool say(const std::string& bytes);
  // The next whole answer, of a length that it says itself or in chunks; status 0: there is none.
  Answer hear(bool is_head = false);
  // What comes until the end of the connection.
  std::string hear_all();
  // The next bytes, whatever they are; empty: the connection has ended.
  std::string hear_some();
  Answer ask(const std::string& bytes) {
    say(bytes);
    return hear();
  }

 private:
  bool fill();

  int socket_{-1};
  std::string buffer_;
};

// "GET", "/cases": with a Host and what else is needed.
std::string request_text(const std::string& method, const std::string& target,
                         const std::string& headers = {}, const std::string& body = {});

}  // namespace whistle::gateway::support
