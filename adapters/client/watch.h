#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/client/context.h"
#include "adapters/client/options.h"
#include "adapters/client/result.h"
#include "whistle/v1/envelope.pb.h"
#include "whistle/v1/watch.pb.h"

namespace whistle::client {

// Where a watch begins and what it shows; WatchRequest in watch.proto says more of each. Empty
// lists choose nothing.
struct Selection {
  std::uint64_t resume_after = 0;      // the last sequence already seen; 0: from the beginning
  bool from_now = false;               // ignore resume_after: only what happens from now on
  std::vector<std::string> events{};   // only these kinds
  std::vector<std::uint64_t> areas{};  // only cases there or below
  std::vector<std::string> severities{};
  std::vector<std::string> tiers{};
  std::vector<std::string> units{};
  bool snapshot = false;     // the open cases first; see watch.proto for what they are as of
  std::string journal_id{};  // that resume_after belongs to; empty: whatever it is
  std::string cursor{};      // go on where this name has got to, and see acknowledge()
  // For whom a gateway watches; without a name: for itself. See Client::next_for.
  v1::Operator acting_for{};
};

// The stream of facts, without loss and without repeats: over a lost connection, a restarted
// engine, a gap or silence it subscribes again after the last sequence it has seen. Of a snapshot
// that was interrupted it begins a new one: drop the cases when snapshot_begin comes again. Memory
// is bounded by the credit it gives the engine (Options::watch_credit), so a slow reader only lags.
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

  // With a cursor: everything up to here is dealt with and need not come again. Sent with the next
  // call of next(); over a lost connection it is not forgotten.
  void acknowledge(std::uint64_t sequence);
  // The last one that the engine has on disk, of those acknowledged here.
  std::uint64_t acknowledged() const;

  // Resume here after a restart: every selected fact up to it has come out of next().
  std::uint64_t seen_sequence() const;
  // The engine's last known durable record. Equal to seen_sequence when nothing is left to come.
  std::uint64_t head_sequence() const;
  // True when the engine has answered on the present connection.
  bool connected() const;
  // Which journal it is; empty until the engine has answered.
  const std::string& journal_id() const;
  // Why the engine refused or ended the watch: an unknown event name, a sequence that its journal
  // no longer has (COMPACTED, JOURNAL_CHANGED: see first_available), a cursor that somebody else
  // has taken. It is final until the next subscribe().
  const std::optional<Problem>& problem() const;
  // Why the engine has sent us away, while there is no new connection: it stops, most likely to
  // start again. The watch goes on by itself.
  const std::optional<Problem>& farewell() const;
  // Connections made after the first.
  std::uint64_t reconnects() const;
  // Messages that were lost on the way, and asked for again.
  std::uint64_t gaps() const;
  // Of messages of this watch, as they came: facts may come packed.
  std::uint64_t received_bytes() const;

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace whistle::client
