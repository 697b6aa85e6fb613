#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "adapters/client/keys.h"

namespace whistle::client {

// The engine's four sockets, one per audience.
enum class Line : std::uint8_t { Intake = 0, Work = 1, Watch = 2, Admin = 3 };
inline constexpr std::size_t kLines = 4;

// ZeroMQ addresses. A line is opened when it is first used, so unused ones need not exist.
struct Endpoints {
  std::string intake = "tcp://127.0.0.1:7701";
  std::string work = "tcp://127.0.0.1:7702";
  std::string watch = "tcp://127.0.0.1:7703";
  std::string admin = "tcp://127.0.0.1:7704";

  const std::string& of(Line line) const;
};

struct Options {
  Endpoints endpoints;
  // For tcp:// endpoints, where the engine asks for keys. Sockets on ipc:// take none.
  Keys keys;
  std::string name = "whistle-client";  // in the engine's log
  std::string version;
  // A line that is silent for so long although a request waits on it is opened again and all that
  // waits on it is sent again. Doubles with each silence, up to eight times, with jitter.
  std::uint32_t request_timeout_ms = 5000;
  // From the call to NO_ANSWER or CANNOT_CONNECT; also bounds how long a submit is tried again
  // after INTAKE_FULL and the like. 0: never give up.
  std::uint32_t give_up_after_ms = 0;
  // Each wish that does not name itself carries a random idempotency key, so that what is repeated
  // after a lost connection or a silence happens once. The engine keeps a row for each for a week:
  // for people at a desk, not for feeds, whose complaints have a number of their own anyway.
  bool once = false;
  // The engine does nothing that it has not decided so long after it read the request; 0: whenever
  // its turn comes. Not for an engine on a driven clock, whose time is not ours.
  std::uint32_t decide_within_ms = 0;
  // Requests of one line that may be on their way; the rest wait inside the client.
  std::uint32_t window = 256;
  // Between attempts to connect: the first pause and the longest, with jitter.
  std::uint32_t reconnect_ms = 100;
  std::uint32_t reconnect_max_ms = 5000;
  // Which line get_case, explain, call_back, queues, registers and act use, as far as it takes
  // them: Intake for those who may see no other.
  Line reading = Line::Work;
  // For Watch: facts the engine may send ahead of us; more than 16384 are as many.
  std::uint64_t watch_credit = 8192;
  // For Watch: after so much silence the engine is asked whether it is still there.
  std::uint32_t watch_ping_ms = 2000;
};

}  // namespace whistle::client
