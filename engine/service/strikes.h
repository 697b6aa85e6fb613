#pragma once

#include <cstddef>
#include <iterator>
#include <list>
#include <optional>
#include <unordered_map>
#include <utility>

#include "engine/core/time_point.h"
#include "engine/service/frames.h"

namespace whistle::service {

// Remembers which peers send messages that nobody can read. At the third within a short time a peer
// is sent away, and stays away for a while. Bounded, however many peers there are: the one whose
// last strike is the longest ago is forgiven first. Time comes from outside. Thread: one at a time.
class Strikes {
 public:
  static constexpr Milliseconds kWithin{10'000};
  static constexpr Milliseconds kAwayFor{60'000};
  static constexpr std::size_t kPeersMax = 4096;

  // A message of this peer could not be read. True when the peer is sent away for it.
  bool strike(const Peer& peer, Timestamp now) {
    forgive(now);
    const auto found = by_peer_.find(peer);
    if (found == by_peer_.end()) {
      if (marks_.size() >= kPeersMax) forget_first();
      marks_.push_back({.peer = peer, .last = now});
      by_peer_.emplace(peer, std::prev(marks_.end()));
      return false;
    }
    Mark& mark = *found->second;
    if (now < mark.away_until) return false;
    const auto two_ago = std::exchange(mark.before_last, std::exchange(mark.last, now));
    marks_.splice(marks_.end(), marks_, found->second);
    if (!two_ago || now - *two_ago > kWithin) return false;
    mark.away_until = now + kAwayFor;
    return true;
  }

  // What it sends is neither to be read nor answered.
  bool is_away(const Peer& peer, Timestamp now) const {
    const auto found = by_peer_.find(peer);
    return found != by_peer_.end() && now < found->second->away_until;
  }

  // Nobody has a strike, so that nobody need be asked for.
  bool empty() const { return marks_.empty(); }
  std::size_t size() const { return marks_.size(); }

 private:
  struct Mark {
    Peer peer;
    Timestamp last{};
    std::optional<Timestamp> before_last{};
    Timestamp away_until{Timestamp::min()};
  };

  void forgive(Timestamp now) {
    while (!marks_.empty()) {
      const Mark& first = marks_.front();
      if (now - first.last <= kWithin || now < first.away_until) return;
      forget_first();
    }
  }
  void forget_first() {
    by_peer_.erase(marks_.front().peer);
    marks_.pop_front();
  }

  std::list<Mark> marks_;  // by their last strikes
  std::unordered_map<Peer, std::list<Mark>::iterator> by_peer_;
};

}  // namespace whistle::service
