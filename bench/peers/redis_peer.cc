#include "bench/peers/redis_peer.h"

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <poll.h>

#include <chrono>
#include <deque>
#include <string>
#include <utility>

#include "bench/peers/pending.h"
#include "bench/peers/server_process.h"

namespace whistle::bench::peers {
namespace {

namespace fs = std::filesystem;

// A week is how long a complaint may come again.
constexpr const char* kSubmit = R"(
for i = 1, #ARGV, 2 do
  if redis.call('SET', 'once:' .. ARGV[i], '', 'NX', 'EX', 604800) then
    redis.call('XADD', 'complaints', '*', 'key', ARGV[i], 'text', ARGV[i + 1])
  end
end
return 0)";

// ARGV: worker, how many, deadline in ms.
constexpr const char* kPull = R"(
local found = redis.call('XREADGROUP', 'GROUP', 'workers', ARGV[1], 'COUNT', ARGV[2],
                         'STREAMS', 'complaints', '>')
if not found then return {} end
local entries = found[1][2]
local deadlines = {}
for i, entry in ipairs(entries) do
  deadlines[2 * i - 1] = ARGV[3]
  deadlines[2 * i] = entry[1]
end
redis.call('ZADD', 'deadlines', unpack(deadlines))
return entries)";

// ARGV: ids of entries. Answers how many of them were leased.
constexpr const char* kFinish = R"(
local leased = redis.call('ZREM', 'deadlines', unpack(ARGV))
redis.call('XACK', 'complaints', 'workers', unpack(ARGV))
redis.call('XDEL', 'complaints', unpack(ARGV))
return leased)";

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

std::string text_of(const redisReply& reply) { return {reply.str, reply.len}; }

class RedisSession final : public Session {
 public:
  RedisSession(std::uint16_t port, std::size_t clients, Listener& listener)
      : redis_(redisConnect("127.0.0.1", port)), listener_(&listener), finishing_(clients) {
    if (redis_ == nullptr || redis_->err != 0) fail();
    submit_ = load(kSubmit);
    pull_ = load(kPull);
    finish_ = load(kFinish);
    // An error says that the group is there already.
    ask({"XGROUP", "CREATE", "complaints", "workers", "0", "MKSTREAM"});
    block(false);
  }

  void submit(std::size_t client, std::span<const Message> messages) override {
    begin(client, Step::Submit, submit_);
    for (const Message& message : messages) {
      words_.push_back(message.key);
      words_.push_back(message.text);
    }
    send();
  }
  void pull(std::size_t client, std::size_t max) override {
    const auto now = std::chrono::system_clock::now() + std::chrono::seconds(kLeaseSeconds);
    const auto deadline = std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch();
    const std::string worker = "worker-" + std::to_string(client);
    const std::string count = std::to_string(max);
    const std::string until = std::to_string(deadline.count());
    begin(client, Step::Pull, pull_);
    words_.insert(words_.end(), {worker, count, until});
    send();
  }
  void finish(std::size_t client, std::span<const Grant> grants) override {
    finishing_[client] = grants.size();
    begin(client, Step::Finish, finish_);
    for (const Grant& grant : grants) words_.push_back(grant.handle);
    send();
  }
  void poll() override {
    int all_sent = 0;
    if (redisBufferWrite(redis_.get(), &all_sent) != REDIS_OK) fail();
    pollfd waiting{redis_->fd, static_cast<short>(all_sent != 0 ? POLLIN : POLLIN | POLLOUT), 0};
    constexpr int kWaitMs = 1000;
    if (::poll(&waiting, 1, kWaitMs) <= 0 || (waiting.revents & ~POLLOUT) == 0) return;
    if (redisBufferRead(redis_.get()) != REDIS_OK) fail();
    for (Reply reply = next(); reply != nullptr; reply = next()) hear(*reply);
  }
  bool is_empty() override {
    block(true);
    return ask({"XLEN", "complaints"})->integer == 0 && ask({"ZCARD", "deadlines"})->integer == 0 &&
           ask({"XPENDING", "complaints", "workers"})->element[0]->integer == 0;
  }

 private:
  struct FreeContext {
    void operator()(redisContext* context) const { redisFree(context); }
  };
  struct Expected {
    std::size_t client;
    Step step;
  };

  [[noreturn]] void fail() const {
    throw PeerError(std::string("Redis: ") + (redis_ ? redis_->errstr : "out of memory"));
  }

