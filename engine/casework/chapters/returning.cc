#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/limits.h"
#include "engine/core/check.h"

// "Not ours": an order comes back, somebody says whose it is, and who is named by the centre keeps
// it. An order is returned before it is signed for and while there is time to sign; the unit's
// clocks rest meanwhile, the resident's do not, so that returning an order buys no time. When units
// have sent a case round too often, or cannot say whose it is, the centre rules (Weifang ordinance,
// art. 22). A rule book without a limit for objections leaves all of that to the dispatcher.
namespace whistle::casework {
namespace {

bool is_objected(const Case& item) { return item.clock(Stage::Objection) != nullptr; }

const std::string& unit_of(const Case& item, const Context& context) {
  return context.state.symbols().name(item.unit);
}

std::string state_of(const Case& item) {
  return "the case is " + std::string(to_word(item.status));
}

Refusal unknown_unit(const char* field, const UnitCode& unit, const Context& context) {
  return {Reason::UnknownUnit, std::string(field) + ": no unit " + unit.value + " in rule book " +
                                   context.policy.book().name};
}

// No unit below the tier whose duty it is gets the case (Weifang ordinance, art. 24).
std::optional<Refusal> pushes_down(const Draft& draft, const policy::Unit& unit) {
  if (draft.category == nullptr || unit.tier >= draft.category->duty) return std::nullopt;
  return Refusal{Reason::DutyAbove, draft.category->code.value + " is the duty of tier " +
                                        std::string(whistle::to_word(draft.category->duty)) +
                                        " or above; " + unit.code.value + " is a " +
                                        std::string(whistle::to_word(unit.tier))};
}

std::optional<Refusal> check_unit(const char* field, const UnitCode& code, const Draft& draft) {
  const policy::Unit* unit = draft.context.policy.unit(code);
  if (unit == nullptr) return unknown_unit(field, code, draft.context);
  return pushes_down(draft, *unit);
}

// The clocks of a case that rests as a whole must go on before anybody else can have it.
std::optional<Refusal> check_awake(const Case& item) {
  if (item.dossier->suspended) {
    return Refusal{Reason::WrongState, "the case is suspended; resume it first"};
  }
  if (item.dossier->panel_stops_clocks) {
    return Refusal{Reason::WrongState, "a mediation goes on; conclude the panel first"};
  }
  return std::nullopt;
}

// ---- returning ----

std::optional<Refusal> check_in_line(const ReturnOrder& command, const Case& item,
                                     const Context& context) {
  if (context.policy.unit(command.unit) == nullptr) {
    return unknown_unit("unit", command.unit, context);
  }
  if (item.status != Status::Dispatched) {
    return Refusal{Reason::WrongState,
                   state_of(item) + "; only an order that nobody has signed for is returned"};
  }
  if (unit_of(item, context) != command.unit.value) {
    return Refusal{Reason::NotPermitted, "the order is in the line of " + unit_of(item, context) +
                                             "; only that unit returns it"};
  }
  return check_awake(item);
}

std::optional<Refusal> check_suggestion(const ReturnOrder& command, const Case& item,
                                        const Context& context) {
  if (!command.suggested) return std::nullopt;
  if (context.policy.unit(command.suggested) == nullptr) {
    return unknown_unit("suggested", command.suggested, context);
  }
  const auto& visited = item.dossier->returned_by;
  if (command.suggested == command.unit) {
    return Refusal{Reason::MustDiffer, "suggested: is the unit itself; name another or none"};
  }
  if (std::ranges::find(visited, command.suggested) != visited.end()) {
    return Refusal{Reason::MustDiffer, "suggested: " + command.suggested.value +
                                           " returned the case already; name another or none"};
  }
  return std::nullopt;
}

std::optional<Refusal> check_return(const ReturnOrder& command, const Case& item,
                                    const Context& context) {
  if (item.dossier->designated) {
    return Refusal{Reason::Designated,
                   "the centre named who must do it; sign for the order, it is not returned again"};
  }
  const CaseClock* sign = item.clock(Stage::Sign);
  if (sign != nullptr && (sign->overdue || (sign->running && context.now > sign->alarms.due))) {
    return Refusal{Reason::AlreadyOverdue,
                   "the time to sign is over; sign for the order, then hand it on"};
  }
  if (auto refusal = check_suggestion(command, item, context)) return refusal;
  const auto times = std::ranges::count(item.dossier->returned_by, command.unit);
  const std::uint32_t max = context.policy.settings().returns.per_unit_max;
  if (static_cast<std::uint64_t>(times) >= max) {
    return Refusal{Reason::LimitReached, command.unit.value + " returned the case " +
                                             std::to_string(times) + " times, at most " +
                                             std::to_string(max) + "; sign for the order"};
  }
  return std::nullopt;
}

// Why the centre must rule, if it must.
std::optional<RuleName> objection(const ReturnOrder& command, std::size_t returns,
                                  const Context& context) {
  const std::uint32_t most = context.policy.settings().returns.before_ruling;
  if (returns >= most) return RuleName{"returns:" + std::to_string(most)};
  if (!command.suggested) return RuleName{"owner_unclear"};
  return std::nullopt;
}

Decided return_case(const ReturnOrder& command, const Case& item, const Context& context) {
  Draft draft(context, item);
  for (const Stage stage : {Stage::Sign, Stage::Contact, Stage::Rung}) draft.pause(stage);
  const std::size_t returns = item.dossier->returned_by.size() + 1;
  const auto why = objection(command, returns, context);
  if (why) draft.start(Stage::Objection);
  const bool objected = draft.clock(Stage::Objection) != nullptr;
  if (!objected) draft.start(Stage::Dispatch);
  constexpr std::size_t kNumberMax = std::numeric_limits<std::uint8_t>::max();
  // After its clocks: the place in the dispatcher's line follows from them.
  draft.record(OrderReturned{.id = item.id,
                             .unit = command.unit,
                             .by = command.worker,
                             .reason = command.reason,
                             .suggested = command.suggested,
                             .number = static_cast<std::uint8_t>(std::min(returns, kNumberMax))});
  if (objected) draft.record(DispatchObjected{.id = item.id, .unit = command.unit, .rule = *why});
  return {std::move(draft.events), NoAnswer{}};
}

// An assistance goes back to the lead, who asks somebody else or goes on without.
Decided return_assist(const ReturnOrder& command, const Case& item, const Context& context) {
  Draft draft(context, item);
  const CaseId parent = item.dossier->parent;
  if (context.state.find(parent) != nullptr) {
    draft.record(AssistExcused{.id = parent,
                               .assist = item.id,
                               .by = command.worker,
                               .reason = command.unit.value + ": " + command.reason});
  }
  for (const CaseClock& clock : item.clocks) draft.drop(clock.stage);
  draft.record(AssistWithdrawn{.id = item.id, .rule = {"assist:returned"}});
  return {std::move(draft.events), NoAnswer{}};
}

// ---- sending on ----

// The unit whose clocks rest goes on with what is left of them; any other begins anew. The promise
// to resolve goes on in both cases.
void send_returned(Draft& draft, const UnitCode& unit, const RuleName& why) {
  const auto& returned_by = draft.dossier().returned_by;
  const policy::Unit* found = draft.context.policy.unit(unit);
  WHISTLE_CHECK(found != nullptr);
  const policy::Destination destination{
      .unit = unit, .tier = found->tier, .rule = why, .raised_to_duty = false};
  const UnitCode& parked_from = draft.dossier().parked_from;
  const bool was_there =
      parked_from ? parked_from == unit : !returned_by.empty() && returned_by.back() == unit;
  if (was_there) {
    dispatch_again(draft, destination);
  } else {
    dispatch(draft, destination);
  }
}

void designate(Draft& draft, const UnitCode& unit, const WorkerName& by, const RuleName& rule,
               const std::string& note) {
  draft.meet(Stage::Objection);
  draft.record(ObjectionRuled{.id = draft.id, .unit = unit, .by = by, .rule = rule, .note = note});
  draft.record(UnitDesignated{.id = draft.id, .unit = unit, .by = by, .rule = rule});
  send_returned(draft, unit, rule);
}

RuleName with_reason(std::string rule, const std::string& reason) {
  if (!reason.empty()) rule += ":" + reason;
  return {std::move(rule)};
}

// The holder, who works on a case that is awake and not an assistance.
std::optional<Refusal> check_holder(const Case& item, const WorkerName& worker,
                                    const std::string& reason) {
  if (!worker) return Refusal{Reason::MissingIdentity, "worker: is empty"};
  if (reason.empty()) return Refusal{Reason::MissingReason, "reason: is empty; say why"};
  if (item.status != Status::SignedFor) {
    return Refusal{Reason::WrongState, state_of(item) + "; only a case in hand is handed on"};
  }
  if (item.kind == CaseKind::Assist) {
    return Refusal{Reason::WrongState,
                   "an assistance is reported to the lead, or returned before it is signed for"};
  }
  return check_awake(item);
}

}  // namespace

void rule_by_default(Draft& draft) {
  if (draft.before == nullptr || draft.before->status != Status::Returned) return;
  const policy::Policy& policy = draft.context.policy;
  const policy::Unit* street = policy.unit_for(Tier::Street, draft.area, {});
  // Where there is no street the district must find somebody.
  if (street == nullptr) street = policy.unit_for(Tier::District, draft.area, {});
  if (street == nullptr) return;
  designate(draft, street->code, {}, {"objection:overdue_street"}, {});
}

Decision on(const ReturnOrder& command, const Context& context) {
  if (!command.worker) return refuse(Reason::MissingIdentity, "worker: is empty");
  if (command.reason.empty()) return refuse(Reason::MissingReason, "reason: is empty; say why");
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  const auto& returned_by = item.dossier->returned_by;
  // The same return again, after a lost answer.
  if (item.status == Status::Returned && !item.dossier->parked_from &&
      returned_by.back() == command.unit) {
    return Decided{{}, NoAnswer{}};
  }
  if (auto refusal = check_in_line(command, item, context)) return Failure{*std::move(refusal)};
  if (item.kind == CaseKind::Assist) return return_assist(command, item, context);
  if (item.dossier->transferred_from) {
    // The receiver will not have it: the giver has it again at once.
    Draft draft(context, item);
    snap_back(draft, {"transfer:refused:" + command.reason});
    return Decided{std::move(draft.events), NoAnswer{}};
  }
  if (auto refusal = check_return(command, item, context)) return Failure{*std::move(refusal)};
  return return_case(command, item, context);
}

Decision on(const ReassignCase& command, const Context& context) {
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  // The same wish again, after a lost answer. That it was parked is not remembered, so its number
  // must do, which also counts a recall or a climb: then the unit has it, as was wished.
  const bool sent_on = item.status == Status::Dispatched && item.order_number > 1;
  if (sent_on && unit_of(item, context) == command.unit.value) return Decided{{}, NoAnswer{}};
  if (item.status != Status::Returned) {
    return refuse(Reason::WrongState, state_of(item) + "; only a returned case is reassigned");
  }
  if (is_objected(item)) {
    return refuse(Reason::WrongState, "an objection waits for the centre's ruling; rule on it");
  }
  Draft draft(context, item);
  if (auto refusal = check_unit("unit", command.unit, draft)) return Failure{*std::move(refusal)};
  draft.meet(Stage::Dispatch);
  send_returned(draft, command.unit, with_reason("reassigned", command.note));
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const RuleOnObjection& command, const Context& context) {
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  // The same ruling again, after a lost answer.
  const bool ruled = item.status == Status::Dispatched && item.dossier->designated;
  if (ruled && unit_of(item, context) == command.unit.value) return Decided{{}, NoAnswer{}};
  if (item.status != Status::Returned || !is_objected(item)) {
    return refuse(Reason::WrongState, state_of(item) + " and nobody objects; there is a ruling " +
                                          "only on an objection, a returned case is reassigned");
  }
  Draft draft(context, item);
  if (auto refusal = check_unit("unit", command.unit, draft)) return Failure{*std::move(refusal)};
  designate(draft, command.unit, command.by, {"objection:ruled"}, command.note);
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const TransferOrder& command, const Context& context) {
  const auto found = owned_case(context, command.id, command.token);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (auto refusal = check_holder(item, command.worker, command.reason)) {
    return Failure{*std::move(refusal)};
  }
  if (item.dossier->designated) {
    return refuse(Reason::Designated, "the centre named who must do it; it is not handed on");
  }
  if (command.to.value == unit_of(item, context)) {
    return refuse(Reason::MustDiffer, "to: is the unit that has the case; name another");
  }
  if (item.order_number >= kOrdersMax) {
    return refuse(Reason::LimitReached, "the case was sent round " +
                                            std::to_string(item.order_number) +
                                            " times; raise it or finish it");
  }
  Draft draft(context, item);
  if (auto refusal = check_unit("to", command.to, draft)) return Failure{*std::move(refusal)};
  const RuleName rule{"transfer:" + command.reason};
  let_go(draft, rule);
  draft.record(OrderTransferred{.id = item.id,
                                .from = draft.unit,
                                .to = command.to,
                                .by = command.worker,
                                .reason = command.reason});
  dispatch_transfer(draft, {.unit = command.to,
                            .tier = context.policy.unit(command.to)->tier,
                            .rule = rule,
                            .raised_to_duty = false});
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const TakeExpressLane& command, const Context& context) {
  const auto found = owned_case(context, command.id, command.token);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (auto refusal = check_holder(item, command.worker, command.reason)) {
    return Failure{*std::move(refusal)};
  }
  if (item.order_number >= kOrdersMax) {
    return refuse(Reason::LimitReached,
                  "the case was given to units " + std::to_string(kOrdersMax) + " times");
  }
  const auto& lanes = context.policy.settings().escalation.express_from;
  if (std::ranges::find(lanes, item.tier) == lanes.end()) {
    return refuse(Reason::NotPermitted, "no express lane begins at tier " +
                                            std::string(whistle::to_word(item.tier)) +
                                            "; raise the case to the next tier");
  }
  if (command.to <= item.tier || command.to > Tier::District) {
    return refuse(Reason::BadValue,
                  "to: the lane leads to a tier above " + std::string(whistle::to_word(item.tier)));
  }
  Draft draft(context, item);
  const DepartmentCode department =
      draft.category != nullptr ? draft.category->department : DepartmentCode{};
  const policy::Unit* unit = context.policy.unit_for(command.to, draft.area, department);
  if (unit == nullptr || unit->tier != command.to) {
    return refuse(Reason::NoUnitForPlace,
                  "nobody of tier " + std::string(whistle::to_word(command.to)) +
                      " serves the place of the case; raise it to the next tier");
  }
  const RuleName rule{"express_lane:" + command.reason};
  let_go(draft, rule);
  draft.record(CaseEscalated{.id = item.id,
                             .from_tier = draft.tier,
                             .from_unit = draft.unit,
                             .to_tier = unit->tier,
                             .to_unit = unit->code,
                             .mode = policy::RungMode::HandOver,
                             .rule = rule});
  dispatch(draft, {.unit = unit->code, .tier = unit->tier, .rule = rule, .raised_to_duty = false});
  return Decided{std::move(draft.events), NoAnswer{}};
}

}  // namespace whistle::casework
