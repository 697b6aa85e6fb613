#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <tuple>

#include <absl/container/btree_set.h>

#include "engine/core/colour.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"

namespace whistle::queues {

// Where an order stands in a line: earliest deadline first, then first come, first served. The
// place is fixed when the order enters; a lapsed or released lease returns to the same place.
struct Position {
  Severity severity{Severity::Blue};
  Timestamp due{kNever};    // earliest promise still open
  std::uint64_t entered{};  // counts up over all lines
  CaseId id{};

  auto operator<=>(const Position&) const = default;
};

// True when `one` is served first: the higher colour, then the earlier deadline, then who came
// first.
constexpr bool goes_before(const Position& one, const Position& other) {
  if (one.severity != other.severity) return one.severity > other.severity;
  return std::tie(one.due, one.entered, one.id) < std::tie(other.due, other.entered, other.id);
}

// The waiting orders of one unit: red before yellow before blue. So that a flood of red cannot
// starve the rest, after kStreakMax grants in a row from a higher colour one order of a lower
// colour goes first if its promise is already broken.
// line_walk.h goes along the orders. Thread: the writer only.
class WaitingLine {
 public:
  static constexpr std::uint32_t kStreakMax = 8;

  // Requires: the position is not in the line.
  void enter(const Position& position);
  // Requires: the position is in the line.
  void leave(const Position& position);
  // Notes that an order of this colour was granted; call after leave().
  void granted(Severity severity);

  bool empty() const { return size() == 0; }
  std::size_t size() const;
  std::size_t size(Severity severity) const;
  std::uint32_t streak() const { return streak_; }

 private:
  friend class LineWalk;
  // A position within its colour.
  struct Spot {
    Timestamp due{};
    std::uint64_t entered{};
    CaseId id{};

    auto operator<=>(const Spot&) const = default;
  };
  // A tree with some ten orders in each node: a third of what a node for each would take.
  using Band = absl::btree_set<Spot>;
  static constexpr std::array kColours{Severity::Red, Severity::Yellow, Severity::Blue};
  static Spot spot_of(const Position& position) {
    return {position.due, position.entered, position.id};
  }
  static std::size_t band_of(Severity severity);
  // Ends when nobody is passed over, or when the turn of a lower colour has come.
  static std::uint32_t streak_after(std::uint32_t streak, bool higher_waits, bool lower_waits);

  std::array<Band, 3> bands_;  // by kColours
  std::uint32_t streak_{};     // grants in a row that passed over a waiting lower colour
};

}  // namespace whistle::queues
