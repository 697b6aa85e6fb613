#include "bench/peers/rabbit_peer.h"

#include <amqp.h>
#include <amqp_tcp_socket.h>

#include <algorithm>
#include <csignal>
#include <deque>
#include <fstream>
#include <string>
#include <utility>

#include "bench/peers/pending.h"
#include "bench/peers/server_process.h"

namespace whistle::bench::peers {
namespace {

namespace fs = std::filesystem;

constexpr amqp_channel_t kPublishing = 1;
constexpr amqp_channel_t kConsuming = 2;
constexpr const char* kQueue = "complaints";

amqp_bytes_t bytes(std::string_view text) {
  return {text.size(), const_cast<char*>(text.data())};  // NOLINT: the library has no const
}
std::string_view text_of(amqp_bytes_t bytes) {
  return {static_cast<const char*>(bytes.bytes), bytes.len};
}

[[noreturn]] void fail(const std::string& what) { throw PeerError("RabbitMQ: " + what); }

void expect(int status, const char* what) {
  if (status != AMQP_STATUS_OK) fail(std::string(what) + ": " + amqp_error_string2(status));
}

// Whom a confirm or a delivery is for.
struct Pull {
  std::size_t client{};
  std::size_t wants{};
};

class RabbitSession final : public Session {
 public:
  RabbitSession(std::uint16_t port, std::size_t clients, Listener& listener)
      : connection_(amqp_new_connection()), listener_(&listener), unconfirmed_(clients) {
    amqp_socket_t* socket = amqp_tcp_socket_new(get());
    if (socket == nullptr) fail("no memory");
    expect(amqp_socket_open(socket, "127.0.0.1", port), "connect");
    constexpr int kFrameBytes = 131072;
    expect(amqp_login(get(), "/", 0, kFrameBytes, 0, AMQP_SASL_METHOD_PLAIN, "guest", "guest"));
    for (const amqp_channel_t channel : {kPublishing, kConsuming}) {
      amqp_channel_open(get(), channel);
      expect(amqp_get_rpc_reply(get()));
    }
    declare();
    amqp_confirm_select(get(), kPublishing);
    expect(amqp_get_rpc_reply(get()));
    constexpr std::uint16_t kAhead = 2000;  // the most that a quorum queue delivers unacknowledged
    amqp_basic_qos(get(), kConsuming, 0, kAhead, 0);
    expect(amqp_get_rpc_reply(get()));
    amqp_basic_consume(get(), kConsuming, bytes(kQueue), amqp_empty_bytes, 0, 0, 0,
                       amqp_empty_table);
    expect(amqp_get_rpc_reply(get()));
  }

  void submit(std::size_t client, std::span<const Message> messages) override {
    unconfirmed_[client] = messages.size();
    amqp_basic_properties_t properties{};
    properties._flags = AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG;
    properties.delivery_mode = AMQP_DELIVERY_PERSISTENT;
    for (const Message& message : messages) {
      properties.message_id = bytes(message.key);
      expect(amqp_basic_publish(get(), kPublishing, amqp_empty_bytes, bytes(kQueue), 0, 0,
                                &properties, bytes(message.text)),
             "publish");
      published_.push_back(client);
    }
  }
  void pull(std::size_t client, std::size_t max) override { pulls_.push_back({client, max}); }
  void finish(std::size_t client, std::span<const Grant> grants) override {
    for (const Grant& grant : grants) {
      expect(amqp_basic_ack(get(), kConsuming, std::stoull(grant.handle), 0), "ack");
    }
    finished_.push_back(client);
  }

  void poll() override {
    // Acknowledgements are not answered.
    for (const std::size_t client : std::exchange(finished_, {})) listener_->on_finished(client);
    give_out();
    amqp_frame_t frame;
    timeval wait{finished_.empty() ? 1 : 0, 0};
    while (receive(frame, wait)) {
      hear(frame);
      wait = {0, 0};
    }
    give_out();
    amqp_maybe_release_buffers(get());
  }

  bool is_empty() override {
    // What was delivered and not acknowledged goes back when the channel is closed.
    amqp_channel_close(get(), kConsuming, AMQP_REPLY_SUCCESS);
    constexpr int kLooks = 50;
    for (int look = 0; look < kLooks; ++look) {
      if (declare() == 0) return true;
    }
    return false;
  }

