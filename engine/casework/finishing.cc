#include <string>

#include "engine/casework/chapters.h"
#include "engine/casework/limits.h"

// Post-checked, replied, called back and rated, closed and struck off; or reworked.
namespace whistle::casework {
namespace {

Failure<Refusal> too_often() {
  return refuse(Reason::WrongState, "the case was reworked " + std::to_string(kReworkRoundsMax) +
                                        " times; a supervisor must settle it");
}

}  // namespace

void pass_post_check(Draft& draft, const WorkerName& by, const RuleName& rule,
                     const std::string& note) {
  draft.record(PostChecked{.id = draft.id, .passed = true, .by = by, .rule = rule, .note = note});
  draft.meet(Stage::PostCheck);
  // Every matter is answered before it can be closed (事事有回音).
  draft.record(RequesterReplied{.id = draft.id});
  if (draft.context.policy.settings().callback.has(draft.severity)) {
    draft.start(Stage::Callback);
    return;
  }
  close(draft, {"checks.callback:not_for_" + std::string(whistle::to_word(draft.severity))});
}

void close(Draft& draft, const RuleName& rule) {
  const CaseClock* resolve = draft.clock(Stage::Resolve);
  const bool on_time = resolve == nullptr || !resolve->overdue;
  draft.meet(Stage::Resolve);
  draft.record(CaseClosed{.id = draft.id, .rule = rule, .on_time = on_time});
  draft.record(CaseStruckOff{.id = draft.id});
}

void rework(Draft& draft, std::uint8_t round, const std::string& reason) {
  draft.record(CaseReworked{.id = draft.id, .round = round, .reason = reason});
  draft.contacted = false;
  draft.arrived = false;
  draft.resume(Stage::Resolve);
  // The first time the same unit tries again; after that it is a matter for the tier above.
  const policy::Policy& policy = draft.context.policy;
  const policy::Ladder* ladder = policy.ladder(draft.category, draft.severity);
  const auto step = round > 1 && ladder != nullptr
                        ? policy.next_step(*ladder, draft.tier, draft.area, draft.category)
                        : std::nullopt;
  const RuleName rule{"rework:round_" + std::to_string(round)};
  if (!step || step->rung->mode != policy::RungMode::HandOver) {
    dispatch(draft, {.unit = draft.unit, .tier = draft.tier, .rule = rule});
    return;
  }
  draft.record(CaseEscalated{.id = draft.id,
                             .from_tier = draft.tier,
                             .from_unit = draft.unit,
                             .to_tier = step->rung->tier,
                             .to_unit = step->unit->code,
                             .mode = policy::RungMode::HandOver,
                             .rule = rule});
  dispatch(draft, {.unit = step->unit->code, .tier = step->rung->tier, .rule = rule});
}

Decision on(const PostCheckCase& command, const Context& context) {
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  if (item.status == Status::Replied && command.passed) return Decided{{}, NoAnswer{}};
  if (item.status != Status::Finished) {
    return refuse(Reason::WrongState, "the case is " + std::string(to_word(item.status)) +
                                          "; only finished work can be checked");
  }
  if (!command.passed && item.rework_rounds >= kReworkRoundsMax) return too_often();
  Draft draft(context, item);
  if (command.passed) {
    pass_post_check(draft, command.by, {}, command.note);
  } else {
    draft.record(PostChecked{
        .id = item.id, .passed = false, .by = command.by, .rule = {}, .note = command.note});
    draft.meet(Stage::PostCheck);
    rework(draft, static_cast<std::uint8_t>(item.rework_rounds + 1), "post_check:failed");
  }
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const CallBack& command, const Context& context) {
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  if (item.status != Status::Replied) {
    return refuse(Reason::WrongState, "the case is " + std::string(to_word(item.status)) +
                                          "; the requester is called back after the reply");
  }
  Draft draft(context, item);
  draft.record(CalledBack{.id = item.id,
                          .solved = command.solved,
                          .satisfaction = command.satisfaction,
                          .by = command.by,
                          .note = command.note});
  draft.meet(Stage::Callback);
  const bool unhappy =
      command.solved == Solved::Unsolved || command.satisfaction == Satisfaction::Dissatisfied;
  if (!unhappy) {
    close(draft, {"callback:" + std::string(whistle::to_word(command.satisfaction))});
    return Decided{std::move(draft.events), NoAnswer{}};
  }
  if (unhappy && item.rework_rounds >= kReworkRoundsMax) return too_often();
  const auto round = static_cast<std::uint8_t>(item.rework_rounds + 1);
  // Twice unhappy in a row earns the unit a card.
  if (round == 2 && draft.card < Card::Yellow) {
    draft.record(CardIssued{.id = item.id,
                            .card = Card::Yellow,
                            .stage = Stage::Callback,
                            .unit = draft.unit,
                            .points = context.policy.settings().cards.yellow_points,
                            .rule = {"callback:dissatisfied_twice"}});
    draft.card = Card::Yellow;
  }
  rework(draft, round, "callback:" + std::string(whistle::to_word(command.satisfaction)));
  return Decided{std::move(draft.events), NoAnswer{}};
}

}  // namespace whistle::casework
