#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "engine/casework/commands/commands.h"
#include "engine/journal/journal.h"
#include "engine/runtime/backlog.h"
#include "engine/runtime/clock.h"
#include "engine/runtime/distribution.h"
#include "engine/runtime/engine.h"

namespace whistle::runtime {

// Limits of the pipeline; each is bounded where settings are read.
struct PipelineLimits {
  std::size_t waiting_max{1024};        // requests that wait for the writer
  std::size_t group_records_max{4096};  // records in one commit group
  std::uint32_t ticks_per_turn{64};     // cases whose alarms fire before requests go on
};

// One wish on its way through.
struct Request {
  casework::Command command;
  // Driven clock only: let time pass up to here before deciding.
  std::optional<Timestamp> driven_time;
  // Called on the commit thread, once the reply may be told. Must not block.
  std::function<void(const Reply&)> answer;
  Caller caller{};
  Terms terms{};
};

// A look at the state, between two decisions. Runs on the writer; must be short and must not block.
using Look = std::function<void(const Engine&)>;

// The writer thread (decide, apply) and the commit thread (write, fsync), joined by one slot: while
// a group syncs, the next one forms. No timer delays a group. A reply is told only when everything
// it rests on is on disk.
//
// Thread: offer(), look(), set_driven_time() by any thread; start() and stop() by the one that made
// it.
class Pipeline {
 public:
  struct Parts {
    Engine& engine;
    journal::Journal& journal;
    const Clock& clock;
    DrivenClock* driven{};  // the same clock, when it is driven
    PipelineLimits limits;
    // Called on the commit thread after each durable group, before its replies are told. The group
    // still has its records and counters; its rows and texts are on disk only.
    std::function<void(const std::shared_ptr<const journal::Group>&)> on_durable;
    // Called first on each of the two threads; may be none.
    std::function<void()> on_thread{};
    // Called once on the commit thread when the journal failed. Nothing more is told afterwards;
    // the process must end, and recovery replays.
    std::function<void(const journal::Error&)> on_failure;
  };

  explicit Pipeline(Parts parts);
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  void start();
  // Decides and commits what was offered, then ends both threads.
  void stop();

  // False when too many requests wait: try again later. `urgent` requests (finishing, signing, ...)
  // are never refused for load.
  bool offer(Request request, bool urgent);
  // One of several that are offered at once.
  struct Offer {
    Request request;
    bool urgent{};
    bool is_taken{};  // as offer() says
  };
  // In their order, with nothing in between; each for itself is taken or not.
  void offer(std::span<Offer> offers);
  void look(Look look);
  // Makes a change of a cursor durable with the next group, or alone when none forms. `kept` is
  // called on the commit thread once it is.
  void keep(journal::CursorChange change, std::function<void()> kept);

  // How long the oldest wish has waited whose answer may not be told yet: in the queue, in the
  // forming group, or for the disk. Zero on a driven clock, where nothing may depend on how fast
  // the machine is. Any thread.
  Milliseconds lag() const;
  // Requests that wait for the writer. Any thread.
  std::size_t waiting() const;
  // How long groups took to become durable. Any thread.
  const Distribution& group_write() const { return group_write_; }

 private:
  struct PendingReply {
    Reply reply;
    std::function<void(const Reply&)> answer;
  };
  struct Keeping {
    journal::CursorChange change;
    std::function<void()> kept;
  };
  struct Batch {
    std::shared_ptr<journal::Group> group;  // nothing when nothing was decided
    std::vector<PendingReply> replies;
    std::vector<Keeping> cursors;
    std::vector<journal::KeptAnswer> answers;  // when no group carries them

    // Each answer has its reply.
    bool empty() const { return !group && replies.empty() && cursors.empty(); }
  };
  struct Item {
    std::optional<Request> request{};
    Look look{};
    std::optional<Keeping> cursor{};
  };

  // Requires: mutex_.
  bool enter(Request& request, bool urgent, Timestamp now);
  void write();
  void commit();
  // False when it failed, and everybody knows.
  bool make_durable(Batch& batch);
  Outcome<Done, journal::Error> store(Batch& batch);
  void handle(Item item, Timestamp now);
  void pass_time(Timestamp to);
  // Hands the forming batch to the commit thread. Waits for it when `must`; else does nothing while
  // it is busy.
  void hand_over(bool must);
  bool has_formed() const { return parts_.engine.forming() > 0 || !forming_.empty(); }
  Batch take_formed();
  // Tells everybody in a durable batch.
  void tell(Batch& batch);
  void take_waiting(std::vector<Item>& taken);
  bool is_full() const;
  std::optional<Milliseconds> until_alarm() const;

  Parts parts_;
  Batch forming_;           // writer only
  std::vector<Item> turn_;  // writer only: of the present turn; kept for its memory

  Backlog backlog_;
  Distribution group_write_;
  mutable std::mutex mutex_;
  std::condition_variable writer_wakes_;
  std::condition_variable commit_wakes_;
  std::deque<Item> waiting_;
  std::optional<Batch> slot_;
  bool commit_busy_{false};
  bool wants_slot_{false};  // the writer sleeps until the slot is free
  bool stopping_{false};
  bool writer_done_{false};
  bool failed_{false};

  std::thread writer_;
  std::thread committer_;
};

}  // namespace whistle::runtime
