#include "engine/casework/chapters/moving.h"

#include <algorithm>

namespace whistle::casework {
namespace {

using Granted = std::optional<policy::GrantedLimit>;

// What a book grants for a stage of a case as it stands.
Granted granted(const Draft& draft, Stage stage) {
  return stage == Stage::Rung ? rung_budget(draft, draft.watch_tier) : draft.limit_of(stage);
}

// Calendars are told apart by their names: two books may number them differently.
bool is_same(const Draft& before, const Granted& old, const Draft& after, const Granted& now) {
  if (!old || !now) return !old && !now;
  const auto& was = before.context.policy.calendar(old->calendar);
  const auto& is = after.context.policy.calendar(now->calendar);
  return old->limit == now->limit && was.name() == is.name();
}

}  // namespace

std::vector<LimitChange> limits_that_differ(const Draft& before, const Draft& after) {
  std::vector<LimitChange> changes;
  for (const CaseClock& clock : before.clocks) {
    if (clock.overdue) continue;
    Granted now = granted(after, clock.stage);
    if (is_same(before, granted(before, clock.stage), after, now)) continue;
    changes.push_back({clock.stage, std::move(now)});
  }
  std::ranges::sort(changes, {}, &LimitChange::stage);
  return changes;
}

std::optional<policy::Destination> route_that_differs(const Draft& before, const Draft& after) {
  const Case& item = *before.before;
  const bool waits = item.status == Status::Dispatched && item.kind == CaseKind::Request;
  if (!waits || before.category == nullptr || after.category == nullptr) return std::nullopt;
  const auto sent = [](const Draft& draft) {
    return draft.context.policy.destination(*draft.category, draft.condition, draft.area,
                                            draft.severity, draft.request_type);
  };
  const auto old = sent(before);
  auto now = sent(after);
  if (!old || !now || old->unit != before.unit || now->unit == old->unit) return std::nullopt;
  return now;
}

}  // namespace whistle::casework
