#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <set>

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

// The waiting orders of one unit: red before yellow before blue. So that a flood of red cannot
// starve the rest, after kStreakMax grants in a row from a higher colour one order of a lower
// colour goes first if its promise is already broken.
// Thread: the writer only.
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

  // Visits the orders in the order in which they would be granted at `now`, until `visit` returns
  // false. The line must not change meanwhile.
  template <class Visit>
  void in_order(Timestamp now, Visit visit) const;

 private:
  using Band = std::set<Position>;
  static std::size_t band_of(Severity severity);
  // The band to serve next, given how far each band has been visited.
  std::optional<std::size_t> next_band(const std::array<Band::const_iterator, 3>& heads,
                                       std::uint32_t streak, Timestamp now) const;
  // Ends when nobody is passed over, or when the turn of a lower colour has come.
  static std::uint32_t streak_after(std::uint32_t streak, bool higher_waits, bool lower_waits);

  std::array<Band, 3> bands_;  // red, yellow, blue
  std::uint32_t streak_{};     // grants in a row that passed over a waiting lower colour
};

template <class Visit>
void WaitingLine::in_order(Timestamp now, Visit visit) const {
  std::array<Band::const_iterator, 3> heads{bands_[0].begin(), bands_[1].begin(),
                                            bands_[2].begin()};
  std::uint32_t streak = streak_;
  while (const auto band = next_band(heads, streak, now)) {
    if (!visit(*heads[*band])) return;
    ++heads[*band];
    bool higher_waits = false;
    bool lower_waits = false;
    for (std::size_t other = 0; other < heads.size(); ++other) {
      if (heads[other] == bands_[other].end()) continue;
      higher_waits = higher_waits || other < *band;
      lower_waits = lower_waits || other > *band;
    }
    streak = streak_after(streak, higher_waits, lower_waits);
  }
}

}  // namespace whistle::queues
