#include "tests/gateway/support/served.h"

#include <arpa/inet.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <cctype>
#include <future>
#include <stdexcept>
#include <utility>

namespace whistle::gateway::support {

ServedRouter::ServedRouter(const http::Router& router, http::ServerSettings settings) {
  spdlog::set_level(spdlog::level::off);
  settings.port = 0;
  server_ = std::make_unique<http::Server>(context_, router, std::move(settings));
  if (const auto problem = server_->start()) throw std::runtime_error(*problem);
  port_ = server_->port();
  thread_ = std::thread([this] { context_.run(); });
}

ServedRouter::~ServedRouter() { stop(); }

void ServedRouter::stop() {
  if (!thread_.joinable()) return;
  boost::asio::post(context_, [this] { server_->stop([] {}); });
  thread_.join();
}

http::Server::Counts ServedRouter::counts() {
  std::promise<http::Server::Counts> counts;
  boost::asio::post(context_, [&] { counts.set_value(server_->counts()); });
  return counts.get_future().get();
}

RawClient::RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  const timeval patience{.tv_sec = 10, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as the call wants it.
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect");
  }
}

RawClient::~RawClient() {
  if (socket_ >= 0) ::close(socket_);
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}

bool RawClient::say(const std::string& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    const auto more = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (more <= 0) return false;
    sent += static_cast<std::size_t>(more);
  }
  return true;
}

bool RawClient::fill() {
  std::array<char, 16384> piece{};
  const auto bytes = ::recv(socket_, piece.data(), piece.size(), 0);
  if (bytes <= 0) return false;
  buffer_.append(piece.data(), static_cast<std::size_t>(bytes));
  return true;
}

std::string RawClient::hear_some() {
  if (buffer_.empty()) fill();
  return std::exchange(buffer_, {});
}

std::string RawClient::hear_all() {
  while (fill()) {
  }
  return std::exchange(buffer_, {});
}

Answer RawClient::hear(bool is_head) {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return {};
  }
  Answer answer;
  const std::string head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  answer.status = std::stoi(head.substr(head.find(' ') + 1, 3));
  for (std::size_t from = head.find("\r\n") + 2; from < head.size();) {
    const std::size_t line_end = head.find("\r\n", from);
    const std::string line = head.substr(from, line_end - from);
    from = line_end + 2;
    const std::size_t colon = line.find(": ");
    std::string name = line.substr(0, colon);
    std::ranges::transform(name, name.begin(),
                           [](unsigned char letter) { return std::tolower(letter); });
    answer.headers[name] = line.substr(colon + 2);
  }
  if (is_head) return answer;
  if (answer.headers.contains("content-length")) {
    const std::size_t length = std::stoul(answer.headers["content-length"]);
    while (buffer_.size() < length && fill()) {
    }
    answer.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return answer;
  }
  if (!answer.headers.contains("transfer-encoding")) return answer;
  while (true) {
    while ((end = buffer_.find("\r\n")) == std::string::npos) {
      if (!fill()) return answer;
    }
    const std::size_t length = std::stoul(buffer_.substr(0, end), nullptr, 16);
    while (buffer_.size() < end + 4 + length) {
      if (!fill()) return answer;
    }
    answer.body += buffer_.substr(end + 2, length);
    buffer_.erase(0, end + 4 + length);
    if (length == 0) return answer;
  }
}

std::string request_text(const std::string& method, const std::string& target,
                         const std::string& headers, const std::string& body) {
  std::string text = method + " " + target + " HTTP/1.1\r\nHost: here\r\n" + headers;
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + body;
}

}  // namespace whistle::gateway::support
