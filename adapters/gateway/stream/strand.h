#pragma once

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/client/watch.h"

namespace whistle::gateway::stream {

// One watch of the engine, its events already as bytes, for any number of readers. Holds the last
// of them, bounded in bytes:
//
//        after              first                          end        seen
//   -------|------------------|--event--event--event--------|-----------|
//          '-- all that match after it are here, up to `seen` ----------'
//
// A shared strand throws the oldest away when it is full; who had not read them reads on elsewhere.
// A reader's own waits for its reader instead.
//
// Thread: one works for the strand (work()); readers are on that of the server.
class Strand : public std::enable_shared_from_this<Strand> {
 public:
  enum class Kind : std::uint8_t { Shared, Own };
  struct Limits {
    // Of a shared strand: one message of the engine, 4 MB when unpacked, is larger as JSON (by
    // estimate three times), and must not throw away what nobody has had time to read.
    std::size_t bytes_max = 16 << 20;
    // From so many on a reader's own waits for it: there may be many of them.
    std::size_t own_bytes_max = 4 << 20;
    // Of a shared strand: it begins so many records before its first reader, as others who were
    // there at the same time come back to nearly the same place ...
    std::uint64_t rewind = 1000;
    // ... and at the head, when that is farther away than this.
    std::uint64_t far = 20'000;
  };

  // `from` of a shared strand: where its first reader is, if anywhere; of its own: in `selection`.
  Strand(Kind kind, client::Selection selection, std::optional<std::uint64_t> from,
         const Limits& limits, boost::asio::any_io_executor readers);

  // Until stop(), or the engine refuses. Blocks.
  void work(client::Options options, const std::shared_ptr<client::Context>& context);
  void stop();

  struct State {
    bool known{};  // the engine has answered: where the strand begins, and of which journal
    bool connected{};
    std::uint64_t after{}, seen{}, head{};
    std::string journal_id;
    std::optional<client::Problem> problem;  // it has ended, for this reason
  };
  State state() const;

  // A place between events. Requires: state().known and state().after <= sequence.
  std::uint64_t place_after(std::uint64_t sequence) const;

  struct Taken {
    bool lost{};                               // the place is no longer there
    std::shared_ptr<const std::string> bytes;  // nothing: there is no more yet
    std::uint64_t place{};                     // behind them
    std::optional<std::uint64_t> sequence;     // of the last of them that has one
    std::uint64_t seen{};                      // nothing that matches is missing up to here
    std::size_t events{};
  };
  // What stands at the place, as many events as fit into some 64 KiB; without records up to
  // `after`, which the reader has had.
  Taken take(std::uint64_t place, std::uint64_t after = 0);

  // Resumes when something may have changed, or at the time. Thread: that of the server.
  boost::asio::awaitable<void> wait(std::chrono::steady_clock::time_point until);

 private:
  struct Event {
    std::uint64_t sequence{};  // 0: has none
    std::shared_ptr<const std::string> bytes;
  };

  void begin(client::Watch& watch);
  bool learn(client::Watch& watch, const v1::WatchEvents* first);
  bool help_itself(client::Watch& watch);
  void take_events(client::Watch& watch, const v1::WatchEvents& events);
  void finish_record();
  void add(std::uint64_t sequence, std::string bytes);
  void wait_for_room();
  void tell_readers();

  const Kind kind_;
  const client::Selection selection_;
  const std::optional<std::uint64_t> from_;
  const Limits limits_;
  const boost::asio::any_io_executor readers_;

  mutable std::mutex mutex_;
  std::condition_variable room_;
  State state_;
  std::deque<Event> events_;
  std::uint64_t first_{};  // place of the first of them
  std::size_t bytes_{};
  std::atomic<bool> stopped_{false};
  std::atomic<bool> told_{false};

  // Of the strand's thread: where it was begun, if not at the head; a record that may not be whole
  // yet.
  std::optional<std::uint64_t> begun_;
  std::uint64_t sequence_{};
  std::vector<v1::Fact> facts_;

  std::set<boost::asio::steady_timer*> waiting_;  // of the server's
};

}  // namespace whistle::gateway::stream
