#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/chapters/deciding.h"
#include "engine/casework/chapters/intake.h"
#include "engine/casework/chapters/merging.h"

// What a person decides about a case without working on it: settled at the triage desk, told to an
// emergency line, another colour, a companion, a proposal.
namespace whistle::casework {
namespace {

constexpr std::array<std::string_view, 4> kEmergencyLines{"110", "119", "120", "122"};

// The clocks that the colour decides about while nobody has an order: they keep their beginning.
// What the new colour promises for the first time begins now, as for a case in work.
void recolour_waiting(Draft& draft, const Case& item) {
  for (const Stage stage :
       {Stage::Accept, Stage::Dispatch, Stage::Objection, Stage::Resolve, Stage::Requester,
        Stage::OnSite, Stage::InitialResult, Stage::Sign, Stage::Contact, Stage::ReminderAnswer}) {
    if (const CaseClock* clock = draft.clock(stage)) draft.settle(stage, clock->started);
  }
  if (draft.clock(Stage::Rung) != nullptr) {
    if (const auto budget = rung_budget(draft, draft.watch_tier)) {
      draft.change_limit(Stage::Rung, *budget);
    } else {
      draft.drop(Stage::Rung);
    }
  }
  if (item.order_number > 0) draft.start_new_promises();
}

// What is red is not put off: the deferral is over, and who had the case has it again, or the tier
// that the colour asks for (change_colour).
void end_deferral(Draft& draft, const WorkerName& by, const std::string& reason) {
  draft.record(DeferralReviewed{.id = draft.id,
                                .by = by,
                                .panel = PanelKind{},
                                .resumes = true,
                                .review_at = kNever,
                                .note = reason});
  policy::Destination to{
      .unit = draft.unit, .tier = draft.tier, .rule = {"deferral:red"}, .raised_to_duty = false};
  const bool may_move = draft.category != nullptr && !draft.dossier().designated;
  const auto asked =
      may_move ? draft.context.policy.destination(*draft.category, draft.condition, draft.area,
                                                  draft.severity, draft.request_type)
               : std::nullopt;
  if (asked && asked->tier > to.tier) {
    draft.record(CaseEscalated{.id = draft.id,
                               .from_tier = draft.tier,
                               .from_unit = draft.unit,
                               .to_tier = asked->tier,
                               .to_unit = asked->unit,
                               .mode = policy::RungMode::HandOver,
                               .rule = to.rule});
    to = *asked;
  }
  send_after_deferral(draft, to);
}

// A lower colour also takes promises back, and gives the tier a budget where a red case had none.
void settle_lower(Draft& draft, const Case& item) {
  for (const Stage stage : {Stage::OnSite, Stage::InitialResult}) {
    if (const CaseClock* clock = draft.clock(stage)) draft.settle(stage, clock->started);
  }
  const bool rests = item.dossier->suspended || item.dossier->panel_stops_clocks;
  const bool climbs = item.status == Status::SignedFor && !draft.ladder_exhausted && !rests;
  if (climbs && draft.clock(Stage::Rung) == nullptr) start_rung(draft, draft.watch_tier);
}

}  // namespace

Decision on(const DisposeCase& command, const Context& context) {
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  const auto item = case_at_triage(context, command.id, command.token);
  if (!item) return Failure{item.error()};
  const bool declines = command.disposition == Disposition::Declined;
  if (!declines && command.disposition != Disposition::Answered) {
    return refuse(Reason::BadValue,
                  "disposition: a case is settled here as answered or declined, not as " +
                      std::string(whistle::to_word(command.disposition)));
  }
  if (declines && command.ground.empty()) {
    return refuse(Reason::MissingReason, "ground: say why the case is declined");
  }
  if (declines && (*item)->severity == Severity::Red) {
    return refuse(Reason::WrongState,
                  "danger is never declined; classify the case, answer it or lower its colour");
  }
  Draft draft(context, **item);
  draft.record(CaseDisposed{.id = command.id,
                            .disposition = command.disposition,
                            .ground = declines ? command.ground : std::string(),
                            .by = command.by,
                            .note = command.note});
  draft.meet(Stage::Accept);
  draft.record(RequesterReplied{.id = command.id});
  if (declines) {
    // Nothing was promised to who has no claim.
    for (const Stage stage : {Stage::Resolve, Stage::Requester}) draft.drop(stage);
  }
  close(draft, {declines ? "disposed:declined:" + command.ground : "disposed:answered"});
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const TransferToEmergency& command, const Context& context) {
  const auto item = open_case(context, command.id);
  if (!item) return Failure{item.error()};
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  if (std::ranges::find(kEmergencyLines, command.line) == kEmergencyLines.end()) {
    return refuse(Reason::BadValue, "line: must be 110, 119, 120 or 122");
  }
  return Decided{
      {EmergencyTransferred{
          .id = command.id, .line = command.line, .by = command.by, .note = command.note}},
      NoAnswer{}};
}

Decision on(const RecolourCase& command, const Context& context) {
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  if (command.reason.empty()) {
    return refuse(Reason::MissingReason, "reason: say why the colour is another one");
  }
  if (whistle::to_word(command.to) == "?") {
    return refuse(Reason::BadValue, "to: must be blue, yellow or red");
  }
  if (item.kind == CaseKind::Assist) {
    return refuse(Reason::WrongState, "recolour case " +
                                          std::to_string(item.dossier->parent.value) +
                                          ", which this assistance helps");
  }
  if (item.status == Status::Finished || item.status == Status::Replied) {
    return refuse(Reason::WrongState,
                  "the work is finished; only a case that waits or is in work has a colour to "
                  "change");
  }
  const Severity from = item.severity;
  if (command.to == from) return done();
  Draft draft(context, item);
  draft.severity = command.to;
  if (is_in_work(item)) {
    draft.recolour_clocks();
    if (command.to < from) settle_lower(draft, item);
  } else {
    recolour_waiting(draft, item);
  }
  const RuleName rule{"person:" + command.by.value + ": " + command.reason};
  if (item.status == Status::Deferred && command.to == Severity::Red) {
    draft.record(CaseRecoloured{.id = item.id, .from = from, .to = command.to, .rule = rule});
    end_deferral(draft, command.by, command.reason);
    return Decided{std::move(draft.events), NoAnswer{}};
  }
  change_colour(draft, from, rule);
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const NameCompanion& command, const Context& context) {
  const auto item = open_case(context, command.id);
  if (!item) return Failure{item.error()};
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  if (!command.companion) return refuse(Reason::MissingIdentity, "companion: is empty");
  if ((*item)->dossier->companion == command.companion) return done();
  return Decided{
      {CompanionNamed{.id = command.id, .companion = command.companion, .by = command.by}},
      NoAnswer{}};
}

Decision on(const LinkProposal& command, const Context& context) {
  const auto item = open_case(context, command.id);
  if (!item) return Failure{item.error()};
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  if (command.proposal.empty()) return refuse(Reason::BadValue, "proposal: is empty");
  return Decided{{ProposalLinked{.id = command.id, .proposal = command.proposal, .by = command.by}},
                 NoAnswer{}};
}

}  // namespace whistle::casework
