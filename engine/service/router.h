#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>
#include <zmq.hpp>

#include "engine/core/outcome.h"
#include "engine/runtime/clock.h"
#include "engine/service/curve.h"
#include "engine/service/frames.h"
#include "engine/service/strikes.h"
#include "engine/service/unsent.h"

namespace whistle::service {

// What came and could not be read.
struct Unreadable {
  std::uint64_t messages{};   // refused
  std::uint64_t sent_away{};  // peers, for too many of them
  std::uint64_t dropped{};    // messages of those, unread and unanswered

  bool operator==(const Unreadable&) const = default;
};

// Puts a problem into words for a client, bounded.
void tell(const Problem& problem, v1::Status& status);

// A ROUTER socket on an Asio loop. Reads frames, refuses what is not WHISTLE/1 without troubling
// anybody else, and hands well-formed requests on. Each turn is bounded. Who goes on sending what
// cannot be read is sent away (Strikes).
// Thread: the loop's, for everything.
class Router final : public Asker {
 public:
  using Take = std::function<void(Request)>;

  // `clock` is the machine's: no flood lasts longer because a demonstration moves the time.
  Router(boost::asio::io_context& loop, zmq::context_t& context, std::string name,
         const runtime::Clock& clock, Take take);
  ~Router();
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  // Fails with the endpoint and ZeroMQ's reason. The endpoint bound to is in endpoint()
  // ("tcp://...:*" gives a free port).
  Outcome<Done, std::string> bind(const std::string& endpoint);
  const std::string& endpoint() const { return endpoint_; }
  // Asks every peer for a key; each request then says whose it came under. Requires: not bound.
  Outcome<Done, std::string> guard(const ServerKey& key, Audience audience);
  // At most so many messages wait for one connection, each way. Requires: not bound.
  void bound_queues(int messages);
  void start();
  // Reads what has come, one more turn at most.
  void take_rest();
  // Stops reading. What was sent still leaves.
  void stop();

  // Sends a response or an event. False when the peer is gone, or when so many messages, or so many
  // bytes (64 MiB), wait for it that this one must not.
  bool send(const Peer& peer, const v1::Header& header, const google::protobuf::MessageLite* body);
  // The same, with a body that is in bytes already.
  bool send(const Peer& peer, const v1::Header& header, std::string body);
  // The same; the bytes are not copied, and may be on their way to many others.
  bool send(const Peer& peer, const v1::Header& header,
            const std::shared_ptr<const std::string>& body);
  // Calls `if_lost`, if there is one, at once where send() would be false.
  void answer(const Request& request, const google::protobuf::MessageLite& body,
              std::function<void()> if_lost) override;
  void refuse(const Request& request, const Problem& problem) override {
    refuse(request.peer, request.header, problem);
  }
  // A refusal of what could not be read (BAD_FRAME and the like) is a strike.
  void refuse(const Peer& peer, const v1::Header& header, const Problem& problem);
  // GOAWAY: asks the peer to send nothing more.
  void send_away(const Peer& peer, const Problem& why);

  // The message that is being taken carries so many requests, and counts as many in this turn.
  void count(std::size_t requests) { received_ += requests - 1; }

  const Unreadable& unreadable() const { return unreadable_; }
  // Answers and refusals that were made and could not be sent: the peer was gone, or too much
  // waited for it.
  std::uint64_t undelivered() const { return undelivered_; }

 private:
  void wait();
  void turn();
  void post_turn();
  bool receive();
  void take_frames(std::vector<zmq::message_t> frames);
  bool send(const Peer& peer, const v1::Header& header, zmq::message_t body);
  bool is_readable();
  void count_strike(const Peer& peer);

  boost::asio::io_context& loop_;
  std::string name_;
  const runtime::Clock& clock_;
  Take take_;
  zmq::socket_t socket_;
  boost::asio::posix::stream_descriptor readable_;
  boost::asio::steady_timer check_;
  std::string endpoint_;
  bool guarded_{false};
  bool running_{false};
  bool turn_posted_{false};
  std::uint64_t wait_{};  // counts waits; an older one is void
  Strikes strikes_;
  Unsent unsent_;
  Unreadable unreadable_;
  std::uint64_t undelivered_{};   // answers
  std::size_t received_{};        // requests, in this turn
  std::size_t answered_bytes_{};  // in this turn
};

}  // namespace whistle::service
