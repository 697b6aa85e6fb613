#include <string>
#include <utility>

#include "engine/casework/chapters.h"

// Where an order goes, and which promises start with it.
namespace whistle::casework {
namespace {

// Red is everybody's business at once: the units of all parallel rungs are told together.
std::vector<UnitCode> told_with(const Draft& draft, const policy::Ladder& ladder) {
  std::vector<UnitCode> told;
  const DepartmentCode department =
      draft.category != nullptr ? draft.category->department : DepartmentCode{};
  for (const policy::Rung& rung : ladder.rungs) {
    if (rung.mode != policy::RungMode::Parallel || rung.tier == draft.tier) continue;
    const policy::Unit* unit = draft.context.policy.unit_for(rung.tier, draft.area, department);
    if (unit != nullptr && unit->tier == rung.tier) told.push_back(unit->code);
  }
  return told;
}

}  // namespace

void start_rung(Draft& draft, Tier tier) {
  if (const auto budget = rung_budget(draft, tier)) {
    draft.start(Stage::Rung, draft.context.now, *budget);
  }
}

std::optional<policy::GrantedLimit> rung_budget(const Draft& draft, Tier tier) {
  const policy::Policy& policy = draft.context.policy;
  const policy::Ladder* ladder = policy.ladder(draft.category, draft.severity);
  const policy::Rung* rung = ladder != nullptr ? policy.rung(*ladder, tier) : nullptr;
  if (rung == nullptr || !rung->budget) return std::nullopt;
  return policy::GrantedLimit{
      .limit = *rung->budget,
      .calendar = rung->calendar,
      .rule = {"ladder:" + ladder->name + ":" + std::string(whistle::to_word(tier))}};
}

void dispatch(Draft& draft, const policy::Destination& destination) {
  const Context& context = draft.context;
  const bool first = draft.order_number == 0;
  for (const Stage stage : {Stage::Sign, Stage::Contact, Stage::Rung}) draft.drop(stage);
  draft.unit = destination.unit;
  draft.tier = destination.tier;
  draft.watch_tier = destination.tier;
  ++draft.order_number;

  const policy::Ladder* ladder = context.policy.ladder(draft.category, draft.severity);
  draft.start(Stage::Sign);
  start_rung(draft, draft.tier);
  if (first) {
    draft.start(Stage::OnSite);
    draft.start(Stage::InitialResult);
    if (draft.request_type == RequestType::Help && context.policy.has_promise(draft.area)) {
      // "Call and we come" (Changtai): a promise beside the limits, counted from the call.
      draft.start(Stage::FirstResponse, draft.received);
      draft.start(Stage::AtDoor, draft.received);
    }
  }
  draft.record(OrderDispatched{
      .id = draft.id,
      .number = draft.order_number,
      .unit = destination.unit,
      .tier = destination.tier,
      .rule = destination.rule,
      .raised_to_duty = destination.raised_to_duty,
      .queue_due = draft.earliest_due(),
      .told = ladder != nullptr ? told_with(draft, *ladder) : std::vector<UnitCode>{}});
}

}  // namespace whistle::casework
