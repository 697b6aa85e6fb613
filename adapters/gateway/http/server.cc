#include "adapters/gateway/http/server.h"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <set>
#include <utility>

#include "adapters/gateway/http/connection.h"
#include "adapters/gateway/http/tls.h"

namespace whistle::gateway::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

class Server::Inner : public std::enable_shared_from_this<Server::Inner> {
 public:
  Inner(asio::io_context& context, const Router& router, ServerSettings settings)
      : settings_(std::move(settings)),
        common_{router, settings_},
        context_(context),
        acceptor_(context),
        pause_(context),
        patience_(context) {}

  std::optional<std::string> start() {
    if (!settings_.tls.certificate.empty()) {
      tls_.emplace(asio::ssl::context::tls_server);
      if (auto problem = read_tls(settings_.tls, *tls_)) return problem;
    }
    error_code error;
    const auto address = asio::ip::make_address(settings_.address, error);
    if (error) return settings_.address + " is no address";
    const tcp::endpoint endpoint(address, settings_.port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      return "cannot listen on " + settings_.address + ":" + std::to_string(settings_.port) + ": " +
             error.message();
    }
    asio::co_spawn(context_, accept_all(shared_from_this()), asio::detached);
    return std::nullopt;
  }

  void stop(std::function<void()> stopped) {
    stopped_ = std::move(stopped);
    common_.stopping = true;
    error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    const auto connections = connections_;
    for (Connection* each : connections) each->stop();
    if (connections_.empty()) return say_stopped();
    patience_.expires_after(settings_.limits.stop_time);
    patience_.async_wait([self = shared_from_this()](error_code cancelled) {
      if (cancelled) return;
      const auto left = self->connections_;
      for (Connection* each : left) each->close();
      self->say_stopped();
    });
  }

  // Nobody may call back any more.
  void abandon() { common_.observer = nullptr; }

  std::uint16_t port() const {
    error_code error;
    const auto endpoint = acceptor_.local_endpoint(error);
    return error ? settings_.port : endpoint.port();
  }

  Counts counts() const {
    return {connections_.size(), accepted_, refused_full_, common_.timeouts};
  }

  void observe(std::function<void(const Served&)> observer) {
    common_.observer = std::move(observer);
  }

 private:
  static asio::awaitable<void> accept_all(std::shared_ptr<Inner> self) {
    constexpr std::chrono::milliseconds kPause{100};
    while (!self->common_.stopping) {
      error_code error;
      tcp::socket socket =
          co_await self->acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
      if (self->common_.stopping) co_return;
      if (error) {
        // No descriptor is left, most likely: connections that end bring some back.
        spdlog::warn("cannot accept a connection: {}", error.message());
        self->pause_.expires_after(kPause);
        co_await self->pause_.async_wait(asio::redirect_error(asio::use_awaitable, error));
        continue;
      }
      self->take(std::move(socket));
    }
  }

  void take(tcp::socket socket) {
    error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error) return;
    socket.set_option(tcp::no_delay(true), error);
    ++accepted_;
    // As many again may wait to be told that there is no room; what is beyond is told nothing.
    const Limits& limits = settings_.limits;
    if (connections_.size() >= 2 * limits.connections) {
      ++refused_full_;
      return;
    }
    const std::string peer = endpoint.address().to_string();
    std::optional<Response> refusal;
    if (connections_.size() >= limits.connections) {
      refusal = problem(503, "TOO_MANY_CONNECTIONS", "all connections are taken", 1000);
    } else if (!is_in(peer, settings_.trusted_proxies) &&
               per_address_[peer] >= limits.connections_per_address) {
      refusal = problem(429, "TOO_MANY_CONNECTIONS", "too many connections from one address", 1000);
    }
    if (refusal) ++refused_full_;
    auto connection = std::make_shared<Connection>(
        Stream(std::move(socket), tls_ ? &*tls_ : nullptr), peer, common_);
    asio::co_spawn(context_,
                   keep(shared_from_this(), std::move(connection), peer, std::move(refusal)),
                   asio::detached);
  }

  static asio::awaitable<void> keep(std::shared_ptr<Inner> self,
                                    std::shared_ptr<Connection> connection, std::string peer,
                                    std::optional<Response> refusal) {
    self->connections_.insert(connection.get());
    ++self->per_address_[peer];
    try {
      if (refusal) {
        co_await connection->refuse(*std::move(refusal));
      } else {
        co_await connection->run();
      }
    } catch (const std::exception& failure) {
      spdlog::error("a connection broke: {}", failure.what());
    }
    connection->close();
    self->connections_.erase(connection.get());
    const auto counted = self->per_address_.find(peer);
    if (--counted->second == 0) self->per_address_.erase(counted);
    if (self->common_.stopping && self->connections_.empty()) self->say_stopped();
  }

  void say_stopped() {
    patience_.cancel();
    if (stopped_) std::exchange(stopped_, nullptr)();
  }

  ServerSettings settings_;
  Common common_;
  asio::io_context& context_;
  std::optional<asio::ssl::context> tls_;
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  asio::steady_timer patience_;
  std::function<void()> stopped_;
  std::set<Connection*> connections_;
  std::map<std::string, std::size_t> per_address_;
  std::uint64_t accepted_{};
  std::uint64_t refused_full_{};
};

Server::Server(asio::io_context& context, const Router& router, ServerSettings settings)
    : inner_(std::make_shared<Inner>(context, router, std::move(settings))) {}

Server::~Server() { inner_->abandon(); }

void Server::observe(std::function<void(const Served&)> observer) {
  inner_->observe(std::move(observer));
}

std::optional<std::string> Server::start() { return inner_->start(); }
std::uint16_t Server::port() const { return inner_->port(); }
void Server::stop(std::function<void()> stopped) { inner_->stop(std::move(stopped)); }
Server::Counts Server::counts() const { return inner_->counts(); }

}  // namespace whistle::gateway::http
