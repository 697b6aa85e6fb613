#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/chapters/climbing.h"
#include "engine/casework/chapters/deciding.h"
#include "engine/casework/limits.h"
#include "engine/core/check.h"

// Time passes: leases lapse, promises become due soon, overdue and far overdue, cards are issued,
// and cases climb the ladder. After an outage everything that is due collapses into one step for
// each case: one escalation, to the rung it would have come to, and the highest card, not a storm.
namespace whistle::casework {
namespace {

// Only what somebody works on climbs. An assistance reports to the lead, whose case climbs.
bool can_climb(const Case& item) {
  const bool in_work = item.status == Status::Dispatched || item.status == Status::SignedFor;
  return in_work && item.kind == CaseKind::Request;
}

struct Climb {
  policy::Policy::Step step;
  std::uint8_t collapsed{};  // rungs that were passed over
};

std::optional<policy::Policy::Step> step_above(const Draft& draft, Tier tier) {
  const policy::Policy& policy = draft.context.policy;
  const policy::Ladder* ladder = policy.ladder(draft.category, draft.severity);
  if (ladder == nullptr) return std::nullopt;
  return policy.next_step(*ladder, tier, draft.area, draft.category);
}

// The next rung. After an outage a rung whose budget would be used up by now as well, counted from
// the end of the one below, is passed over. Not over one that hands over to one that only watches:
// somebody must get the case, and a whole budget to work in.
std::optional<Climb> next_rung(const Draft& draft, std::optional<Timestamp> used_up_at) {
  const auto step = step_above(draft, std::max(draft.tier, draft.watch_tier));
  if (!step) return std::nullopt;
  Climb climb{*step, 0};
  if (!used_up_at) return climb;
  Timestamp due = *used_up_at;
  while (const auto budget = rung_budget(draft, climb.step.rung->tier)) {
    due = draft.context.policy.calendar(budget->calendar).due(due, budget->limit);
    const auto above = step_above(draft, climb.step.rung->tier);
    if (draft.context.now <= due || !above || above->rung->mode != climb.step.rung->mode) break;
    climb = {*above, static_cast<std::uint8_t>(climb.collapsed + 1)};
  }
  return climb;
}

// Climbs, over rungs that came due meanwhile when the budget was used up at that instant.
void climb(Draft& draft, const RuleName& why, std::optional<Timestamp> used_up_at) {
  const auto up = next_rung(draft, used_up_at);
  if (!up) {
    draft.drop(Stage::Rung);
    if (!draft.ladder_exhausted) draft.record(LadderExhausted{.id = draft.id, .rule = why});
    return;
  }
  const policy::Rung& rung = *up->step.rung;
  const UnitCode unit = up->step.unit->code;
  // Who is helped from above works again.
  if (rung.mode == policy::RungMode::HandOver) {
    let_go(draft, why);
  } else {
    end_pause(draft, {}, why);
  }
  draft.record(CaseEscalated{.id = draft.id,
                             .from_tier = draft.watch_tier,
                             .from_unit = draft.unit,
                             .to_tier = rung.tier,
                             .to_unit = unit,
                             .mode = rung.mode,
                             .rule = why,
                             .collapsed = up->collapsed});
  if (rung.mode == policy::RungMode::HandOver) {
    dispatch(draft, {.unit = unit, .tier = rung.tier, .rule = why});
    return;
  }
  // The holder keeps the case; the tier above watches, for as long as its own budget says.
  draft.watch_tier = rung.tier;
  draft.drop(Stage::Rung);
  start_rung(draft, draft.watch_tier);
}

// A card that somebody has earned.
struct Charge {
  UnitCode unit;
  Card card{Card::None};
  Stage stage{};
};

// What the alarms of one case add up to in one turn: for each who answers, the highest card.
struct Verdict {
  std::vector<Charge> charges;
  bool escalates{};
  RuleName why;
  std::optional<Timestamp> rung_due;  // when a tier's budget was used up
  bool snaps_back{};                  // the receiver of a transfer did not sign
  bool ruling_lapsed{};               // the centre did not rule on an objection
};

// A rung without a budget of its own lasts until the promise to resolve is broken.
bool has_own_budget(const Draft& draft) { return draft.clock(Stage::Rung) != nullptr; }

void charge(std::vector<Charge>& charges, Charge earned) {
  const auto own = std::ranges::find(charges, earned.unit, &Charge::unit);
  if (own == charges.end()) {
    charges.push_back(std::move(earned));
  } else if (earned.card > own->card) {
    *own = std::move(earned);
  }
}

void judge(const Draft& draft, const CaseClock& clock, bool far, Verdict& verdict) {
  const std::string stage{whistle::to_word(clock.stage)};
  if (clock.stage == Stage::Rung) {
    verdict.escalates = true;
    verdict.why = {"rung:" + std::string(whistle::to_word(draft.tier)) + ":used_up"};
    verdict.rung_due = clock.alarms.due;
    return;
  }
  // The public promise is counted; who broke it has a card for a promise of its own.
  if (clock.stage == Stage::Requester) return;
  // What is red cannot wait for a ruling: the rule decides.
  if (clock.stage == Stage::Objection && draft.severity == Severity::Red) {
    verdict.ruling_lapsed = true;
    return;
  }
  if (clock.stage == Stage::Transfer) verdict.snaps_back = true;
  const bool is_red = far || draft.severity == Severity::Red;
  const Card card = is_red ? Card::Red : Card::Yellow;
  charge(verdict.charges, {answers_for(draft, clock.stage), card, clock.stage});
  if (!moves_the_case(clock.stage, draft.severity)) return;
  const bool first_time = !clock.overdue;
  const bool resolve_binds = clock.stage == Stage::Resolve && first_time && !has_own_budget(draft);
  if ((far || resolve_binds || (is_red && first_time)) && !verdict.escalates) {
    verdict.escalates = true;
    verdict.why = {stage + (far ? ":far_overdue" : ":overdue")};
  }
}

void issue_card(Draft& draft, const Charge& charge) {
  if (charge.card <= draft.card_of(charge.unit)) return;
  const policy::CardRules& rules = draft.context.policy.settings().cards;
  const bool red = charge.card == Card::Red;
  draft.issue(CardIssued{.id = draft.id,
                         .card = charge.card,
                         .stage = charge.stage,
                         .unit = charge.unit,
                         .points = red ? rules.red_points : rules.yellow_points,
                         .rule = {"cards:" + std::string(whistle::to_word(charge.stage)) +
                                  (red ? ":red" : ":yellow")}});
}

void fire_clocks(Draft& draft, const Case& item, Verdict& verdict) {
  const Timestamp now = draft.context.now;
  for (const CaseClock& clock : item.clocks) {
    if (clock.next_alarm() > now) continue;
    if (now <= clock.alarms.due) {
      draft.record(ClockDueSoon{.id = item.id, .stage = clock.stage, .due = clock.alarms.due});
      continue;
    }
    judge(draft, clock, draft.run_out(clock.stage), verdict);
  }
}

// What ends by itself beside the clocks: a pause at its cap, the time until a review, an
// acknowledgement.
void fire_dates(Draft& draft, const Case& item, Verdict& verdict) {
  const Timestamp now = draft.context.now;
  const Dossier& dossier = *item.dossier;
  if (dossier.suspended && dossier.pause_until <= now) end_pause(draft, {}, {"pause:cap"});
  if (!dossier.review_due && dossier.review_at <= now) {
    draft.record(ReviewDue{.id = item.id, .due = dossier.review_at});
  }
  if (dossier.panel_until <= now) {
    draft.record(PanelConcluded{
        .id = item.id, .kind = dossier.panel, .agreed = false, .by = {}, .note = "panel:cap"});
    const bool in_work = item.status == Status::Dispatched || item.status == Status::SignedFor;
    if (in_work && !dossier.suspended) draft.resume_all();
  }
  if (dossier.acknowledged_until > now) return;
  // It ends at its time whatever became of the case; a reason to climb it is only while time runs.
  draft.record(AcknowledgementExpired{.id = item.id, .by = dossier.acknowledged_by});
  if (dossier.suspended || dossier.panel_stops_clocks || verdict.escalates) return;
  verdict.escalates = true;
  verdict.why = {"acknowledgement:expired"};
}

// A grant that nobody has received is lost sooner than a lease lapses.
void end_lease(Draft& draft, const Case& item) {
  if (item.place != Place::Lease) return;
  if (item.receive_by <= draft.context.now) {
    draft.record(LeaseUndelivered{.id = item.id, .token = item.token});
    park_if_too_often(draft, ParkCause::Undelivered);
  } else if (item.lease_until <= draft.context.now) {
    draft.record(LeaseLapsed{.id = item.id, .token = item.token});
    park_if_too_often(draft, ParkCause::Timeouts);
  }
}

std::vector<Event> fire(const Context& context, const Case& item) {
  Draft draft(context, item);
  end_lease(draft, item);
  // Who has it now answers for what else has come.
  if (draft.events.size() > 1) return std::move(draft.events);
  Verdict verdict;
  fire_clocks(draft, item, verdict);
  fire_dates(draft, item, verdict);
  for (const Charge& each : verdict.charges) issue_card(draft, each);
  // Each of these gives the case to somebody; one is enough.
  if (verdict.snaps_back && item.dossier->transferred_from) {
    snap_back(draft);
  } else if (verdict.ruling_lapsed && item.status == Status::Returned) {
    rule_by_default(draft);
  } else if (verdict.escalates && can_climb(item)) {
    climb(draft, verdict.why, verdict.rung_due);
  }
  return std::move(draft.events);
}

// The other kinds have no alarms.
std::vector<Event> fire_register(const Context& context, const Registers::Due& alarm) {
  const Registers& registers = context.state.registers();
  switch (alarm.kind) {
    case kPlaceOf<Whistle>:
      return casework::fire(*registers.find(WhistleId{alarm.id}), context);
    case kPlaceOf<Duty>:
      return casework::fire(*registers.find(DutyId{alarm.id}), context);
    case kPlaceOf<ListEntry>:
      return casework::fire(*registers.find(EntryId{alarm.id}), context);
    case kPlaceOf<Storm>:
      return casework::fire(*registers.find(StormId{alarm.id}), context);
    case kPlaceOf<AreaMode>:
      return casework::fire(registers.modes().at(AreaCode{alarm.id}), context);
    case kPlaceOf<Appealable>:
      return casework::fire(*registers.appealable(CaseId{alarm.id}), context);
    case kPlaceOf<Adoption>:
      return casework::fire(registers.adoptions().at(AdoptionId{alarm.id}), context);
    default:  // an index, not an enumeration
      WHISTLE_CHECK(false);
      return {};
  }
}

}  // namespace

bool moves_the_case(Stage stage, Severity severity) {
  switch (stage) {
    case Stage::Sign:
    case Stage::Contact:
    case Stage::OnSite:
    case Stage::InitialResult:
    case Stage::Resolve:
    case Stage::Rung:
      return true;
    case Stage::FirstResponse:
    case Stage::AtDoor:
      // Somebody should have answered or come. Whoever has the case must do that now: moving it
      // would only take longer, unless it is red.
      return severity == Severity::Red;
    case Stage::Accept:
    case Stage::Dispatch:
    case Stage::PostCheck:
    case Stage::Callback:
    case Stage::Objection:
    case Stage::Transfer:
    case Stage::ReminderAnswer:
    case Stage::Requester:
    case Stage::Assist:
    case Stage::Milestone1:
    case Stage::Milestone2:
    case Stage::Milestone3:
    case Stage::Milestone4:
      return false;
  }
  return false;
}

UnitCode answers_for(const Draft& draft, Stage stage) {
  switch (stage) {
    case Stage::PostCheck:
    case Stage::Callback:
      return {std::string(kCentre)};
    case Stage::Dispatch:
    case Stage::Objection:
      return {std::string(kDispatchDesk)};
    case Stage::Accept:
    case Stage::Sign:
    case Stage::Contact:
    case Stage::OnSite:
    case Stage::InitialResult:
    case Stage::Resolve:
    case Stage::FirstResponse:
    case Stage::AtDoor:
    case Stage::Rung:
    case Stage::Transfer:
    case Stage::ReminderAnswer:
    case Stage::Requester:
    case Stage::Assist:
    case Stage::Milestone1:
    case Stage::Milestone2:
    case Stage::Milestone3:
    case Stage::Milestone4:
      break;
  }
  return draft.answering(stage);
}

void escalate(Draft& draft, const RuleName& why) { climb(draft, why, std::nullopt); }

Decision on(const RaiseCase& command, const Context& context) {
  const auto item = owned_case(context, command.id, command.token);
  if (!item) return Failure{item.error()};
  if ((*item)->status != Status::SignedFor) {
    return refuse(Reason::WrongState,
                  "the case is " + std::string(to_word((*item)->status)) + ", nothing to raise");
  }
  if ((*item)->kind == CaseKind::Assist) {
    return refuse(Reason::WrongState,
                  "an assistance does not climb; tell the lead, who can raise the case");
  }
  if ((*item)->order_number >= kOrdersMax) {
    return refuse(Reason::LimitReached,
                  "the case was given to units " + std::to_string(kOrdersMax) + " times");
  }
  Draft draft(context, **item);
  escalate(draft, {"beyond_capacity:" + command.reason});
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const Tick& command, const Context& context) {
  Decided decided;
  TickAnswer answer;
  const std::vector<CaseId> due = context.state.due(context.now, command.max);
  // A single case gives its facts as they are. For several, room is made once, or the facts would
  // move each time it runs out.
  constexpr std::size_t kFactsOfADueCase = 4;
  if (due.size() > 1) decided.events.reserve(due.size() * kFactsOfADueCase);
  for (const CaseId id : due) {
    append(decided.events, fire(context, *context.state.find(id)));
    ++answer.cases;
  }
  bool spread = false;
  for (const Registers::Due& alarm : context.state.registers().due(context.now, command.max)) {
    // One change that reaches all cases has its turn; the others wait for theirs.
    const bool spreads = alarm.kind == kPlaceOf<AreaMode> || alarm.kind == kPlaceOf<Adoption>;
    if (spreads && std::exchange(spread, true)) continue;
    append(decided.events, fire_register(context, alarm));
  }
  decided.answer = answer;
  return decided;
}

}  // namespace whistle::casework
