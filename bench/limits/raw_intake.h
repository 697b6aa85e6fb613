#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>
#include <zmq.hpp>

#include "bench/measure.h"
#include "whistle/v1/envelope.pb.h"

namespace whistle::bench::limits {

// A client of the intake socket that tries nothing again: every refusal is seen, when it comes. A
// few connections; nothing waits inside for places.
// Thread: one.
class RawIntake {
 public:
  // What became of the request that was sent so long ago.
  using Answer = std::function<void(const v1::Status&, Steady::time_point due)>;

  RawIntake(const std::string& endpoint, std::size_t connections, Answer answer);

  // `due`: from when its latency counts.
  void submit(const std::string& body, Steady::time_point due);
  // Takes what has come; waits at most so long when there is nothing.
  void poll(std::chrono::milliseconds timeout);
  std::uint64_t pending() const { return sent_ - answered_; }

 private:
  bool receive(zmq::socket_t& socket);

  zmq::context_t context_{1};
  std::vector<zmq::socket_t> sockets_;
  Answer answer_;
  std::vector<Steady::time_point> due_;  // by the number of the request
  std::uint64_t sent_{};
  std::uint64_t answered_{};
};

}  // namespace whistle::bench::limits
