#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/client/options.h"
#include "adapters/client/result.h"
#include "whistle/v1/envelope.pb.h"
#include "whistle/v1/watch.pb.h"

namespace google::protobuf {
class Message;
}

namespace whistle::support {

// What the engine was asked.
struct Request {
  client::Line line = client::Line::Work;
  std::uint64_t connection = 0;  // counts the peers from 1, in the order they first spoke
  v1::Header header;
  std::string body;

  // Requires: the body is a Body.
  template <class Body>
  Body as() const {
    Body message;
    message.ParseFromString(body);
    return message;
  }
};

// What a script says to the peer that asked. Saying nothing is allowed, so is saying too much.
class Mouth {
 public:
  explicit Mouth(const Request& request) : request_(request) {}

  void ok(const google::protobuf::Message& body);
  void refuse(const client::Problem& problem);
  void event(const v1::WatchEvents& events);
  void go_away(const client::Problem& why);
  // Any frames, for nonsense.
  void frames(std::vector<std::string> frames) { said_.push_back(std::move(frames)); }
  // A correct answer, but to another request.
  void ok_to(std::uint64_t request_id, const google::protobuf::Message& body);

  const std::vector<std::vector<std::string>>& said() const { return said_; }

 private:
  const Request& request_;
  std::vector<std::vector<std::string>> said_;
};

using Script = std::function<void(const Request&, Mouth&)>;

// Scripts for the usual cases.
Script answers(const google::protobuf::Message& body);
Script refuses(client::Problem problem);
Script silent();
// The first request meets the first script, and so on; the last one stays.
Script in_turn(std::vector<Script> scripts);

// An engine that only talks: four ROUTER sockets on free ports of 127.0.0.1, served by a thread of
// its own, which runs the scripts. METHOD_HELLO and METHOD_PING are answered by themselves;
// anything else without a script is refused with UNIMPLEMENTED / NO_SCRIPT.
//
// Thread: any, but scripts run in the engine's.
class FakeEngine {
 public:
  FakeEngine();
  ~FakeEngine();
  FakeEngine(const FakeEngine&) = delete;
  FakeEngine& operator=(const FakeEngine&) = delete;

  client::Endpoints endpoints() const;

  void on(v1::Method method, Script script);
  // From outside of a script, to a connection that has spoken on this line.
  void tell(client::Line line, std::uint64_t connection, const v1::WatchEvents& events);

  // Closes all sockets, which ends all connections, and listens again on the same ports.
  void restart();
  // The two halves of restart.
  void fall();
  void rise();

  // What was asked so far, greetings and signs of life left out. Waits for the first `count`, ten
  // seconds at most.
  std::vector<Request> received(std::size_t count = 0) const;
  std::vector<Request> received(v1::Method method, std::size_t count) const;
  // The names in the greetings, in order.
  std::vector<std::string> greeted() const;
  std::vector<v1::Hello> greetings() const;

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace whistle::support
