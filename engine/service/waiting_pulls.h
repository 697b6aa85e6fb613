#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/casework/commands/commands.h"
#include "engine/core/ids.h"
#include "engine/core/principal.h"
#include "engine/service/frames.h"

namespace whistle::service {

// Pulls that wait for orders, and pulls that stand. They get nothing on a way of their own: whoever
// waits is asked for again, as if it had pulled this moment, when something has come to its lines;
// who has waited longest first. So no order passes those that were there before it.
//
// Pure: instants come in, as milliseconds of a clock that never goes back. Thread: the service
// thread.
class WaitingPulls {
 public:
  using Number = std::uint64_t;

  struct Pull {
    Request request;  // whom to answer, and as what
    casework::PullOrders wish;
    std::int64_t until_ms{};               // then it is answered, with nothing if need be
    std::uint64_t credit{};                // 0: it ends with its first orders
    std::uint64_t granted{};               // so far
    std::uint32_t unheard{};               // grants in a row that nobody received
    bool is_away{};                        // its connection is lost, its session is not
    std::optional<Principal> principal{};  // who asked, on a socket that asks for keys

    bool stands() const { return credit > 0; }
    // How many orders it may be granted at once. 0: its credit is used up, or nobody is there.
    std::uint32_t room() const;
  };

  explicit WaitingPulls(std::size_t max) : max_(max) {}

  std::size_t size() const { return pulls_.size(); }
  std::size_t max() const { return max_; }
  bool is_full() const { return pulls_.size() >= max_; }

  // A pull that is with the writer now. Requires: not full.
  Number add(Pull pull);
  // nullptr when it has ended.
  Pull* find(Number number);
  void remove(Number number);

  // Something may have come to the line of this unit.
  void stir(const UnitCode& unit);
  // The pull to send to the writer next, if any; its wish then asks for room() orders.
  std::optional<Number> next();
  // The writer has answered it with so many orders: less than room() says that nothing is left.
  void answered(Number number, std::size_t granted);
  // So many of those could not be brought to it, and do not count as granted.
  void not_brought(Number number, std::size_t count);

  // A standing pull may be granted more. False when there is none.
  bool raise(const Peer& peer, std::uint64_t request_id, std::uint64_t credit);
  // A grant of a standing pull was sent; it was received, or was not. Three that nobody receives,
  // one after the other, and the pull is over: its number. What was not received is another's
  // again, and does not count as granted.
  void sent(CaseId id, Number number) { outstanding_[id] = number; }
  void heard(CaseId id);
  std::optional<Number> unheard(CaseId id);

  std::vector<Number> over(std::int64_t now_ms) const;
  std::optional<std::int64_t> next_over() const;
  std::vector<Number> of(const Peer& peer) const;
  // How many the connection has that has most.
  std::size_t most_of_one() const;
  std::vector<Number> of(const UnitCode& unit, const WorkerName& worker) const;
  std::size_t waiting_for(const std::vector<UnitCode>& units) const;
  // Whether a pull of this key waits: it is not waited for twice.
  bool has(const std::string& principal, const std::string& key) const;
  // The connection has another address now.
  void move(const Peer& from, const Peer& to);
  // The connection is lost, and what stands for it is granted nothing until it is there again.
  void away(const Peer& peer);
  // It is there again. True when that was in doubt: then next() may have something for it.
  bool here(const Peer& peer);

  template <class Visit>
  void each(Visit visit) const {
    for (const auto& [number, waiting] : pulls_) visit(number, waiting.pull);
  }

 private:
  static constexpr std::uint32_t kUnheardMax = 3;

  struct Waiting {
    Pull pull;
    std::vector<UnitCode> units;
    bool asked{true};  // it is with the writer
    std::uint32_t asked_for{};
    std::uint64_t asked_at{};  // how often lines had been stirred by then
    UnitCode asked_because;    // of something that came to this line
    std::uint32_t taken_on{};  // of what came, so much was to be its
  };
  struct Line {
    std::set<Number> pulls;
    std::uint32_t due{};  // orders that may wait, of whom nobody was told
    std::uint64_t stirred_at{};
    Number looked_through{};  // those up to here have been asked since something came
  };

  void restart(Line& line) { line.looked_through = 0; }

  std::size_t max_;
  Number last_{};
  std::uint64_t stirs_{};
  std::map<Number, Waiting> pulls_;  // who has waited longest first
  std::map<UnitCode, Line> lines_;
  std::map<Peer, std::set<Number>> peers_;
  std::set<Peer> away_;
  std::set<std::pair<std::int64_t, Number>> ends_;
  std::unordered_map<CaseId, Number> outstanding_;
};

}  // namespace whistle::service
