#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/chapters/deciding.h"

// One case, several units: the first leads, the others help. Each share is an order of its own with
// a line, a signature and a clock, but without a resident, a ladder or a promise to resolve: it is
// reported to the lead, who answers for the whole (Beijing ordinance, art. 14). The lead waits for
// those it needs or says why it goes on without them.
namespace whistle::casework {
namespace {

// Units that help one case at the same time.
constexpr std::size_t kAssistsMax = 16;

// A share of the case that this unit has and has not reported.
const Case* share_of(const Case& lead, const UnitCode& unit, const Context& context) {
  for (const CaseId id : lead.dossier->assists) {
    const Case* assist = context.state.find(id);
    if (assist != nullptr && context.state.symbols().name(assist->unit) == unit.value) {
      return assist;
    }
  }
  return nullptr;
}

Outcome<const Case*, Refusal> lead_in_hand(const Context& context, CaseId id, Token token,
                                           const WorkerName& worker) {
  if (!worker) return refuse(Reason::MissingIdentity, "worker: is empty");
  const auto item = owned_case(context, id, token);
  if (!item) return item;
  if ((*item)->status != Status::SignedFor) {
    return refuse(Reason::WrongState, "the case is " + std::string(to_word((*item)->status)) +
                                          "; only who works on a case has others help");
  }
  if ((*item)->kind == CaseKind::Assist) {
    return refuse(Reason::WrongState, "this is an assistance itself; case " +
                                          std::to_string((*item)->dossier->parent.value) +
                                          " is the one that is helped");
  }
  return item;
}

std::optional<Refusal> check_assistant(const OrderAssist& command, const Case& lead,
                                       const Context& context) {
  if (context.policy.unit(command.unit) == nullptr) {
    return Refusal{Reason::UnknownUnit, "unit: no unit " + command.unit.value + " in rule book " +
                                            context.policy.book().name};
  }
  if (context.state.symbols().name(lead.unit) == command.unit.value) {
    return Refusal{Reason::MustDiffer, "unit: leads the case itself; name another"};
  }
  if (const Case* share = share_of(lead, command.unit, context)) {
    return Refusal{Reason::AlreadyTaken, command.unit.value + " helps already, in case " +
                                             std::to_string(share->id.value)};
  }
  if (lead.dossier->assists.size() >= kAssistsMax) {
    return Refusal{Reason::LimitReached, "at most " + std::to_string(kAssistsMax) +
                                             " units help at the same time; wait for a report"};
  }
  return std::nullopt;
}

// Its clocks end without being kept or broken, save those that were late already.
void drop_all(Draft& draft) {
  const auto clocks = draft.clocks;
  for (const CaseClock& clock : clocks) draft.drop(clock.stage);
}

}  // namespace

Decision on(const OrderAssist& command, const Context& context) {
  const auto found = lead_in_hand(context, command.id, command.token, command.worker);
  if (!found) return Failure{found.error()};
  const Case& lead = **found;
  // The same wish again, after a lost answer.
  const Case* share = share_of(lead, command.unit, context);
  if (share != nullptr && share->dossier->task == command.task &&
      share->dossier->required == command.required) {
    return Decided{{}, NumberAnswer{.id = share->id.value, .token = {}}};
  }
  if (auto refusal = check_assistant(command, lead, context)) return Failure{*std::move(refusal)};

  const CaseId id{context.state.counters().last_case.value + 1};
  const Draft about(context, lead);
  Draft draft(context, id, lead.severity, lead.request_type);
  draft.kind = CaseKind::Assist;
  draft.category = about.category;
  draft.area = about.area;
  draft.record(AssistOrdered{.id = id,
                             .parent = lead.id,
                             .required = command.required,
                             .task = command.task,
                             .by = command.worker,
                             .received = context.now,
                             .request_type = lead.request_type,
                             .severity = lead.severity,
                             .category = {context.state.symbols().name(lead.category)},
                             .area = about.area});
  dispatch(draft, {.unit = command.unit,
                   .tier = context.policy.unit(command.unit)->tier,
                   .rule = {"assist:ordered"},
                   .raised_to_duty = false});
  return Decided{std::move(draft.events), NumberAnswer{.id = id.value, .token = {}}};
}

Decision on(const ExcuseAssist& command, const Context& context) {
  const auto found = lead_in_hand(context, command.id, command.token, command.worker);
  if (!found) return Failure{found.error()};
  if (command.reason.empty()) {
    return refuse(Reason::MissingReason, "reason: is empty; say why the case goes on without");
  }
  const auto& assists = (*found)->dossier->assists;
  if (std::ranges::find(assists, command.assist) == assists.end()) {
    return refuse(Reason::UnknownCase, "assist: case " + std::to_string(command.assist.value) +
                                           " is no open assistance to this one");
  }
  // Nobody waits for it, or not any more.
  if (!context.state.find(command.assist)->dossier->required) return Decided{{}, NoAnswer{}};
  return Decided{{AssistExcused{.id = command.id,
                                .assist = command.assist,
                                .by = command.worker,
                                .reason = command.reason}},
                 NoAnswer{}};
}

std::optional<Refusal> check_assists(const Case& lead, const Context& context) {
  std::string open;
  for (const CaseId id : lead.dossier->assists) {
    const Case* assist = context.state.find(id);
    if (assist == nullptr || !assist->dossier->required) continue;
    if (!open.empty()) open += ", ";
    open += std::to_string(id.value) + " (" + context.state.symbols().name(assist->unit) + ")";
  }
  if (open.empty()) return std::nullopt;
  return Refusal{Reason::AssistantsOpen,
                 "required assistances have not reported: " + open + "; wait, or excuse them"};
}

void report_assist(Draft& draft, Solved result, const std::string& note) {
  draft.record(
      HandlingFinished{.id = draft.id, .at = draft.context.now, .result = result, .note = note});
  const CaseClock* clock = draft.clock(Stage::Assist);
  const bool on_time =
      clock == nullptr || !(clock->overdue || clock->alarms.due < draft.context.now);
  draft.meet(Stage::Assist);
  draft.meet(Stage::ReminderAnswer);
  drop_all(draft);
  const CaseId parent = draft.dossier().parent;
  if (draft.context.state.find(parent) != nullptr) {
    draft.record(AssistReported{
        .id = parent, .assist = draft.id, .unit = draft.unit, .on_time = on_time, .note = note});
  }
  // The report to the lead is the reply.
  draft.record(RequesterReplied{.id = draft.id});
  draft.record(CaseClosed{.id = draft.id,
                          .rule = {"assist:reported"},
                          .on_time = on_time,
                          .appeal_until = kNever,
                          .may_appeal = {}});
  draft.record(CaseStruckOff{.id = draft.id});
}

void withdraw_assists(Draft& draft) {
  for (const CaseId id : draft.assists) {
    const Case* assist = draft.context.state.find(id);
    if (assist == nullptr) continue;
    Draft share(draft.context, *assist);
    drop_all(share);
    share.record(AssistWithdrawn{.id = id, .rule = {"assist:lead_finished"}});
    append(draft.events, std::move(share.events));
  }
  draft.assists.clear();
}

}  // namespace whistle::casework
