#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>
#include <zmq.hpp>

#include "engine/runtime/clock.h"
#include "engine/service/directory.h"
#include "engine/service/permissions.h"

// Who may shake hands: ZeroMQ's authentication protocol (ZAP 1.0, https://rfc.zeromq.org/spec/27).
namespace whistle::service {

// A handshake that asks to be let in.
struct Handshake {
  std::string domain;   // of the socket
  std::string address;  // of the peer
  std::string mechanism;
  std::string key;  // public, Z85; empty unless the mechanism is CURVE
};

struct Verdict {
  bool is_welcome{};
  std::string why;  // not; for logs, never told to the peer
};

// Lets in who has a key that is listed, works at that instant and belongs to a principal with
// business on the socket of that domain. Everything else is refused, first of all when there are no
// principals.
Verdict judge(const Handshake& handshake, const Directory* directory, Timestamp now);

// Answers ZeroMQ's questions on a thread of its own, so that a loop which triages keeps nobody from
// being let in, and a flood of handshakes does not keep the loop from triaging. A process has one,
// made before any socket is bound: without one, ZeroMQ would let everybody in.
//
// The User-Id of a connection is its public key in Z85: who that is, is asked anew of every
// message. Thread: made and ended by one thread; use() and report_to() by any.
class Zap {
 public:
  // Called on Zap's thread, at most once a second: what was refused, and how many since the last
  // call. Must not block.
  using Report = std::function<void(const Handshake&, const std::string& why, std::uint64_t count)>;

  Zap(zmq::context_t& context, const runtime::Clock& clock);
  ~Zap();
  Zap(const Zap&) = delete;
  Zap& operator=(const Zap&) = delete;

  void use(std::shared_ptr<const Directory> directory);
  void report_to(Report report);
  std::uint64_t denied() const { return denied_.load(); }

 private:
  void serve();
  void answer(std::vector<zmq::message_t> question);
  void tell(const Handshake& handshake, const std::string& why);

  const runtime::Clock& clock_;
  zmq::socket_t questions_;
  zmq::socket_t stop_;   // the handle of who ends it
  zmq::socket_t stops_;  // what the thread listens to
  std::mutex mutex_;
  std::shared_ptr<const Directory> directory_;
  Report report_;
  std::atomic<std::uint64_t> denied_{};
  std::uint64_t untold_{};
  Timestamp told_{Timestamp::min()};
  std::thread thread_;
};

}  // namespace whistle::service
