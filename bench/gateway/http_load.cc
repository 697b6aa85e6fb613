#include "bench/gateway/http_load.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace whistle::bench::gateway {
namespace {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using Tcp = asio::ip::tcp;
using Answer = beast_http::response<beast_http::string_body>;

class Loading {
 public:
  Loading(std::uint16_t port, const LoadShape& shape,
          const std::function<HttpCall(std::uint64_t)>& make)
      : port_(port), shape_(shape), make_(make) {}

  HttpLoad run() {
    for (std::size_t i = 0; i < shape_.connections; ++i) {
      asio::co_spawn(context_, call_on(), [](const std::exception_ptr& lost) {
        if (lost) give_up(lost);
      });
    }
    context_.run();
    load_.per_second = static_cast<double>(load_.latencies.count()) / shape_.seconds;
    return std::move(load_);
  }

 private:
  [[noreturn]] static void give_up(const std::exception_ptr& lost) {
    try {
      std::rethrow_exception(lost);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "a connection to the gateway: %s\n", error.what());
    }
    std::_Exit(1);
  }

  asio::awaitable<void> call_on() {
    Tcp::socket socket(context_);
    co_await socket.async_connect({asio::ip::address_v4::loopback(), port_}, asio::use_awaitable);
    socket.set_option(Tcp::no_delay(true));
    boost::beast::flat_buffer buffer;
    while (watch_.seconds() < shape_.warm_up + shape_.seconds) {
      const auto request = to_request(make_(made_++));
      const Steady::time_point began = Steady::now();
      co_await beast_http::async_write(socket, request, asio::use_awaitable);
      Answer answer;
      co_await beast_http::async_read(socket, buffer, answer, asio::use_awaitable);
      note(answer, began);
    }
  }

  static beast_http::request<beast_http::string_body> to_request(const HttpCall& call) {
    constexpr unsigned kHttp11 = 11;
    beast_http::request<beast_http::string_body> request(
        call.is_post ? beast_http::verb::post : beast_http::verb::get, call.target, kHttp11,
        call.body);
    request.set(beast_http::field::host, "localhost");
    for (const auto& [name, value] : call.headers) request.set(name, value);
    if (call.is_post) request.prepare_payload();
    return request;
  }

  void note(const Answer& answer, Steady::time_point began) {
    constexpr std::size_t kKept = 1000;
    if (answer.result_int() != 200 && answer.result_int() != 201) {
      if (load_.others++ == 0) {
        load_.first_other = std::to_string(answer.result_int()) + " " + answer.body();
      }
      return;
    }
    if (load_.kept.size() < kKept) load_.kept.push_back(answer.body());
    const double now = watch_.seconds();
    if (now < shape_.warm_up || now > shape_.warm_up + shape_.seconds) return;
    load_.latencies.add_since(began);
  }

  std::uint16_t port_;
  LoadShape shape_;
  const std::function<HttpCall(std::uint64_t)>& make_;
  asio::io_context context_{1};
  Stopwatch watch_;
  HttpLoad load_;
  std::uint64_t made_{};
};

}  // namespace

HttpLoad run_load(std::uint16_t port, const LoadShape& shape,
                  const std::function<HttpCall(std::uint64_t)>& make) {
  return Loading(port, shape, make).run();
}

}  // namespace whistle::bench::gateway
