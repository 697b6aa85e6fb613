#include "engine/queues/waiting_line.h"

#include <algorithm>

#include "engine/core/check.h"

namespace whistle::queues {

std::size_t WaitingLine::band_of(Severity severity) {
  switch (severity) {
    case Severity::Red:
      return 0;
    case Severity::Yellow:
      return 1;
    case Severity::Blue:
      return 2;
  }
  return 2;
}

void WaitingLine::enter(const Position& position) {
  const bool inserted = bands_[band_of(position.severity)].insert(spot_of(position)).second;
  WHISTLE_CHECK(inserted);
}

void WaitingLine::leave(const Position& position) {
  const std::size_t erased = bands_[band_of(position.severity)].erase(spot_of(position));
  WHISTLE_CHECK(erased == 1);
}

void WaitingLine::granted(Severity severity) {
  const std::size_t band = band_of(severity);
  bool higher_waits = false;
  bool lower_waits = false;
  for (std::size_t other = 0; other < bands_.size(); ++other) {
    if (bands_[other].empty()) continue;
    higher_waits = higher_waits || other < band;
    lower_waits = lower_waits || other > band;
  }
  streak_ = streak_after(streak_, higher_waits, lower_waits);
}

std::size_t WaitingLine::size() const {
  return bands_[0].size() + bands_[1].size() + bands_[2].size();
}

std::size_t WaitingLine::size(Severity severity) const { return bands_[band_of(severity)].size(); }

std::uint32_t WaitingLine::streak_after(std::uint32_t streak, bool higher_waits, bool lower_waits) {
  if (higher_waits || !lower_waits) return 0;
  return std::min(streak + 1, kStreakMax);
}

}  // namespace whistle::queues
