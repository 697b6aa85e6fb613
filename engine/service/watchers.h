#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/journal/journal.h"
#include "engine/service/case_reader.h"
#include "engine/service/frames.h"
#include "engine/service/rules.h"
#include "engine/service/told_messages.h"
#include "engine/service/watch_cursors.h"
#include "engine/service/watch_filter.h"
#include "whistle/v1/watch.pb.h"

namespace whistle::service {

// Who watches, and how far each has seen. A watcher is a position and a credit: nothing is queued
// for it, so a slow one costs no memory and harms nobody. watch.proto says what watchers may rely
// on. Thread: the service thread.
class Watchers {
 public:
  // How far ahead of what was sent credit may be. Who stops reading costs so many facts at most.
  static constexpr std::uint64_t kCreditAheadMax = 16384;
  // Of the cases in one message of a snapshot.
  static constexpr std::size_t kCasesBytesMax = std::size_t{256} * 1024;
  // Cases looked at for one message of a snapshot, and sent in it.
  static constexpr std::size_t kCasesLookedAtMax = 512;
  static constexpr std::size_t kCasesPerMessageMax = 64;
  // A turn ends after so many reads from disk, or so many bytes sent: others want to be served.
  static constexpr std::uint64_t kReadsPerTurnMax = 4;
  static constexpr std::size_t kBytesPerTurnMax = std::size_t{4} << 20U;
  // What a message that is made already counts for in that.
  static constexpr std::size_t kBytesOfShared = std::size_t{8} << 10U;
  // Packing pays from so many watchers on.
  static constexpr std::size_t kPackFrom = 8;
  // After so many messages there is a millisecond of rest, in which more gathers for the next.
  static constexpr std::size_t kMessagesPerRest = 7;
  static constexpr Milliseconds kRestMax{100};

  // False when the peer is gone or its queue is full.
  using Body = std::shared_ptr<const std::string>;
  using Send = std::function<bool(const Peer&, const v1::Header&, const Body&)>;

  struct Parts {
    Send send;
    const journal::Journal& journal;
    const Rules& rules;        // in force; others may take their place
    const CaseReader& reader;  // shows cases
    const WatchCursors& cursors;
    std::size_t watchers_max{1'024};
  };
  explicit Watchers(Parts parts)
      : parts_(std::move(parts)), messages_(parts_.journal, parts_.rules) {}

  // Where such a watch starts; else why it cannot.
  Outcome<Sequence, Problem> start_of(const Peer& peer, const v1::WatchRequest& request);
  // Begins; else says why not. Requires: a cursor that it names is there.
  Outcome<v1::WatchReply, Problem> watch(const Peer& peer, const v1::WatchRequest& request);
  // Nothing when that peer does not watch.
  std::optional<v1::WatchReply> credit(const Peer& peer, std::uint64_t credit);

  // How far the cursor of this peer's watch may be moved, and its name; nothing without one.
  struct Named {
    std::string cursor;
    Sequence seen{};
  };
  std::optional<Named> named(const Peer& peer);
  bool is_watched(const std::string& cursor) const;
  // Ends the watch with this cursor, if there is one, and tells it why.
  void end(const std::string& cursor, const Problem& why);

  // Everybody who watches.
  std::vector<Peer> peers() const;
  // Something is there to tell that peer, should its credit allow it.
  bool is_behind(const Peer& peer) const;
  bool is_watching(const Peer& peer) const { return watchers_.contains(peer); }
  // Sends nothing more to that peer.
  void forget(const Peer& peer) { watchers_.erase(peer); }

  // A group has become durable.
  void feed(const journal::Group& group);
  // Sends what credit allows; true when somebody could be served more at once.
  bool pump(std::int64_t time_ms);
  // How long the next pump() should wait after all were served: by what was sent since this was
  // asked last. A message costs much the same, whether it brings one fact or a thousand.
  Milliseconds rest();
  // Gives watchers a sign of life, and forgets those that cannot be reached.
  void beat(std::int64_t time_ms);

  std::size_t size() const { return watchers_.size(); }
  // The last record that watchers may see.
  Sequence head() const { return head_; }

 private:
  // Open cases first, ascending.
  struct Snapshot {
    Sequence watermark{};
    CaseId last{};     // looked at
    CaseId through{};  // later ones are told by facts
    std::uint64_t sent{};
    bool begun{};
  };
  struct Watcher {
    Sequence seen{};      // all that matches up to here was sent
    Sequence previous{};  // the last record that matched
    WatchFilter filter;
    bool packed{};
    std::string cursor;
    std::uint64_t credit{};
    std::uint64_t sent{};
    std::optional<Snapshot> snapshot;
    int unreachable{};  // beats in a row that could not be sent
    int beats_unanswered{};
  };
  using Table = std::map<Peer, Watcher>;
  enum class Served { Nothing, More, Gone };

  void find_head();
  // Why nobody can go on after `seen`; nothing when they can.
  std::optional<Problem> gone_after(Sequence seen) const;
  // One message to one watcher.
  Served serve(const Peer& peer, Watcher& watcher, std::int64_t time_ms);
  Served serve_facts(const Peer& peer, Watcher& watcher, std::int64_t time_ms);
  Served serve_snapshot(const Peer& peer, Watcher& watcher, std::int64_t time_ms);
  Served serve_cases(const Peer& peer, Watcher& watcher, std::int64_t time_ms);
  bool is_wanted(const Watcher& watcher, const casework::Case& item,
                 const casework::Symbols& names) const;
  v1::WatchEvents message(const Watcher& watcher, std::int64_t time_ms) const;
  bool send(const Peer& peer, std::string body);
  void tell_end(const Peer& peer, const Problem& why);

  Parts parts_;
  ToldMessages messages_;
  Table watchers_;
  Peer next_;  // whose turn it is
  Sequence head_{};
  std::size_t turn_bytes_{};
  std::size_t sent_{};  // messages of facts, since the last rest
};

}  // namespace whistle::service
