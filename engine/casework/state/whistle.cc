#include "engine/casework/state/whistle.h"

#include <algorithm>

namespace whistle::casework {

const Invited* Whistle::find(const UnitCode& unit) const {
  const auto found = std::ranges::find(invited, unit, &Invited::unit);
  return found != invited.end() ? &*found : nullptr;
}

Timestamp Whistle::next_alarm() const {
  constexpr Milliseconds kAfterDue{1};
  if (closed) return rate_by == kNever ? kNever : rate_by + kAfterDue;
  Timestamp next = kNever;
  for (const auto& spelling : kSpellings<WhistleStep>) {
    const Timestamp due_at = due(spelling.value);
    if (due_at == kNever) continue;
    for (const Invited& unit : invited) {
      const bool owes = !unit.released && !unit.has_done(spelling.value);
      if (owes && !unit.has_missed(spelling.value)) next = std::min(next, due_at + kAfterDue);
    }
  }
  return next;
}

}  // namespace whistle::casework
