#include "tests/end_to_end/eavesdropper.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace whistle::tests {
namespace {

constexpr int kLookMs = 20;  // for the end

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// The C interface takes every kind of address by its first member.
const sockaddr* plain(const sockaddr_in& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

}  // namespace

Eavesdropper::Eavesdropper(const std::string& target)
    : target_port_(std::stoi(target.substr(target.rfind(':') + 1))) {
  listening_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listening_, plain(address), size) != 0 || ::listen(listening_, 8) != 0 ||
      ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no port to listen on");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

Eavesdropper::~Eavesdropper() {
  stopping_ = true;
  thread_.join();
  ::close(listening_);
}

std::string Eavesdropper::endpoint() const { return "tcp://127.0.0.1:" + std::to_string(port_); }

std::string Eavesdropper::heard() const {
  const std::lock_guard lock(mutex_);
  return heard_;
}

void Eavesdropper::serve() {
  while (!stopping_) {
    pollfd waiting{.fd = listening_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, kLookMs) <= 0) continue;
    const int client = ::accept(listening_, nullptr, nullptr);
    const int engine = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = loopback(target_port_);
    if (::connect(engine, plain(address), sizeof address) == 0) pass(client, engine);
    ::close(client);
    ::close(engine);
  }
}

void Eavesdropper::pass(int client, int engine) {
  std::array<pollfd, 2> ends{{{client, POLLIN, 0}, {engine, POLLIN, 0}}};
  std::array<char, 4096> bytes{};
  while (!stopping_) {
    if (::poll(ends.data(), ends.size(), kLookMs) <= 0) continue;
    for (std::size_t from = 0; from < ends.size(); ++from) {
      if (ends.at(from).revents == 0) continue;
      const ssize_t count = ::recv(ends.at(from).fd, bytes.data(), bytes.size(), 0);
      if (count <= 0) return;
      {
        const std::lock_guard lock(mutex_);
        heard_.append(bytes.data(), static_cast<std::size_t>(count));
      }
      for (ssize_t sent = 0; sent < count;) {
        const ssize_t more = ::send(ends.at(1 - from).fd, bytes.data() + sent,
                                    static_cast<std::size_t>(count - sent), MSG_NOSIGNAL);
        if (more <= 0) return;
        sent += more;
      }
    }
  }
}

}  // namespace whistle::tests
