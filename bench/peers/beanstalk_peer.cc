#include "bench/peers/beanstalk_peer.h"

#include <array>
#include <deque>
#include <string>
#include <utility>

#include "bench/peers/beanstalk_protocol.h"
#include "bench/peers/pending.h"
#include "bench/peers/server_process.h"
#include "bench/peers/stream.h"

namespace whistle::bench::peers {
namespace {

namespace fs = std::filesystem;

class BeanstalkSession final : public Session {
 public:
  BeanstalkSession(std::uint16_t port, std::size_t clients, Listener& listener)
      : stream_(port), pending_(clients, listener) {}

  void submit(std::size_t client, std::span<const Message> messages) override {
    begin(client, Step::Submit, messages.size());
    for (const Message& message : messages) {
      append_put(stream_.out(), kLeaseSeconds, message.key, message.text);
    }
  }
  void pull(std::size_t client, std::size_t max) override {
    begin(client, Step::Pull, max);
    for (std::size_t i = 0; i < max; ++i) append_reserve(stream_.out());
  }
  void finish(std::size_t client, std::span<const Grant> grants) override {
    begin(client, Step::Finish, grants.size());
    for (const Grant& grant : grants) append_delete(stream_.out(), grant.handle);
  }
  void poll() override {
    stream_.exchange();
    BeanstalkReply reply;
    while (const std::size_t bytes = read_reply(stream_.in(), reply)) {
      hear(reply);
      stream_.take(bytes);
    }
  }
  bool is_empty() override {
    constexpr std::string_view kNone = "current-jobs-ready: 0\ncurrent-jobs-reserved: 0\n";
    stream_.out() += "stats\r\n";
    while (stream_.in().find("\r\n", stream_.in().find("\r\n") + 2) == std::string_view::npos) {
      stream_.exchange();
    }
    return stream_.in().find(kNone) != std::string_view::npos;
  }

 private:
  struct Expected {
    std::size_t client;
    std::string_view word;
  };

  void begin(std::size_t client, Step step, std::size_t answers) {
    constexpr std::array<std::string_view, 3> kWords{"INSERTED", "RESERVED", "DELETED"};
    pending_.begin(client, step, answers);
    const Expected expected{client, kWords[static_cast<std::size_t>(step)]};
    expected_.insert(expected_.end(), answers, expected);
  }

  // Replies come in the order of the commands.
  void hear(const BeanstalkReply& reply) {
    if (expected_.empty()) throw PeerError("beanstalkd speaks unasked");
    const Expected expected = expected_.front();
    expected_.pop_front();
    const bool found_none = expected.word == "RESERVED" && reply.word == "TIMED_OUT";
    if (reply.word != expected.word && !found_none) {
      throw PeerError("beanstalkd answered " + std::string(reply.word));
    }
    if (reply.word == "RESERVED") {
      pending_.grant(expected.client, {std::string(key_of(reply.body)), std::string(reply.id)});
    }
    pending_.answered(expected.client);
  }

  Stream stream_;
  Pending pending_;
  std::deque<Expected> expected_;
};

class BeanstalkPeer final : public Peer {
 public:
  explicit BeanstalkPeer(const fs::path& folder)
      : port_(free_port()),
        server_({.words = {"/usr/bin/beanstalkd", "-l", "127.0.0.1", "-p", std::to_string(port_),
                           "-b", folder, "-f", "0"},
                 .environment = {},
                 .user = {},
                 .log = folder / "log"}) {
    server_.wait_until([this] { return accepts_connections(port_); });
  }

  std::unique_ptr<Session> connect(std::size_t clients, Listener& listener) override {
    return std::make_unique<BeanstalkSession>(port_, clients, listener);
  }

 private:
  std::uint16_t port_;
  ServerProcess server_;
};

}  // namespace

PeerKind beanstalkd() {
  return {.name = "beanstalkd",
          .title = "beanstalkd 1.12, -b -f 0",
          .durable =
              "put and delete are synced one by one; a reservation is in memory only, and "
              "nothing is deduplicated",
          .deduplicates = false,
          .batch_clients = 4,
          .start = [](const fs::path& folder) -> std::unique_ptr<Peer> {
            return std::make_unique<BeanstalkPeer>(folder);
          }};
}

}  // namespace whistle::bench::peers
