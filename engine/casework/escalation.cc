#include <algorithm>
#include <string>
#include <utility>

#include "engine/casework/chapters.h"

// Time passes: leases lapse, promises become due soon, overdue and far overdue, cards are issued,
// and cases climb the ladder. After an outage everything that is due collapses into one step for
// each case: one escalation and the highest card, not a storm.
namespace whistle::casework {
namespace {

bool is_handled(const Case& item) {
  return item.status == Status::Dispatched || item.status == Status::SignedFor;
}

// What the alarms of one case add up to in one turn.
struct Verdict {
  Card card{Card::None};
  Stage card_stage{};
  bool escalates{};
  RuleName why;
};

// A rung without a budget of its own lasts until the promise to resolve is broken.
bool has_own_budget(const Draft& draft) { return draft.clock(Stage::Rung) != nullptr; }

void judge(const Draft& draft, const CaseClock& clock, bool far, Verdict& verdict) {
  const std::string stage{whistle::to_word(clock.stage)};
  if (clock.stage == Stage::Rung) {
    verdict.escalates = true;
    verdict.why = {"rung:" + std::string(whistle::to_word(draft.tier)) + ":used_up"};
    return;
  }
  const bool is_red = far || draft.severity == Severity::Red;
  const Card card = is_red ? Card::Red : Card::Yellow;
  if (card > verdict.card) {
    verdict.card = card;
    verdict.card_stage = clock.stage;
  }
  // Somebody should have answered or come. Whoever has the case must do that now: moving it would
  // only take longer, unless it is red.
  const bool is_promise = clock.stage == Stage::FirstResponse || clock.stage == Stage::AtDoor;
  if (is_promise && draft.severity != Severity::Red) return;
  const bool first_time = !clock.overdue;
  const bool resolve_binds = clock.stage == Stage::Resolve && first_time && !has_own_budget(draft);
  if ((far || resolve_binds || (is_red && first_time)) && !verdict.escalates) {
    verdict.escalates = true;
    verdict.why = {stage + (far ? ":far_overdue" : ":overdue")};
  }
}

void issue_card(Draft& draft, const Verdict& verdict) {
  if (verdict.card <= draft.card) return;
  const policy::CardRules& rules = draft.context.policy.settings().cards;
  const bool red = verdict.card == Card::Red;
  draft.record(CardIssued{.id = draft.id,
                          .card = verdict.card,
                          .stage = verdict.card_stage,
                          .unit = draft.unit,
                          .points = red ? rules.red_points : rules.yellow_points,
                          .rule = {"cards:" + std::string(whistle::to_word(verdict.card_stage)) +
                                   (red ? ":red" : ":yellow")}});
  draft.card = verdict.card;
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

std::vector<Event> fire(const Context& context, const Case& item) {
  Draft draft(context, item);
  if (item.place == Place::Lease && item.lease_until <= context.now) {
    draft.record(LeaseLapsed{.id = item.id, .token = item.token});
  }
  Verdict verdict;
  fire_clocks(draft, item, verdict);
  issue_card(draft, verdict);
  if (verdict.escalates && is_handled(item)) escalate(draft, verdict.why);
  return std::move(draft.events);
}

}  // namespace

void escalate(Draft& draft, const RuleName& why) {
  const policy::Policy& policy = draft.context.policy;
  const policy::Ladder* ladder = policy.ladder(draft.category, draft.severity);
  const auto step = ladder != nullptr
                        ? policy.next_step(*ladder, std::max(draft.tier, draft.watch_tier),
                                           draft.area, draft.category)
                        : std::nullopt;
  if (!step) {
    draft.drop(Stage::Rung);
    if (!draft.ladder_exhausted) draft.record(LadderExhausted{.id = draft.id, .rule = why});
    return;
  }
  draft.record(CaseEscalated{.id = draft.id,
                             .from_tier = draft.watch_tier,
                             .from_unit = draft.unit,
                             .to_tier = step->rung->tier,
                             .to_unit = step->unit->code,
                             .mode = step->rung->mode,
                             .rule = why});
  if (step->rung->mode == policy::RungMode::HandOver) {
    dispatch(draft, {.unit = step->unit->code, .tier = step->rung->tier, .rule = why});
    return;
  }
  // The holder keeps the case; the tier above watches, for as long as its own budget says.
  draft.watch_tier = step->rung->tier;
  draft.drop(Stage::Rung);
  start_rung(draft, draft.watch_tier);
}

Decision on(const RaiseCase& command, const Context& context) {
  const auto item = owned_case(context, command.id, command.token);
  if (!item) return Failure{item.error()};
  if ((*item)->status != Status::SignedFor) {
    return refuse(Reason::WrongState,
                  "the case is " + std::string(to_word((*item)->status)) + ", nothing to raise");
  }
  Draft draft(context, **item);
  escalate(draft, {"beyond_capacity:" + command.reason});
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const Tick& command, const Context& context) {
  Decided decided;
  TickAnswer answer;
  for (const CaseId id : context.state.due(context.now, command.max)) {
    std::vector<Event> events = fire(context, *context.state.find(id));
    decided.events.insert(decided.events.end(), std::make_move_iterator(events.begin()),
                          std::make_move_iterator(events.end()));
    ++answer.cases;
  }
  decided.answer = answer;
  return decided;
}

}  // namespace whistle::casework
