#include "engine/service/curve.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

#include "engine/core/check.h"

namespace whistle::service {
namespace {

constexpr int kPatienceMs = 5000;

using KeyText = std::array<char, kKeyLetters + 1>;

ServerKey new_pair() {
  KeyText open{};
  KeyText secret{};
  WHISTLE_CHECK(zmq_curve_keypair(open.data(), secret.data()) == 0);
  return {secret.data(), open.data()};
}

std::string what_happened(int event) {
  switch (event) {
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
      return "it was let in";
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
      return "the handshake failed before any key was looked at";
    case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
    case ZMQ_EVENT_DISCONNECTED:
      return "the connection ended without a refusal";
    default:
      return "no answer came within five seconds";
  }
}

// The first event that ends a handshake one way or another, or 0.
int outcome_of(zmq::socket_t& events) {
  for (;;) {
    zmq::message_t event;
    if (!events.recv(event)) return 0;
    std::uint16_t number = 0;
    std::memcpy(&number, event.data(), sizeof number);
    zmq::message_t address;
    if (event.more()) std::ignore = events.recv(address);
    return number;
  }
}

}  // namespace

Outcome<ServerKey, std::string> server_key_of(const std::string& secret) {
  KeyText open{};
  if (secret.size() != kKeyLetters || zmq_curve_public(open.data(), secret.c_str()) != 0) {
    return Failure{std::string("not a secret key: 40 characters of Z85")};
  }
  return ServerKey{secret, open.data()};
}

Outcome<Done, std::string> guard(zmq::socket_t& socket, const ServerKey& key, Audience audience) {
  socket.set(zmq::sockopt::curve_server, true);
  socket.set(zmq::sockopt::curve_secretkey, key.secret);
  socket.set(zmq::sockopt::zap_domain, std::string(domain_of(audience)));
  // Without it a process whose Zap has gone lets everybody in. The library has had the option since
  // 4.3.0; its header shows it to draft builds only.
  constexpr int kZapEnforceDomain = 93;
  const int yes = 1;
  if (zmq_setsockopt(socket.handle(), kZapEnforceDomain, &yes, sizeof yes) == 0) return Done{};
  return Failure{std::string("this ZeroMQ cannot insist on authentication: ") +
                 zmq_strerror(zmq_errno())};
}

Outcome<Done, std::string> knock(zmq::context_t& context, const std::string& endpoint,
                                 const std::string& open_key) {
  constexpr int kOutcomes = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |
                            ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
                            ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_DISCONNECTED;
  const ServerKey stranger = new_pair();
  // ZeroMQ frees a name some time after its socket has closed, so each has its own.
  const std::string told_at = "inproc://whistle.knock." + stranger.open;
  try {
    zmq::socket_t socket(context, zmq::socket_type::dealer);
    socket.set(zmq::sockopt::linger, 0);
    socket.set(zmq::sockopt::reconnect_ivl, -1);
    socket.set(zmq::sockopt::curve_serverkey, open_key);
    socket.set(zmq::sockopt::curve_publickey, stranger.open);
    socket.set(zmq::sockopt::curve_secretkey, stranger.secret);
    if (zmq_socket_monitor(socket.handle(), told_at.c_str(), kOutcomes) != 0) throw zmq::error_t();
    zmq::socket_t events(context, zmq::socket_type::pair);
    events.set(zmq::sockopt::linger, 0);
    events.set(zmq::sockopt::rcvtimeo, kPatienceMs);
    events.connect(told_at);
    socket.connect(reachable(endpoint));
    const int outcome = outcome_of(events);
    zmq_socket_monitor(socket.handle(), nullptr, 0);
    if (outcome == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) return Done{};
    return Failure{endpoint + ": a key that nobody knows was tried, and " + what_happened(outcome)};
  } catch (const zmq::error_t& error) {
    return Failure{endpoint + ": cannot be tried: " + error.what()};
  }
}

std::string reachable(const std::string& endpoint) {
  constexpr std::string_view kTcp = "tcp://";
  for (const auto& [any, loopback] :
       {std::pair{"0.0.0.0:", "127.0.0.1:"}, {"*:", "127.0.0.1:"}, {"[::]:", "[::1]:"}}) {
    const std::string prefix = std::string(kTcp) + any;
    if (endpoint.starts_with(prefix)) {
      return std::string(kTcp) + loopback + endpoint.substr(prefix.size());
    }
  }
  return endpoint;
}

}  // namespace whistle::service
