#include "bench/gateway/streams.h"

#include <array>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <future>
#include <string_view>
#include <thread>

namespace whistle::bench::gateway {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;

struct Streams::Inner {
  asio::io_context context{1};
  std::atomic<std::uint64_t> bytes{};
  std::size_t waited_for{};
  std::promise<void> all_begun;
  std::jthread thread;

  [[noreturn]] static void refuse(std::string_view what) {
    std::fprintf(stderr, "an event stream was refused: %.*s\n", static_cast<int>(what.size()),
                 what.data());
    std::_Exit(1);
  }

  asio::awaitable<void> listen(std::uint16_t port, std::string request) {
    constexpr std::size_t kPiece = 4096;
    Tcp::socket socket(context);
    co_await socket.async_connect({asio::ip::address_v4::loopback(), port}, asio::use_awaitable);
    co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
    std::array<char, kPiece> piece{};
    std::size_t got = co_await socket.async_read_some(asio::buffer(piece), asio::use_awaitable);
    const std::string_view begun(piece.data(), got);
    if (!begun.starts_with("HTTP/1.1 200")) refuse(begun);
    if (--waited_for == 0) all_begun.set_value();
    for (;;) {
      bytes += got;
      got = co_await socket.async_read_some(asio::buffer(piece), asio::use_awaitable);
    }
  }
};

Streams::Streams(std::uint16_t port, std::size_t count, const std::string& target,
                 const Headers& headers)
    : inner_(std::make_unique<Inner>()) {
  std::string request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n";
  for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
  request += "\r\n";
  inner_->waited_for = count;
  for (std::size_t i = 0; i < count; ++i) {
    asio::co_spawn(inner_->context, inner_->listen(port, request),
                   [](const std::exception_ptr& lost) {
                     if (lost) Inner::refuse("the connection was lost");
                   });
  }
  auto begun = inner_->all_begun.get_future();
  inner_->thread = std::jthread([this] { inner_->context.run(); });
  begun.wait();
}

Streams::~Streams() {
  inner_->context.stop();
  inner_->thread.join();
}

std::uint64_t Streams::bytes() const { return inner_->bytes; }

}  // namespace whistle::bench::gateway
