#include "engine/casework/reports/agenda.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <tuple>

namespace whistle::casework {
namespace {

// Finished work waits for the centre, not for a panel.
std::optional<AgendaReason> reason_of(const Case& item) {
  if (item.status == Status::Deferred) {
    return item.dossier->review_due ? AgendaReason::ReviewDue : AgendaReason::Deferred;
  }
  if (item.ladder_exhausted && item.place != Place::Desk) return AgendaReason::LadderExhausted;
  return std::nullopt;
}

}  // namespace

Agenda agenda(const State& state, const policy::Policy& policy, PanelKind panel, Timestamp now) {
  Agenda made;
  if (panel != PanelKind::JointClinic && panel != PanelKind::JointConference) return made;
  made.meets_at = policy.next_meeting(panel, now);
  const bool is_conference = panel == PanelKind::JointConference;
  state.each_case([&](const Case& item) {
    const auto why = reason_of(item);
    if (!why) return;
    if (is_conference && now - item.received <= std::chrono::days{kConferenceDays}) return;
    made.items.push_back({.id = item.id,
                          .why = *why,
                          .since = item.received,
                          .unit = {state.symbols().name(item.unit)},
                          .category = {state.symbols().name(item.category)},
                          .review_at = item.dossier->review_at});
  });
  std::ranges::sort(made.items, {}, [](const AgendaItem& item) {
    return std::tuple(item.why, item.since, item.id);
  });
  return made;
}

}  // namespace whistle::casework
