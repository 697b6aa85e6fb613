#include "bench/limits/mute_watchers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <string_view>

#include "bench/measure.h"
#include "bench/pipeline/rig.h"
#include "whistle/v1/envelope.pb.h"
#include "whistle/v1/watch.pb.h"

namespace whistle::bench::limits {
namespace {

using namespace std::string_view_literals;

// Of packed facts: about half of the credit that is granted ahead, as clients do.
constexpr std::uint64_t kCreditBytes = std::uint64_t{128} << 10U;
constexpr std::size_t kGreeting = 64;

void send_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) give_up(std::string("a watcher cannot send: ") + std::strerror(errno));
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void receive_exactly(int descriptor, char* into, std::size_t count) {
  const ssize_t got = ::recv(descriptor, into, count, MSG_WAITALL);
  if (got != static_cast<ssize_t>(count)) give_up("a watcher is not let in");
}

int connect_to(const std::string& endpoint) {
  const auto colon = endpoint.rfind(':');
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(endpoint.substr(colon + 1))));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0 ||
      ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    give_up(std::string("a watcher cannot connect: ") + std::strerror(errno));
  }
  // Sent at once: else the wish waits until the READY before it is acknowledged, which the other
  // side puts off by some 30 ms.
  constexpr int kAtOnce = 1;
  if (::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &kAtOnce, sizeof kAtOnce) != 0) {
    give_up(std::string("a watcher cannot send at once: ") + std::strerror(errno));
  }
  return descriptor;
}

// ZMTP 3.0: a greeting, then READY from both sides.
void shake_hands(int descriptor) {
  std::string greeting("\xFF\0\0\0\0\0\0\0\0\x7F\x03\0NULL"sv);
  greeting.resize(kGreeting, '\0');
  send_all(descriptor, greeting);
  std::array<char, kGreeting> theirs{};
  receive_exactly(descriptor, theirs.data(), theirs.size());
  constexpr auto kReady =
      "\x04\x29\x05READY\x0BSocket-Type\0\0\0\x06"
      "DEALER\x08Identity\0\0\0\0"sv;
  static_assert(kReady.size() == 2 + 0x29);
  send_all(descriptor, kReady);
  std::array<char, 2> head{};
  receive_exactly(descriptor, head.data(), head.size());
  std::string ready(static_cast<unsigned char>(head[1]), '\0');
  receive_exactly(descriptor, ready.data(), ready.size());
}

void append_frame(std::string& message, std::string_view body, bool more) {
  constexpr std::size_t kShortMost = 255;
  if (body.size() > kShortMost) give_up("a watcher says too much");
  message += static_cast<char>(more ? 1 : 0);
  message += static_cast<char>(body.size());
  message += body;
}

std::string request(v1::Method method, const google::protobuf::Message& body) {
  v1::Header header;
  header.set_kind(v1::KIND_REQUEST);
  header.set_method(method);
  header.set_request_id(static_cast<std::uint64_t>(method));
  std::string message;
  append_frame(message, "WHISTLE/1", true);
  append_frame(message, header.SerializeAsString(), true);
  append_frame(message, body.SerializeAsString(), false);
  return message;
}

std::string more_credit() {
  v1::WatchCredit credit;
  credit.set_credit(std::uint64_t{1} << 62U);
  return request(v1::METHOD_CREDIT, credit);
}

double thread_seconds() {
  timespec used{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  constexpr double kNano = 1e-9;
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * kNano;
}

}  // namespace

MuteWatchers::MuteWatchers(const std::string& endpoint, std::size_t count)
    : credit_(more_credit()), watchers_(count), received_(count) {
  v1::WatchRequest everything;
  everything.set_from_now(true);
  everything.set_packed(true);
  everything.set_credit(std::uint64_t{1} << 62U);
  const std::string watch = request(v1::METHOD_WATCH, everything);
  for (Watcher& watcher : watchers_) {
    watcher.descriptor = connect_to(endpoint);
    shake_hands(watcher.descriptor);
    send_all(watcher.descriptor, watch);
    // The answer, or its first byte: the watch has begun.
    char first = 0;
    receive_exactly(watcher.descriptor, &first, 1);
  }
  thread_ = std::jthread([this](const std::stop_token& ended) { run(ended); });
}

MuteWatchers::~MuteWatchers() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  for (const Watcher& watcher : watchers_) ::close(watcher.descriptor);
}

void MuteWatchers::run(const std::stop_token& ended) {
  // To look costs, too. But what nobody takes from the kernel for as long as the engine rests (70
  // ms) fills its buffers, and the engine sends in pieces.
  constexpr std::chrono::milliseconds kPause{20};
  // Who says nothing for twenty seconds, not even that it lives, is disconnected: to measure the
  // other engine first may take as long.
  constexpr double kSignOfLifeSeconds = 5;
  Stopwatch silence;
  give_credit();
  while (!ended.stop_requested()) {
    if (silence.seconds() > kSignOfLifeSeconds) {
      give_credit();
      silence = Stopwatch();
    }
    for (std::size_t i = 0; i < watchers_.size(); ++i) read(i);
    processor_seconds_ = thread_seconds();
    std::this_thread::sleep_for(kPause);
  }
}

void MuteWatchers::give_credit() {
  for (const Watcher& watcher : watchers_) send_all(watcher.descriptor, credit_);
}

void MuteWatchers::read(std::size_t number) {
  Watcher& watcher = watchers_[number];
  constexpr std::size_t kMost = std::size_t{4} << 20U;
  // With MSG_TRUNC the kernel counts and copies nothing.
  const ssize_t got = ::recv(watcher.descriptor, nullptr, kMost, MSG_TRUNC | MSG_DONTWAIT);
  if (got == 0) give_up("the engine has sent a watcher away");
  if (got < 0) return;
  received_[number] += static_cast<std::uint64_t>(got);
  bytes_ += static_cast<std::uint64_t>(got);
  watcher.since_credit += static_cast<std::uint64_t>(got);
  if (watcher.since_credit < kCreditBytes) return;
  watcher.since_credit = 0;
  send_all(watcher.descriptor, credit_);
}

double MuteWatchers::wait_until_level(std::uint64_t bytes_of_each) const {
  constexpr double kPatience = 120;
  constexpr std::chrono::milliseconds kPause{10};
  const Stopwatch watch;
  const auto is_level = [&] {
    return std::ranges::all_of(received_, [&](const std::atomic<std::uint64_t>& received) {
      return received * 10 >= bytes_of_each * 9;
    });
  };
  while (!is_level()) {
    if (watch.seconds() > kPatience) give_up("those who watch do not come to the end");
    std::this_thread::sleep_for(kPause);
  }
  return watch.seconds();
}

}  // namespace whistle::bench::limits
