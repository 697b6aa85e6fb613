#include "adapters/client/link.h"

#include <poll.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstring>
#include <tuple>
#include <utility>

namespace whistle::client {

namespace {

using std::chrono::milliseconds;

constexpr int kConnectTimeoutMs = 5000;
constexpr int kHandshakeMs = 5000;
constexpr int kHeartbeatMs = 5000;
constexpr int kHeartbeatTimeoutMs = 15000;
constexpr int kHeartbeatTtlMs = 20000;
// Larger than we read, so that one bad frame is refused by us and not by closing the connection,
// which would only be made again for the same frame.
constexpr std::int64_t kFrameBytesMax = 2 * kAnswerBytesMax;
constexpr std::uint32_t kDoublingsMax = 16;
constexpr std::uint64_t kPauseMaxMs = 3'600'000;

// All of these count only when set before connect.
void set_options(zmq::socket_t& socket) {
  socket.set(zmq::sockopt::linger, 0);
  // No queue towards an engine that is not there: a message is sent to a live connection or kept.
  socket.set(zmq::sockopt::immediate, true);
  socket.set(zmq::sockopt::reconnect_ivl, -1);
  // The window bounds what is on its way, so the socket need not; a full socket would look like a
  // lost one.
  socket.set(zmq::sockopt::sndhwm, 0);
  socket.set(zmq::sockopt::rcvhwm, 0);
  socket.set(zmq::sockopt::maxmsgsize, kFrameBytesMax);
  socket.set(zmq::sockopt::connect_timeout, kConnectTimeoutMs);
  socket.set(zmq::sockopt::handshake_ivl, kHandshakeMs);
  socket.set(zmq::sockopt::heartbeat_ivl, kHeartbeatMs);
  socket.set(zmq::sockopt::heartbeat_timeout, kHeartbeatTimeoutMs);
  socket.set(zmq::sockopt::heartbeat_ttl, kHeartbeatTtlMs);
  socket.set(zmq::sockopt::ipv6, true);
}

bool is_bad_address(int error) {
  return error == EINVAL || error == EPROTONOSUPPORT || error == ENOCOMPATPROTO || error == ENODEV;
}

}  // namespace

Link::Link(std::shared_ptr<Context> context, std::string endpoint, Keys keys)
    : context_(std::move(context)),
      endpoint_(std::move(endpoint)),
      keys_(std::move(keys)),
      is_network_(endpoint_.starts_with("tcp://")) {
  // The folder guards a socket in it; the engine asks for no keys there.
  if (!is_network_) keys_ = {};
}

void Link::believe(const std::string& next_server_key) {
  if (!keys_.empty() && is_key(next_server_key) && next_server_key != keys_.server) {
    keys_.next = next_server_key;
  }
}

Link::Opened Link::open() {
  close();
  // An engine that has another key cannot say so: it ends the handshake.
  if (hung_up_on_ && !keys_.next.empty()) std::swap(keys_.server, keys_.next);
  try {
    zmq::socket_t fresh(context_->zmq, zmq::socket_type::dealer);
    set_options(fresh);
    if (!keys_.empty()) {
      fresh.set(zmq::sockopt::curve_serverkey, keys_.server);
      fresh.set(zmq::sockopt::curve_publickey, keys_.own.open);
      fresh.set(zmq::sockopt::curve_secretkey, keys_.own.secret);
    }
    if (is_network_) watch_handshake(fresh);
    fresh.connect(endpoint_);
    socket_ = std::move(fresh);
  } catch (const zmq::error_t& error) {
    return is_bad_address(error.num()) ? Opened::BadEndpoint : Opened::NotNow;
  }
  state_ = State::Connecting;
  shut_.reset();
  return Opened::Yes;
}

void Link::watch_handshake(zmq::socket_t& fresh) {
  static std::atomic<std::uint64_t> numbers{0};
  const std::string address = "inproc://whistle.handshake." + std::to_string(++numbers);
  constexpr int kFailed = ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
                          ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL;
  if (zmq_socket_monitor(fresh.handle(), address.c_str(), kFailed) != 0) throw zmq::error_t();
  zmq::socket_t events(context_->zmq, zmq::socket_type::pair);
  events.set(zmq::sockopt::linger, 0);
  events.connect(address);
  events_ = std::move(events);
}

void Link::hear() {
  zmq::message_t event;
  while (events_.handle() != nullptr && events_.recv(event, zmq::recv_flags::dontwait)) {
    std::uint16_t number = 0;
    std::uint32_t value = 0;
    std::memcpy(&number, event.data(), sizeof number);
    std::memcpy(&value, event.data<char>() + sizeof number, sizeof value);
    zmq::message_t address;
    if (event.more()) std::ignore = events_.recv(address, zmq::recv_flags::dontwait);
    if (number == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) {
      shut_ = Problem{
          .code = kUnauthenticated,
          .reason = "KEY_REFUSED",
          .message = endpoint_ + ": the engine does not let the key " + keys_.own.open + " in"};
    } else if (number == ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL &&
               value == ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH) {
      shut_ = Problem{.code = kUnauthenticated,
                      .reason = keys_.empty() ? "KEY_NEEDED" : "NO_KEYS_THERE",
                      .message = endpoint_ + (keys_.empty() ? ": the engine asks for keys"
                                                            : ": the engine takes no keys there, "
                                                              "so it cannot prove who it is")};
    } else {
      hung_up_on_ = true;
    }
  }
  if (shut_) state_ = State::Shut;
}

void Link::close() {
  // Before the socket: its thread would go on telling.
  if (socket_.handle() != nullptr) zmq_socket_monitor(socket_.handle(), nullptr, 0);
  events_.close();
  socket_.close();
  state_ = State::Closed;
  readable_ = false;
}

Link::State Link::look() {
  if (state_ == State::Closed || state_ == State::Shut) return state_;
  if (state_ == State::Connecting) hear();
  if (state_ == State::Shut) return state_;
  const int events = socket_.get(zmq::sockopt::events);
  readable_ = (events & ZMQ_POLLIN) != 0;
  // With IMMEDIATE and no high-water mark a socket is writable exactly while its connection stands.
  if ((events & ZMQ_POLLOUT) != 0) {
    if (state_ == State::Connecting) {
      state_ = State::Up;
      hung_up_on_ = false;
    }
  } else if (state_ == State::Up) {
    state_ = State::Lost;
  }
  return state_;
}

int Link::descriptor() const {
  return state_ == State::Closed ? -1 : socket_.get(zmq::sockopt::fd);
}

bool Link::send(const v1::Header& header, std::string_view body) {
  if (state_ != State::Up) return false;
  const std::string head = header.SerializeAsString();
  try {
    const auto more = zmq::send_flags::sndmore | zmq::send_flags::dontwait;
    if (!socket_.send(zmq::const_buffer(kProtocol.data(), kProtocol.size()), more)) return false;
    // Once the first frame is taken, the rest of the message is taken as well.
    return socket_.send(zmq::const_buffer(head.data(), head.size()), more).has_value() &&
           socket_.send(zmq::const_buffer(body.data(), body.size()), zmq::send_flags::dontwait)
               .has_value();
  } catch (const zmq::error_t&) {
    state_ = State::Lost;
    return false;
  }
}

std::optional<Received> Link::receive() {
  std::vector<zmq::message_t> parts;
  try {
    for (bool more = true; more;) {
      zmq::message_t part;
      if (!socket_.recv(part, zmq::recv_flags::dontwait)) return std::nullopt;
      more = part.more();
      // One more than allowed is enough to know that the message is bad.
      if (parts.size() <= kFrames) parts.push_back(std::move(part));
    }
  } catch (const zmq::error_t&) {
    return std::nullopt;
  }
  std::vector<std::string_view> frames;
  frames.reserve(parts.size());
  for (const zmq::message_t& part : parts) {
    frames.emplace_back(static_cast<const char*>(part.data()), part.size());
  }
  return read_frames(frames);
}

BackOff::BackOff(std::uint64_t first_ms, std::uint64_t longest_ms)
    : first_ms_(std::clamp<std::uint64_t>(first_ms, 1, kPauseMaxMs)),
      longest_ms_(std::clamp<std::uint64_t>(longest_ms, first_ms_, kPauseMaxMs)),
      chance_(std::random_device{}()) {}

milliseconds BackOff::next() {
  const std::uint64_t pause = first_ms_ << std::min(attempts_, kDoublingsMax);
  ++attempts_;
  return spread(std::min(pause, longest_ms_));
}

milliseconds BackOff::spread(std::uint64_t pause_ms) {
  std::uniform_int_distribution<std::uint64_t> extra(0, pause_ms / 4);
  return milliseconds(pause_ms + extra(chance_));
}

void wait_for_change(const std::vector<int>& descriptors, Moment until) {
  std::vector<pollfd> list;
  for (const int descriptor : descriptors) {
    if (descriptor >= 0) list.push_back({.fd = descriptor, .events = POLLIN, .revents = 0});
  }
  int timeout = -1;
  if (until != kNever) {
    // Rounded up: waking a moment early would turn the rest of the wait into a busy loop.
    const auto left = std::chrono::ceil<milliseconds>(until - Steady::now()).count();
    timeout = static_cast<int>(std::clamp<std::int64_t>(left, 0, INT_MAX));
  }
  // An interrupted wait is a short wait; the caller looks at everything again.
  ::poll(list.data(), list.size(), timeout);
}

bool is_readable(int descriptor) {
  pollfd one{.fd = descriptor, .events = POLLIN, .revents = 0};
  return ::poll(&one, 1, 0) > 0;
}

}  // namespace whistle::client
