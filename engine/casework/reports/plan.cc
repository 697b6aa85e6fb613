#include "engine/casework/reports/plan.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "engine/casework/chapters/draft.h"

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

void plan_moves(const Case& item, const Draft& before, const Context& after, Plan& plan) {
  std::vector<Stage> stages;
  for (const CaseClock& clock : item.clocks) {
    if (!clock.overdue) stages.push_back(clock.stage);
  }
  std::ranges::sort(stages);
  for (const Stage stage : stages) {
    Draft draft(after, item);
    const Granted now = granted(draft, stage);
    if (is_same(before, granted(before, stage), draft, now)) continue;
    const CaseClock& clock = *item.clock(stage);
    PlannedMove move{.id = item.id,
                     .stage = stage,
                     .due = clock.running ? clock.alarms.due : kNever,
                     .would_be = kNever,
                     .rule = {}};
    if (now) {
      draft.change_limit(stage, *now);
      const CaseClock* moved = draft.clock(stage);
      move.would_be = moved != nullptr && moved->running ? moved->alarms.due : kNever;
      move.rule = now->rule;
    }
    plan.moves.push_back(std::move(move));
  }
}

// Only what stands where the present rules send it: who climbed or was handed on stays there.
void plan_route(const Case& item, const Draft& before, const Draft& after, Plan& plan) {
  const bool waits = item.status == Status::Dispatched && item.kind == CaseKind::Request;
  if (!waits || before.category == nullptr || after.category == nullptr) return;
  const auto sent = [&](const Draft& draft) {
    return draft.context.policy.destination(*draft.category, draft.condition, draft.area,
                                            draft.severity, draft.request_type);
  };
  const auto old = sent(before);
  const auto now = sent(after);
  if (!old || !now || old->unit != before.unit || now->unit == old->unit) return;
  ++plan.lines[old->unit].loses;
  ++plan.lines[now->unit].gains;
  plan.routes.push_back({item.id, old->unit, now->unit, now->rule});
}

}  // namespace

Plan plan(const State& state, const policy::Policy& before, const policy::Policy& after,
          Timestamp now) {
  Plan plan;
  std::vector<CaseId> ids;
  state.each_case([&](const Case& item) { ids.push_back(item.id); });
  std::ranges::sort(ids);
  plan.open_cases = ids.size();
  const Context old_rules{state, before, now};
  const Context new_rules{state, after, now};
  std::set<CaseId> affected;
  for (const CaseId id : ids) {
    const Case& item = *state.find(id);
    const Draft old(old_rules, item);
    plan_moves(item, old, new_rules, plan);
    plan_route(item, old, Draft(new_rules, item), plan);
  }
  for (const PlannedMove& move : plan.moves) affected.insert(move.id);
  for (const PlannedRoute& route : plan.routes) affected.insert(route.id);
  plan.affected_cases = affected.size();
  return plan;
}

}  // namespace whistle::casework
