#include "engine/casework/chapters/finishing.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/limits.h"
#include "engine/casework/state/joined.h"

// Post-checked, replied, called back and rated, closed and struck off; or reworked. One reply is
// for all whose complaints are in the case; each of them is asked afterwards, and the last answer
// closes it.
namespace whistle::casework {
namespace {

// The centre closes, not who did the work (Leshan: 中心结单).
bool is_handler(const Context& context, const Case& item, const WorkerName& by) {
  return item.worker != 0 && context.state.symbols().name(item.worker) == by.value;
}
Failure<Refusal> not_by_the_handler() {
  return refuse(Reason::NotPermitted,
                "by: did the work; somebody else must check it and ask the requester");
}

Failure<Refusal> too_often() {
  return refuse(Reason::WrongState, "the case was reworked " + std::to_string(kReworkRoundsMax) +
                                        " times; a supervisor must settle it");
}

// Whose answer a callback asks for. A repeat is covered by what the same person said first.
struct Asked {
  ComplaintId complaint;
  bool is_first{};
  bool called_back{};
  std::uint32_t attempts{};  // in vain so far, in a row
};

std::optional<Asked> find_asked(const Case& item, ComplaintId named) {
  const Dossier& dossier = *item.dossier;
  const Asked first{item.first_complaint, true, dossier.first_called_back,
                    dossier.callback_attempts};
  if (!named || named == item.first_complaint) return first;
  const auto joined = std::ranges::find(dossier.joined, named, &Joined::complaint);
  if (joined == dossier.joined.end()) return std::nullopt;
  if (!joined->repeat) return Asked{named, false, joined->called_back, joined->callback_attempts};
  if (joined->requester == item.requester) return first;
  const auto own = std::ranges::find(dossier.joined, joined->requester, &Joined::requester);
  return Asked{own->complaint, false, own->called_back, own->callback_attempts};
}

// What callbacks and attempts have in common: the case was answered, and the complaint is one of
// it.
Outcome<Asked, Refusal> to_be_asked(const Context& context, CaseId id, const WorkerName& by,
                                    ComplaintId complaint) {
  const auto found = open_case(context, id);
  if (!found) return Failure{found.error()};
  if (!by) return refuse(Reason::MissingIdentity, "by: is empty");
  if ((*found)->status != Status::Replied) {
    return refuse(Reason::WrongState, "the case is " + std::string(to_word((*found)->status)) +
                                          "; the requester is called back after the reply");
  }
  const auto asked = find_asked(**found, complaint);
  if (asked) return *asked;
  return refuse(Reason::UnknownComplaint, "complaint: " + std::to_string(complaint.value) +
                                              " is not one of case " + std::to_string(id.value));
}

// Whether everybody has been asked once this one has.
bool is_last(const Case& item, const Asked& asked) {
  std::vector<Joined> joined = item.dossier->joined;
  for (Joined& each : joined) {
    if (each.complaint == asked.complaint) each.called_back = true;
  }
  return all_called_back(asked.is_first || item.dossier->first_called_back, joined);
}

bool must_be_visited(const Context& context, const Case& item, const Asked& asked) {
  return asked.is_first && context.policy.settings().callbacks.secretary_visit.has(item.severity);
}
Failure<Refusal> visit_required(const Case& item) {
  return refuse(Reason::VisitRequired,
                "way: the secretary must knock at the door (secretary_visit) in a " +
                    std::string(whistle::to_word(item.severity)) +
                    " case; who meets nobody there may leave it unrated");
}

void card_for_unhappy(Draft& draft) {
  const policy::Settings& settings = draft.context.policy.settings();
  const std::uint32_t limit = settings.callbacks.unhappy_for_card;
  const std::uint32_t in_a_row = draft.dossier().unhappy_in_a_row + 1U;
  if (limit == 0 || in_a_row < limit || draft.card_of(draft.unit) >= Card::Yellow) return;
  draft.issue(CardIssued{.id = draft.id,
                         .card = Card::Yellow,
                         .stage = Stage::Callback,
                         .unit = draft.unit,
                         .points = settings.cards.yellow_points,
                         .rule = {"callbacks.unhappy_for_card:" + std::to_string(limit)}});
}

// Attempts are counted in a byte.
std::uint32_t attempts_max(const policy::Policy& policy) {
  constexpr std::uint32_t kCounted{std::numeric_limits<std::uint8_t>::max()};
  return std::clamp(policy.settings().callbacks.attempts_max, 1U, kCounted);
}

// Who may appeal against what the case did to their scores: the last unit when it was late, each
// that has a card. The desks of the centre have no score.
std::vector<UnitCode> appellants(const Draft& draft, bool late) {
  const policy::Policy& policy = draft.context.policy;
  std::vector<UnitCode> units;
  if (policy.settings().scores.appeal_days == 0) return units;
  if (late && policy.unit(draft.unit) != nullptr) units.push_back(draft.unit);
  for (const Carded& each : draft.carded) {
    const bool known = std::ranges::find(units, each.unit) != units.end();
    if (known || each.card < Card::Yellow || policy.unit(each.unit) == nullptr) continue;
    units.push_back(each.unit);
  }
  return units;
}

Timestamp appeal_until(const Draft& draft) {
  const std::int64_t days = draft.context.policy.settings().scores.appeal_days;
  return draft.context.now + Milliseconds{std::chrono::hours{24}} * days;
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
  withdraw_assists(draft);
  const CaseClock* resolve = draft.clock(Stage::Resolve);
  const bool late =
      resolve != nullptr &&
      (resolve->overdue || (resolve->running && draft.context.now > resolve->alarms.due));
  draft.meet(Stage::Resolve);
  draft.meet(Stage::Requester);
  // Whatever else was promised meanwhile is nobody's any more.
  while (!draft.clocks.empty()) draft.drop(draft.clocks.back().stage);
  std::vector<UnitCode> may_appeal = appellants(draft, late);
  const Timestamp until = may_appeal.empty() ? kNever : appeal_until(draft);
  draft.record(CaseClosed{.id = draft.id,
                          .rule = rule,
                          .on_time = !late,
                          .appeal_until = until,
                          .may_appeal = std::move(may_appeal)});
  draft.record(CaseStruckOff{.id = draft.id});
}

void close_after_callbacks(Draft& draft, const RuleName& rule) {
  draft.meet(Stage::Callback);
  close(draft, rule);
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
  if (is_handler(context, item, command.by)) return not_by_the_handler();
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
  const auto asked = to_be_asked(context, command.id, command.by, command.complaint);
  if (!asked) return Failure{asked.error()};
  if (asked->called_back) return Decided{{}, NoAnswer{}};
  const Case& item = *context.state.find(command.id);
  if (is_handler(context, item, command.by)) return not_by_the_handler();
  if (command.way != CallbackWay::SecretaryVisit && must_be_visited(context, item, *asked)) {
    return visit_required(item);
  }
  const bool unhappy =
      command.solved == Solved::Unsolved || command.satisfaction == Satisfaction::Dissatisfied;
  if (unhappy && item.rework_rounds >= kReworkRoundsMax) return too_often();
  Draft draft(context, item);
  draft.record(CalledBack{.id = item.id,
                          .solved = command.solved,
                          .satisfaction = command.satisfaction,
                          .by = command.by,
                          .note = command.note,
                          .complaint = asked->complaint,
                          .way = command.way});
  const std::string answer{whistle::to_word(command.satisfaction)};
  if (unhappy) {
    draft.meet(Stage::Callback);
    card_for_unhappy(draft);
    rework(draft, static_cast<std::uint8_t>(item.rework_rounds + 1), "callback:" + answer);
  } else if (is_last(item, *asked)) {
    close_after_callbacks(draft, {"callback:" + answer});
  }
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const NoteUnreachable& command, const Context& context) {
  const auto asked = to_be_asked(context, command.id, command.by, command.complaint);
  if (!asked) return Failure{asked.error()};
  if (asked->called_back) return Decided{{}, NoAnswer{}};
  const Case& item = *context.state.find(command.id);
  if (is_handler(context, item, command.by)) return not_by_the_handler();
  if (must_be_visited(context, item, *asked)) return visit_required(item);
  const std::uint32_t attempt = asked->attempts + 1U;
  const std::uint32_t max = attempts_max(context.policy);
  Draft draft(context, item);
  draft.record(CallbackTried{.id = item.id,
                             .complaint = asked->complaint,
                             .by = command.by,
                             .attempt = static_cast<std::uint8_t>(std::min(attempt, max))});
  if (attempt < max) return Decided{std::move(draft.events), NoAnswer{}};
  // By rule: nobody says that it was not solved, and nobody is counted as satisfied.
  draft.record(CalledBack{.id = item.id,
                          .solved = Solved::Solved,
                          .satisfaction = Satisfaction::Unrated,
                          .by = {},
                          .note = "callbacks.attempts_max:" + std::to_string(max),
                          .complaint = asked->complaint,
                          .way = CallbackWay::Phone});
  if (is_last(item, *asked)) close_after_callbacks(draft, {"callback:unrated"});
  return Decided{std::move(draft.events), NoAnswer{}};
}

}  // namespace whistle::casework
