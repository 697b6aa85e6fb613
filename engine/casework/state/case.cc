#include "engine/casework/state/case.h"

#include <algorithm>

namespace whistle::casework {

Timestamp CaseClock::next_alarm() const {
  constexpr Milliseconds kAfterDue{1};
  if (!running) return kNever;
  if (!soon_told) return std::min(alarms.due_soon, alarms.due);
  if (!overdue) return alarms.due == kNever ? kNever : alarms.due + kAfterDue;
  if (!far_overdue && alarms.far_overdue != kNever) return alarms.far_overdue + kAfterDue;
  return kNever;
}

CaseClock* Case::clock(Stage stage) {
  const auto found = std::ranges::find(clocks, stage, &CaseClock::stage);
  return found != clocks.end() ? &*found : nullptr;
}

const CaseClock* Case::clock(Stage stage) const {
  const auto found = std::ranges::find(clocks, stage, &CaseClock::stage);
  return found != clocks.end() ? &*found : nullptr;
}

Timestamp Case::next_alarm() const {
  Timestamp next = place == Place::Lease ? std::min(lease_until, receive_by) : kNever;
  for (const CaseClock& clock : clocks) next = std::min(next, clock.next_alarm());
  const Dossier& dates = *dossier;
  next = std::min({next, dates.pause_until, dates.panel_until, dates.acknowledged_until});
  return dates.review_due ? next : std::min(next, dates.review_at);
}

Timestamp Case::earliest_due() const {
  Timestamp due = kNever;
  for (const CaseClock& clock : clocks) {
    if (clock.running) due = std::min(due, clock.alarms.due);
  }
  return due;
}

}  // namespace whistle::casework
