#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/core/check.h"

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

// An assistance has one promise, to report to the lead; it climbs no ladder of its own.
const policy::Ladder* ladder_of(const Draft& draft) {
  if (draft.kind == CaseKind::Assist) return nullptr;
  return draft.context.policy.ladder(draft.category, draft.severity);
}

// A transfer that waits for a signature ends when the order goes elsewhere: the giver has it again
// for that moment.
void end_transfer(Draft& draft, const RuleName& why) {
  if (!draft.transferred_from) return;
  draft.record(TransferSnappedBack{
      .id = draft.id, .from = draft.unit, .to = draft.transferred_from, .rule = why});
  draft.transferred_from = {};
}

// Promises that belong to the order and the unit that had it, or to the search for a unit.
void end_order(Draft& draft) {
  constexpr std::array kOfOrder{Stage::Sign,     Stage::Contact,   Stage::Rung,
                                Stage::Dispatch, Stage::Objection, Stage::Transfer};
  for (const Stage stage : kOfOrder) draft.drop(stage);
  end_transfer(draft, {"transfer:moved_on"});
}

void go_to(Draft& draft, const policy::Destination& destination) {
  draft.unit = destination.unit;
  draft.tier = destination.tier;
  draft.watch_tier = destination.tier;
  ++draft.order_number;
}

void start_order(Draft& draft) {
  draft.start(Stage::Sign);
  start_rung(draft, draft.tier);
}

// These are promised once for each case, with its first order.
void start_with_first_order(Draft& draft) {
  if (draft.kind == CaseKind::Assist) {
    draft.start(Stage::Assist);
    return;
  }
  draft.start(Stage::OnSite);
  draft.start(Stage::InitialResult);
  for (const Stage milestone : kMilestones) draft.start(milestone);
  if (draft.request_type == RequestType::Help && draft.context.policy.has_promise(draft.area)) {
    // "Call and we come" (Changtai): a promise beside the limits, counted from the call.
    draft.start(Stage::FirstResponse, draft.received);
    draft.start(Stage::AtDoor, draft.received);
  }
}

// The roster says whose turn it is in the unit. A unit without one leaves it to who pulls first.
void assign(Draft& draft) {
  auto turn = draft.context.policy.on_duty(draft.unit, draft.context.now);
  if (!turn) {
    if (!draft.assignee) return;
    turn = policy::Policy::Turn{.person = {}, .rule = {"roster:none"}};
  }
  if (turn->person == draft.assignee && draft.order_number > 1) return;
  draft.assignee = turn->person;
  draft.record(OrderAssigned{.id = draft.id, .person = turn->person, .rule = turn->rule});
}

// Orders that go straight to a street are known to its district as well (Beijing ordinance, art.
// 12).
void copy_to_district(Draft& draft) {
  const policy::Policy& policy = draft.context.policy;
  if (!policy.settings().escalation.copy_district || draft.tier != Tier::Street ||
      draft.kind == CaseKind::Assist) {
    return;
  }
  const policy::Unit* district = policy.unit_for(Tier::District, draft.area, {});
  if (district == nullptr || district->code == draft.unit) return;
  draft.record(OrderCopied{.id = draft.id, .unit = district->code, .rule = {"copy:district"}});
}

void record_order(Draft& draft, policy::Destination destination) {
  const policy::Ladder* ladder = ladder_of(draft);
  draft.record(OrderDispatched{
      .id = draft.id,
      .number = draft.order_number,
      .unit = std::move(destination.unit),
      .tier = destination.tier,
      .rule = std::move(destination.rule),
      .raised_to_duty = destination.raised_to_duty,
      .queue_due = draft.earliest_due(),
      .told = ladder != nullptr ? told_with(draft, *ladder) : std::vector<UnitCode>{},
      .considered = std::move(destination.considered)});
  assign(draft);
  if (draft.order_number == 1) copy_to_district(draft);
}

}  // namespace

void start_rung(Draft& draft, Tier tier) {
  if (auto budget = rung_budget(draft, tier)) {
    draft.start(Stage::Rung, draft.context.now, *std::move(budget));
  }
}

std::optional<policy::GrantedLimit> rung_budget(const Draft& draft, Tier tier) {
  const policy::Policy& policy = draft.context.policy;
  const policy::Ladder* ladder = ladder_of(draft);
  const policy::Rung* rung = ladder != nullptr ? policy.rung(*ladder, tier) : nullptr;
  if (rung == nullptr || !rung->budget) return std::nullopt;
  // A tier cannot sleep while the promises it must keep are counted day and night.
  const auto& wartime_calendar = policy.settings().modes.wartime_calendar;
  const bool day_and_night =
      wartime_calendar && calendar::is_working(*rung->budget) && draft.wartime();
  constexpr std::string_view kBegins = "ladder:";
  constexpr std::string_view kWartime = " wartime";
  const std::string_view word = whistle::to_word(tier);
  std::string rule;
  rule.reserve(kBegins.size() + ladder->name.size() + 1 + word.size() + kWartime.size());
  rule += kBegins;
  rule += ladder->name;
  rule += ':';
  rule += word;
  if (day_and_night) rule += kWartime;
  return policy::GrantedLimit{.limit = *rung->budget,
                              .calendar = day_and_night ? *wartime_calendar : rung->calendar,
                              .rule = {std::move(rule)}};
}

void dispatch(Draft& draft, policy::Destination destination) {
  const bool first = draft.order_number == 0;
  end_order(draft);
  go_to(draft, destination);
  start_order(draft);
  if (first) start_with_first_order(draft);
  record_order(draft, std::move(destination));
}

void dispatch_again(Draft& draft, const policy::Destination& destination) {
  draft.drop(Stage::Dispatch);
  draft.drop(Stage::Objection);
  // A budget of the tier that watches is not the unit's own.
  const bool same_budget = draft.watch_tier == destination.tier;
  go_to(draft, destination);
  for (const Stage stage : {Stage::Sign, Stage::Contact}) draft.resume(stage);
  if (same_budget) {
    draft.resume(Stage::Rung);
  } else {
    draft.drop(Stage::Rung);
    start_rung(draft, draft.tier);
  }
  record_order(draft, destination);
}

void dispatch_transfer(Draft& draft, const policy::Destination& destination) {
  const UnitCode giver = draft.unit;
  end_order(draft);
  go_to(draft, destination);
  draft.transferred_from = giver;
  start_order(draft);
  draft.start(Stage::Transfer);
  record_order(draft, destination);
}

void tell_all(Draft& draft) {
  const policy::Ladder* ladder = ladder_of(draft);
  if (ladder == nullptr) return;
  for (UnitCode& unit : told_with(draft, *ladder)) {
    draft.record(OrderCopied{.id = draft.id, .unit = std::move(unit), .rule = {"red:all_tiers"}});
  }
}

void snap_back(Draft& draft, const RuleName& why) {
  WHISTLE_CHECK(bool{draft.transferred_from});
  const UnitCode giver = draft.transferred_from;
  const policy::Unit* unit = draft.context.policy.unit(giver);
  const Tier tier = unit != nullptr ? unit->tier : draft.tier;
  end_transfer(draft, why);
  dispatch(draft, {.unit = giver, .tier = tier, .rule = why, .raised_to_duty = false});
}

}  // namespace whistle::casework