 private:
  struct DestroyConnection {
    void operator()(amqp_connection_state_t connection) const {
      amqp_destroy_connection(connection);
    }
  };

  amqp_connection_state_t get() const { return connection_.get(); }

  static void expect(const amqp_rpc_reply_t& reply) {
    if (reply.reply_type == AMQP_RESPONSE_NORMAL) return;
    if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION) {
      fail(amqp_error_string2(reply.library_error));
    }
    if (reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION &&
        reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD) {
      const auto* close = static_cast<amqp_channel_close_t*>(reply.reply.decoded);
      fail(std::string(text_of(close->reply_text)));
    }
    fail("it closed the connection");
  }
  static void expect(int status, const char* what) { peers::expect(status, what); }

  // How many wait in it.
  std::uint32_t declare() {
    amqp_table_entry_t kind{};
    kind.key = amqp_cstring_bytes("x-queue-type");
    kind.value.kind = AMQP_FIELD_KIND_UTF8;
    kind.value.value.bytes = amqp_cstring_bytes("quorum");
    const auto* declared =
        amqp_queue_declare(get(), kPublishing, bytes(kQueue), 0, 1, 0, 0, amqp_table_t{1, &kind});
    expect(amqp_get_rpc_reply(get()));
    return declared->message_count;
  }

  bool receive(amqp_frame_t& frame, timeval wait) {
    const int status = amqp_simple_wait_frame_noblock(get(), &frame, &wait);
    if (status == AMQP_STATUS_TIMEOUT) return false;
    expect(status, "receive");
    return true;
  }

  void hear(const amqp_frame_t& frame) {
    switch (frame.frame_type) {
      case AMQP_FRAME_METHOD:
        return hear_method(frame.payload.method);
      case AMQP_FRAME_HEADER:
        return hear_header(frame.payload.properties);
      case AMQP_FRAME_BODY:
        return hear_body(frame.payload.body_fragment.len);
      default:
        return;
    }
  }
  void hear_method(const amqp_method_t& method) {
    switch (method.id) {
      case AMQP_BASIC_ACK_METHOD: {
        const auto* ack = static_cast<amqp_basic_ack_t*>(method.decoded);
        return confirmed(ack->delivery_tag, ack->multiple != 0);
      }
      case AMQP_BASIC_DELIVER_METHOD: {
        const auto* deliver = static_cast<amqp_basic_deliver_t*>(method.decoded);
        arriving_.handle = std::to_string(deliver->delivery_tag);
        return;
      }
      default:
        fail(std::string("unexpected ") + amqp_method_name(method.id));
    }
  }
  void hear_header(const decltype(amqp_frame_t::payload.properties)& header) {
    const auto* properties = static_cast<amqp_basic_properties_t*>(header.decoded);
    arriving_.key = text_of(properties->message_id);
    missing_ = header.body_size;
    if (missing_ == 0) arrived();
  }
  void hear_body(std::size_t size) {
    missing_ -= std::min<std::uint64_t>(missing_, size);
    if (missing_ == 0) arrived();
  }
  void arrived() { delivered_.push_back(std::move(arriving_)); }

  // Confirms may come in another order than what they confirm.
  void confirmed(std::uint64_t tag, bool all_until) {
    const std::uint64_t first = all_until ? first_unconfirmed_ : tag;
    for (std::uint64_t each = first; each <= tag; ++each) {
      std::size_t& client = published_.at(each - first_unconfirmed_);
      if (client == kNobody) continue;
      const std::size_t whose = std::exchange(client, kNobody);
      if (--unconfirmed_[whose] == 0) confirmed_.push_back(whose);
    }
    while (!published_.empty() && published_.front() == kNobody) {
      published_.pop_front();
      ++first_unconfirmed_;
    }
  }

  void give_out() {
    for (const std::size_t client : std::exchange(confirmed_, {})) listener_->on_submitted(client);
    while (!pulls_.empty() && delivered_.size() >= pulls_.front().wants) {
      const Pull pull = pulls_.front();
      pulls_.pop_front();
      const auto end = delivered_.begin() + static_cast<std::ptrdiff_t>(pull.wants);
      std::vector<Grant> grants(std::make_move_iterator(delivered_.begin()),
                                std::make_move_iterator(end));
      delivered_.erase(delivered_.begin(), end);
      listener_->on_pulled(pull.client, std::move(grants));
    }
  }

