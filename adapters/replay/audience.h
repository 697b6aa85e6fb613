#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "adapters/client/watch.h"
#include "adapters/replay/account.h"
#include "adapters/replay/picture.h"

namespace whistle::replay {

// Reads the watch stream into the books and the picture. Thread: one at a time.
class Audience {
 public:
  // Sees what happens after this sequence. All must outlive the audience.
  Audience(client::Watch& watch, std::uint64_t after, Account& account, Picture& picture);

  // Takes what has arrived; does not wait.
  void read();
  // Reads up to this sequence. False when the stream stays away for so long.
  bool read_through(std::uint64_t sequence, std::uint32_t patience_ms);

  // The engine's verdict about a case it has closed.
  std::optional<bool> closed_on_time(std::uint64_t case_id) const;

 private:
  void take(const v1::WatchEvents& events);

  client::Watch& watch_;
  Account& account_;
  Picture& picture_;
  bool ever_connected_ = false;
  std::unordered_map<std::uint64_t, bool> verdicts_;
};

}  // namespace whistle::replay