  // Whether reading and writing waits; hiredis looks at its flag, the system at its own.
  void block(bool waits) {
    const int others = ::fcntl(redis_->fd, F_GETFL) & ~O_NONBLOCK;
    ::fcntl(redis_->fd, F_SETFL, waits ? others : others | O_NONBLOCK);
    redis_->flags = waits ? redis_->flags | REDIS_BLOCK : redis_->flags & ~REDIS_BLOCK;
  }

  Reply ask(const std::vector<std::string>& words) {
    words_.assign(words.begin(), words.end());
    send();
    void* reply = nullptr;
    if (redisGetReply(redis_.get(), &reply) != REDIS_OK) fail();
    return Reply(static_cast<redisReply*>(reply));
  }
  std::string load(const char* script) {
    const Reply reply = ask({"SCRIPT", "LOAD", script});
    if (reply->type != REDIS_REPLY_STRING) throw PeerError("Redis: " + text_of(*reply));
    return text_of(*reply);
  }

  void begin(std::size_t client, Step step, const std::string& script) {
    expected_.push_back({client, step});
    words_.assign({"EVALSHA", script, "0"});
  }
  void send() {
    pointers_.clear();
    sizes_.clear();
    for (const std::string_view word : words_) {
      pointers_.push_back(word.data());
      sizes_.push_back(word.size());
    }
    redisAppendCommandArgv(redis_.get(), static_cast<int>(words_.size()), pointers_.data(),
                           sizes_.data());
  }

  Reply next() {
    void* reply = nullptr;
    if (redisGetReplyFromReader(redis_.get(), &reply) != REDIS_OK) fail();
    return Reply(static_cast<redisReply*>(reply));
  }
  void hear(const redisReply& reply) {
    if (reply.type == REDIS_REPLY_ERROR) throw PeerError("Redis: " + text_of(reply));
    const Expected expected = expected_.front();
    expected_.pop_front();
    switch (expected.step) {
      case Step::Submit:
        return listener_->on_submitted(expected.client);
      case Step::Pull:
        return listener_->on_pulled(expected.client, grants_of(reply));
      case Step::Finish:
        break;
    }
    const auto leased = static_cast<std::size_t>(reply.integer);
    if (leased != finishing_[expected.client]) throw PeerError("Redis: a lease was lost");
    listener_->on_finished(expected.client);
  }
  // Entries are [id, [name, value, ...]].
  static std::vector<Grant> grants_of(const redisReply& reply) {
    std::vector<Grant> grants;
    grants.reserve(reply.elements);
    for (std::size_t i = 0; i < reply.elements; ++i) {
      const redisReply& entry = *reply.element[i];
      grants.push_back({text_of(*entry.element[1]->element[1]), text_of(*entry.element[0])});
    }
    return grants;
  }

  std::unique_ptr<redisContext, FreeContext> redis_;
  Listener* listener_;
  std::string submit_;
  std::string pull_;
  std::string finish_;
  std::deque<Expected> expected_;
  std::vector<std::size_t> finishing_;  // how many each client finishes
  std::vector<std::string_view> words_;
  std::vector<const char*> pointers_;
  std::vector<std::size_t> sizes_;
};

class RedisPeer final : public Peer {
 public:
  explicit RedisPeer(const fs::path& folder)
      : port_(free_port()),
        server_({.words = {"/usr/bin/redis-server", "--bind", "127.0.0.1", "--port",
                           std::to_string(port_), "--dir", folder, "--save", "", "--appendonly",
                           "yes", "--appendfsync", "always", "--auto-aof-rewrite-min-size", "4gb",
                           "--daemonize", "no"},
                 .environment = {},
                 .user = {},
                 .log = folder / "log"}) {
    server_.wait_until([this] { return accepts_connections(port_); });
  }

  std::unique_ptr<Session> connect(std::size_t clients, Listener& listener) override {
    return std::make_unique<RedisSession>(port_, clients, listener);
  }

 private:
  std::uint16_t port_;
  ServerProcess server_;
};

}  // namespace

PeerKind redis_streams() {
  return {.name = "redis",
          .title = "Redis 7.0 streams, appendfsync always",
          .durable = "every step is synced before its yes",
          .deduplicates = true,
          .batch_clients = 16,
          .start = [](const fs::path& folder) -> std::unique_ptr<Peer> {
            return std::make_unique<RedisPeer>(folder);
          }};
}

}  // namespace whistle::bench::peers
