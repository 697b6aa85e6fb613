#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>
#include <zmq.hpp>

#include "adapters/client/context.h"
#include "adapters/client/frames.h"
#include "adapters/client/keys.h"
#include "adapters/client/result.h"

// Inside the client only: the one place that speaks ZeroMQ.
namespace whistle::client {

class Context {
 public:
  // A link over TCP has three sockets, two of them to hear what becomes of the handshake.
  Context() { zmq.set(zmq::ctxopt::max_sockets, 16'384); }

  zmq::context_t zmq{1};
};

using Steady = std::chrono::steady_clock;
using Moment = Steady::time_point;
inline constexpr Moment kNever = Moment::max();

// One DEALER socket for one connection. libzmq never reconnects behind our back: a new connection
// is a new identity at the engine, which knows nothing of our requests or our watch, so whoever
// owns the link opens it again and says what must be said again.
//
//   Closed --open--> Connecting --handshake--> Up --connection ends--> Lost --close--> Closed
//                        '--the engine lets nobody in with our key--> Shut --close--> Closed
//
// Thread: one at a time.
class Link {
 public:
  enum class State : std::uint8_t { Closed, Connecting, Up, Lost, Shut };
  enum class Opened : std::uint8_t { Yes, NotNow, BadEndpoint };

  Link(std::shared_ptr<Context> context, std::string endpoint, Keys keys);

  // A fresh socket; what was queued in the old one is gone. Returns before the connection stands.
  Opened open();
  // The engine says that this will be its key. From then on either is believed: who is hung up on
  // under one tries the other. What is no key changes nothing.
  void believe(const std::string& next_server_key);
  void close();

  // Looks at the socket. Call again after every send and receive until nothing is left to do, and
  // only then wait on descriptor(): it wakes once per change, not per message.
  State look();
  State state() const { return state_; }
  bool readable() const { return readable_; }
  // Why the door is shut, once it is: trying again is of no use until somebody changes something.
  const std::optional<Problem>& shut() const { return shut_; }
  // The last handshake ended without a word. The engine may just have stopped; if it goes on like
  // this, its public key is not the one we were given.
  bool is_hung_up_on() const { return hung_up_on_ && !keys_.empty(); }
  // For ::poll; -1 when closed.
  int descriptor() const;

  // False when the connection is gone or not there yet.
  bool send(const v1::Header& header, std::string_view body);
  // Requires: readable(). Nothing when the message could not be understood.
  std::optional<Received> receive();

 private:
  void watch_handshake(zmq::socket_t& fresh);
  // Reads what became of the handshake.
  void hear();

  std::shared_ptr<Context> context_;
  std::string endpoint_;
  Keys keys_;
  bool is_network_;
  zmq::socket_t socket_;
  zmq::socket_t events_;  // what ZeroMQ tells about the handshake
  State state_ = State::Closed;
  bool readable_ = false;
  std::optional<Problem> shut_;
  bool hung_up_on_ = false;
};

// Pauses between attempts: they double from `first` to `longest`; the last fifth is chance, so that
// a thousand clients do not come back in one instant.
class BackOff {
 public:
  BackOff(std::uint64_t first_ms, std::uint64_t longest_ms);
  std::chrono::milliseconds next();
  void reset() { attempts_ = 0; }
  // Adds the chance to a pause that somebody else has named.
  std::chrono::milliseconds spread(std::uint64_t pause_ms);

 private:
  std::uint64_t first_ms_;
  std::uint64_t longest_ms_;
  std::uint32_t attempts_ = 0;
  std::minstd_rand chance_;
};

// Waits until one of the descriptors changes or the moment comes. Negative ones are skipped.
void wait_for_change(const std::vector<int>& descriptors, Moment until);
bool is_readable(int descriptor);

}  // namespace whistle::client
