#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/journal/journal.h"
#include "engine/service/router.h"
#include "engine/service/rules.h"
#include "whistle/v1/watch.pb.h"

namespace whistle::service {

// Who watches, and how far each has seen. A watcher is a cursor and a credit: nothing is queued for
// it, so a slow one costs no memory and harms nobody. Recent groups are kept in memory; who is
// further behind is served from the journal.
// Thread: the service thread.
class Watchers {
 public:
  static constexpr std::size_t kWatchersMax = 1024;
  static constexpr std::size_t kRecentRecordsMax = 16384;
  static constexpr std::size_t kRecordsPerMessageMax = 256;

  Watchers(Router& router, const journal::Journal& journal, const Rules& rules)
      : router_(router), journal_(journal), rules_(rules) {}

  // Nothing when the watcher was taken; else why not.
  std::optional<Problem> watch(const Peer& peer, const v1::WatchRequest& request);
  // False when that peer does not watch.
  bool credit(const Peer& peer, std::uint64_t credit);

  // A group has become durable.
  void feed(std::shared_ptr<const journal::Group> group);
  // Sends what credit allows; true when somebody could be served more at once.
  bool pump(std::int64_t time_ms);
  // Tells every watcher where the journal stands, and forgets those that cannot be reached.
  void beat(std::int64_t time_ms);

  std::size_t size() const { return watchers_.size(); }
  // The last record that watchers may see.
  Sequence head() const { return head_; }

 private:
  struct Watcher {
    Sequence seen{};
    std::set<std::string, std::less<>> events;  // empty: all
    std::uint64_t credit{};
    std::uint64_t sent{};
    int unreachable{};  // beats in a row that could not be sent
  };

  // Serves one message to one watcher; true when it may be served more.
  bool serve(const Peer& peer, Watcher& watcher, std::int64_t time_ms);
  // Records after `seen`, at most kRecordsPerMessageMax, as pointers that live until the next call.
  std::vector<const journal::Record*> after(Sequence seen);

  Router& router_;
  const journal::Journal& journal_;
  const Rules& rules_;  // in force; others may take their place
  std::map<Peer, Watcher> watchers_;
  std::deque<std::shared_ptr<const journal::Group>> recent_;
  std::size_t recent_records_{};
  Sequence head_{};
  std::vector<journal::Record> read_;  // backs what after() returns from disk
};

}  // namespace whistle::service
