#include "bench/peers/nats_peer.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "bench/peers/nats_protocol.h"
#include "bench/peers/pending.h"
#include "bench/peers/server_process.h"
#include "bench/peers/stream.h"

namespace whistle::bench::peers {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kNanosecondsInSecond = 1'000'000'000;
constexpr const char* kSubject = "complaints";
constexpr const char* kNext = "$JS.API.CONSUMER.MSG.NEXT.COMPLAINTS.WORKERS";
// Inboxes of a client are sid 3 * client + step; then comes that of the session itself.
constexpr std::size_t kSteps = 3;

std::string inbox(std::uint64_t sid) { return "_INBOX.W." + std::to_string(sid); }

class NatsSession final : public Session {
 public:
  NatsSession(std::uint16_t port, std::size_t clients, Listener& listener)
      : stream_(port), pending_(clients, listener), own_sid_(kSteps * clients) {
    stream_.out() +=
        "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,\"no_responders\":true,"
        "\"lang\":\"c++\",\"version\":\"0\",\"protocol\":1}\r\n";
    for (std::uint64_t sid = 0; sid <= own_sid_; ++sid) {
      append_subscribe(stream_.out(), inbox(sid), sid);
      inboxes_.push_back(inbox(sid));
    }
    // What exists already, exactly so, is left as it is.
    ask("$JS.API.STREAM.CREATE.COMPLAINTS", {{"name", "COMPLAINTS"},
                                             {"subjects", {kSubject}},
                                             {"retention", "workqueue"},
                                             {"storage", "file"},
                                             {"max_consumers", -1},
                                             {"max_msgs", -1},
                                             {"max_bytes", -1},
                                             {"num_replicas", 1},
                                             {"duplicate_window", 120 * kNanosecondsInSecond}});
    ask("$JS.API.CONSUMER.DURABLE.CREATE.COMPLAINTS.WORKERS",
        {{"stream_name", "COMPLAINTS"},
         {"config",
          {{"durable_name", "WORKERS"},
           {"deliver_policy", "all"},
           {"ack_policy", "explicit"},
           {"ack_wait", kLeaseSeconds * kNanosecondsInSecond},
           {"max_ack_pending", 100'000},
           {"replay_policy", "instant"}}}});
  }

  void submit(std::size_t client, std::span<const Message> messages) override {
    const std::string& reply = begin(client, Step::Submit, messages.size());
    for (const Message& message : messages) {
      append_publish_once(stream_.out(), kSubject, reply, message.key, message.text);
    }
  }
  void pull(std::size_t client, std::size_t max) override {
    const std::string& reply = begin(client, Step::Pull, max);
    append_publish(stream_.out(), kNext, reply,
                   "{\"batch\":" + std::to_string(max) +
                       ",\"expires\":" + std::to_string(kNanosecondsInSecond) + "}");
  }
  void finish(std::size_t client, std::span<const Grant> grants) override {
    const std::string& reply = begin(client, Step::Finish, grants.size());
    for (const Grant& grant : grants) append_publish(stream_.out(), grant.handle, reply, "+ACK");
  }
  void poll() override {
    stream_.exchange();
    NatsFrame frame;
    while (const std::size_t bytes = read_frame(stream_.in(), frame)) {
      hear(frame);
      stream_.take(bytes);
    }
  }
  bool is_empty() override {
    const nlohmann::json stream = ask("$JS.API.STREAM.INFO.COMPLAINTS", nullptr);
    return stream.at("state").at("messages") == 0;
  }

 private:
  const std::string& begin(std::size_t client, Step step, std::size_t answers) {
    pending_.begin(client, step, answers);
    return inboxes_[kSteps * client + static_cast<std::size_t>(step)];
  }

  nlohmann::json ask(const std::string& subject, const nlohmann::json& question) {
    append_publish(stream_.out(), subject, inboxes_[own_sid_],
                   question.is_null() ? std::string() : question.dump());
    answer_.clear();
    while (answer_.empty()) poll();
    nlohmann::json answer = nlohmann::json::parse(answer_);
    if (answer.contains("error")) throw PeerError("JetStream: " + answer_);
    return answer;
  }

  void hear(const NatsFrame& frame) {
    if (frame.word == "MSG") return hear_message(frame);
    if (frame.word == "PING") stream_.out() += "PONG\r\n";
    if (frame.word == "-ERR") throw PeerError("NATS: " + std::string(frame.text));
  }

  void hear_message(const NatsFrame& frame) {
    if (frame.sid == own_sid_) {
      answer_ = frame.payload;
      return;
    }
    const std::size_t client = frame.sid / kSteps;
    const auto step = static_cast<Step>(frame.sid % kSteps);
    const std::string_view status = status_of(frame.header);
    if (step == Step::Pull) return hear_grant(client, frame, status);
    if (status == "503" || frame.payload.find("\"error\"") != std::string_view::npos) {
      throw PeerError("JetStream: " + std::string(frame.payload.empty() ? status : frame.payload));
    }
    pending_.answered(client);
  }

  void hear_grant(std::size_t client, const NatsFrame& frame, std::string_view status) {
    if (status == "404" || status == "408") return pending_.ended(client);
    if (!status.empty()) throw PeerError("JetStream: status " + std::string(status));
    pending_.grant(client,
                   {std::string(value_of(frame.header, "Nats-Msg-Id")), std::string(frame.reply)});
    pending_.answered(client);
  }

  Stream stream_;
  Pending pending_;
  std::uint64_t own_sid_;
  std::vector<std::string> inboxes_;
  std::string answer_;
};

fs::path write_settings(const fs::path& folder, std::uint16_t port) {
  const fs::path path = folder / "nats.conf";
  std::ofstream(path) << "listen: \"127.0.0.1:" << port
                      << "\"\njetstream {\n  store_dir: " << folder / "store"
                      << "\n  max_memory_store: 256M\n  max_file_store: 8G\n}\n";
  return path;
}

class NatsPeer final : public Peer {
 public:
  explicit NatsPeer(const fs::path& folder)
      : port_(free_port()),
        server_({.words = {"/usr/sbin/nats-server", "-c", write_settings(folder, port_)},
                 .environment = {},
                 .user = {},
                 .log = folder / "log"}) {
    server_.wait_until([this] { return accepts_connections(port_); });
  }

  std::unique_ptr<Session> connect(std::size_t clients, Listener& listener) override {
    return std::make_unique<NatsSession>(port_, clients, listener);
  }

 private:
  std::uint16_t port_;
  ServerProcess server_;
};

}  // namespace

PeerKind nats_jetstream() {
  return {.name = "nats",
          .title = "NATS JetStream 2.9, file",
          .durable =
              "written, but not synced before the yes: 2.9 syncs every two minutes and has "
              "no setting for more; deliveries are noted later",
          .deduplicates = true,
          .batch_clients = 16,
          .start = [](const fs::path& folder) -> std::unique_ptr<Peer> {
            return std::make_unique<NatsPeer>(folder);
          }};
}

}  // namespace whistle::bench::peers
