#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/gateway/http/router.h"
#include "adapters/gateway/http/server.h"
#include "adapters/gateway/http/settings.h"
#include "adapters/gateway/http/stream.h"

namespace whistle::gateway::http {

// What all connections of a server share.
struct Common {
  const Router& router;
  const ServerSettings& settings;
  std::function<void(const Served&)> observer{};
  std::uint64_t timeouts{};
  bool stopping{};
};

// One connection: reads requests, asks handlers, writes answers, one after the other.
class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Stream stream, std::string peer, Common& common);

  // Returns when the connection is over.
  boost::asio::awaitable<void> run();
  // Answers the first request, whatever it is, with this, and ends.
  boost::asio::awaitable<void> refuse(Response response);
  // Ends at once when nothing is being answered, else after the answer. Streams end.
  void stop();
  // Ends now.
  void close();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  using Clock = std::chrono::steady_clock;
  enum class Waits : std::uint8_t { Idle, Reading, Writing };
  class StreamSink;

  // What time may be up means: of an idle one and of a writer the connection ends; a reader gets
  // 408, so only its reading does.
  void give_time(Waits what, std::chrono::milliseconds time);
  void time_is_up();

  boost::asio::awaitable<bool> handshake();
  boost::asio::awaitable<bool> wait_for_bytes();
  // One request and its answer. False: the connection ends.
  boost::asio::awaitable<bool> serve_one();
  boost::asio::awaitable<std::optional<Response>> read_body(Parser& parser, const Route& route);
  std::optional<Response> read_line(const Parser& parser, Request& request) const;
  boost::asio::awaitable<Response> answer(const Route& route, Request request);
  boost::asio::awaitable<bool> write(Response response, bool is_head, bool keep_alive,
                                     unsigned version);
  boost::asio::awaitable<bool> write_stream(Response& response, bool keep_alive, unsigned version);
  Response refusal_of(boost::system::error_code error, const Parser& parser) const;
  void note(Method method, std::string_view pattern, std::uint16_t status, Clock::time_point since);
  boost::asio::awaitable<void> linger();

  Stream stream_;
  std::string peer_;
  Common& common_;
  boost::asio::steady_timer timer_;
  std::optional<Clock::time_point> deadline_;
  Waits waits_{Waits::Idle};
  bool time_was_up_{};
  bool stopping_{};
  bool in_request_{};
  std::size_t served_{};
  std::size_t written_{};
  boost::beast::flat_buffer buffer_;
};

}  // namespace whistle::gateway::http
