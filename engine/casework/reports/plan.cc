#include "engine/casework/reports/plan.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/casework/chapters/moving.h"

namespace whistle::casework {
namespace {

void plan_moves(const Case& item, const Draft& before, const Context& after, Plan& plan) {
  for (const LimitChange& change : limits_that_differ(before, Draft(after, item))) {
    const CaseClock& clock = *item.clock(change.stage);
    PlannedMove move{.id = item.id,
                     .stage = change.stage,
                     .due = clock.running ? clock.alarms.due : kNever,
                     .would_be = kNever,
                     .rule = {}};
    if (change.now) {
      Draft draft(after, item);
      draft.change_limit(change.stage, *change.now);
      const CaseClock* moved = draft.clock(change.stage);
      move.would_be = moved != nullptr && moved->running ? moved->alarms.due : kNever;
      move.rule = change.now->rule;
    }
    plan.moves.push_back(std::move(move));
  }
}

void plan_route(const Case& item, const Draft& before, const Draft& after, Plan& plan) {
  const auto now = route_that_differs(before, after);
  if (!now) return;
  ++plan.lines[before.unit].loses;
  ++plan.lines[now->unit].gains;
  plan.routes.push_back({item.id, before.unit, now->unit, now->rule});
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
    state.put_away();
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
