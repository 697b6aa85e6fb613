#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/client/context.h"
#include "adapters/client/options.h"
#include "adapters/client/result.h"
#include "whistle/v1/watch.pb.h"

namespace whistle::client {

// Where a watch begins and what it shows.
struct Selection {
  std::uint64_t resume_after = 0;   // the last sequence already seen; 0: from the beginning
  bool from_now = false;            // ignore resume_after: only what happens from now on
  std::vector<std::string> events;  // only these; empty: all
};

// The stream of facts, without loss and without repeats: over a lost connection, a restarted engine
// or silence it subscribes again after the last sequence it has seen. Memory is bounded by the
// credit it gives the engine (Options::watch_credit), so a slow reader only lags.
//
// Thread: one at a time.
class Watch {
 public:
  explicit Watch(Options options, const std::shared_ptr<Context>& context = nullptr);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  // Begins, or begins again elsewhere. Does not wait for the engine.
  void subscribe(Selection selection);

  // The next facts in order, waiting at most so long. Nothing after the time, and at once when the
  // engine has refused the watch: see problem(). Messages may come without facts: then only
  // seen_sequence moved on. Requires: subscribe() was called.
  std::optional<v1::WatchEvents> next(std::uint32_t timeout_ms);

  // Resume here after a restart: every selected fact up to it has come out of next().
  std::uint64_t seen_sequence() const;
  // The engine's last known durable record. Equal to seen_sequence when nothing is left to come.
  std::uint64_t head_sequence() const;
  // True when the engine has answered on the present connection.
  bool connected() const;
  // Why the engine refused the watch, for instance an unknown event name. It is final until the
  // next subscribe().
  const std::optional<Problem>& problem() const;
  // Connections made after the first.
  std::uint64_t reconnects() const;

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace whistle::client