  static constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

  std::unique_ptr<amqp_connection_state_t_, DestroyConnection> connection_;
  Listener* listener_;
  std::vector<std::size_t> unconfirmed_;  // of each client
  std::deque<std::size_t> published_;     // whose, from first_unconfirmed_ on
  std::uint64_t first_unconfirmed_{1};
  std::vector<std::size_t> confirmed_;  // who has all confirms
  std::vector<std::size_t> finished_;
  std::deque<Pull> pulls_;
  Grant arriving_;
  std::uint64_t missing_{};
  std::deque<Grant> delivered_;
};

// The port mapper of Erlang, which would else be started by the broker, and stay.
class PortMapper {
 public:
  explicit PortMapper(const fs::path& folder)
      : port_(free_port()),
        process_(
            {.words = {"/usr/bin/epmd", "-address", "127.0.0.1", "-port", std::to_string(port_)},
             .environment = {},
             .user = {},
             .log = folder / "epmd.log"}) {
    process_.wait_until([this] { return accepts_connections(port_); });
  }

  std::uint16_t port() const { return port_; }

 private:
  std::uint16_t port_;
  ServerProcess process_;
};

class RabbitPeer final : public Peer {
 public:
  explicit RabbitPeer(const fs::path& folder)
      : port_(free_port()), mapper_(folder), server_(command(folder, port_, mapper_.port())) {
    // Its data goes away with it; an orderly end takes seconds.
    server_.stop_with(SIGKILL);
    server_.wait_until([this, log = folder / "broker.log"] {
      if (!accepts_connections(port_)) return false;
      std::ifstream file(log);
      const std::string all{std::istreambuf_iterator<char>(file), {}};
      return all.find("Server startup complete") != std::string::npos;
    });
  }

  std::unique_ptr<Session> connect(std::size_t clients, Listener& listener) override {
    return std::make_unique<RabbitSession>(port_, clients, listener);
  }

 private:
  static Command command(const fs::path& folder, std::uint16_t port, std::uint16_t mapper) {
    const fs::path settings = folder / "rabbitmq.conf";
    std::ofstream(settings) << "listeners.tcp.1 = 127.0.0.1:" << port
                            << "\ntotal_memory_available_override_value = 4GB\n";
    std::ofstream(folder / "enabled_plugins") << "[].\n";
    return {.words = {"/usr/lib/rabbitmq/bin/rabbitmq-server"},
            .environment = {{"HOME", folder},
                            {"RUNNING_UNDER_SYSTEMD", "true"},
                            {"ERL_EPMD_PORT", std::to_string(mapper)},
                            {"ERL_EPMD_ADDRESS", "127.0.0.1"},
                            {"RABBITMQ_NODENAME", "peer" + std::to_string(port) + "@localhost"},
                            {"RABBITMQ_DIST_PORT", std::to_string(free_port())},
                            {"RABBITMQ_CONF_ENV_FILE", folder / "none"},
                            {"RABBITMQ_CONFIG_FILE", settings},
                            {"RABBITMQ_MNESIA_BASE", folder / "mnesia"},
                            {"RABBITMQ_LOG_BASE", folder},
                            {"RABBITMQ_LOGS", folder / "broker.log"},
                            {"RABBITMQ_PID_FILE", folder / "pid"},
                            {"RABBITMQ_ENABLED_PLUGINS_FILE", folder / "enabled_plugins"}},
            .user = {},
            .log = folder / "log"};
  }

  std::uint16_t port_;
  PortMapper mapper_;
  ServerProcess server_;
};

}  // namespace

PeerKind rabbitmq() {
  return {.name = "rabbitmq",
          .title = "RabbitMQ 3.10, quorum queue",
          .durable =
              "a publish is synced before its confirm; deliveries are not, acknowledgements "
              "are not answered, and nothing is deduplicated",
          .deduplicates = false,
          .batch_clients = 16,
          .start = [](const fs::path& folder) -> std::unique_ptr<Peer> {
            return std::make_unique<RabbitPeer>(folder);
          }};
}

}  // namespace whistle::bench::peers
