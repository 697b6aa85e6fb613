#include <string>
#include <utility>

#include "engine/casework/chapters.h"
#include "engine/triage/triage.h"

// Received, then accepted or declined, filed, and dispatched; or read by a person first.
namespace whistle::casework {
namespace {

std::optional<Refusal> check(const Complaint& complaint, const Context& context) {
  const policy::Settings& settings = context.policy.settings();
  const auto refusal = [](Reason reason, std::string detail) {
    return std::optional<Refusal>(Refusal{reason, std::move(detail)});
  };
  if (complaint.source.empty()) return refusal(Reason::MissingIdentity, "source: is empty");
  if (complaint.external_id.empty()) {
    return refusal(Reason::MissingIdentity, "external_id: is empty");
  }
  if (complaint.text.empty()) return refusal(Reason::MissingText, "text: is empty");
  const std::size_t bytes = complaint.text.size() + complaint.subject.size();
  if (bytes > settings.text_bytes_max) {
    return refusal(Reason::TextTooLong, "text: " + std::to_string(bytes) +
                                            " bytes with its subject, at most " +
                                            std::to_string(settings.text_bytes_max));
  }
  if (complaint.occurred_at > context.now + settings.future_tolerance) {
    const auto ahead = complaint.occurred_at - context.now;
    return refusal(Reason::TimeInFuture,
                   "occurred_at: " + std::to_string(ahead.count() / 1000) +
                       " s ahead of the engine's clock, at most " +
                       std::to_string(settings.future_tolerance.count() / 1000));
  }
  if (complaint.area && context.policy.area(complaint.area) == nullptr) {
    return refusal(Reason::UnknownArea, "area: no area " + std::to_string(complaint.area.value) +
                                            " in rule book " + context.policy.book().name);
  }
  if (complaint.category && context.policy.category(complaint.category) == nullptr) {
    return refusal(Reason::UnknownCategory, "category: no category " + complaint.category.value +
                                                " in rule book " + context.policy.book().name);
  }
  return std::nullopt;
}

bool is_certain(triage::Certainty certainty) { return certainty >= triage::Certainty::Certain; }

Decided decline(const Context& context, const SubmitComplaint& command) {
  const Complaint& complaint = command.complaint;
  const triage::Findings& findings = command.findings;
  const ComplaintId id{context.state.counters().last_complaint.value + 1};
  Decided decided;
  decided.events.emplace_back(ComplaintDeclined{.complaint = id,
                                                .source = complaint.source,
                                                .external_id = complaint.external_id,
                                                .received = context.now,
                                                .ground = findings.decline_ground,
                                                .findings = findings});
  decided.answer = Receipt{.complaint = id,
                           .id = {},
                           .disposition = Disposition::Declined,
                           .ground = findings.decline_ground,
                           .severity = findings.severity.severity,
                           .category = findings.category.category,
                           .area = findings.place.area,
                           .unit = {},
                           .tier = {},
                           .received = context.now,
                           .resolve_due = kNever};
  return decided;
}

// To the desk where a person says what and where it is. The accept clock runs meanwhile, and the
// resident's clocks too: waiting for triage is no excuse.
void send_to_triage(Draft& draft, const std::string& missing) {
  draft.start(Stage::Accept);
  draft.start(Stage::Resolve);
  draft.unit = UnitCode{std::string(kTriageDesk)};
  draft.record(OrderDispatched{.id = draft.id,
                               .number = 0,
                               .unit = draft.unit,
                               .tier = Tier::District,
                               .rule = {"triage:" + missing},
                               .raised_to_duty = false,
                               .queue_due = draft.earliest_due(),
                               .told = {}});
}

Decided file(const Context& context, const SubmitComplaint& command) {
  const Complaint& complaint = command.complaint;
  const triage::Findings& findings = command.findings;
  const policy::Policy& policy = context.policy;
  const ComplaintId complaint_id{context.state.counters().last_complaint.value + 1};
  const CaseId case_id{context.state.counters().last_case.value + 1};

  Draft draft(context, case_id, findings.severity.severity, findings.request_type);
  draft.condition = complaint.condition;
  if (is_certain(findings.place.certainty)) draft.area = findings.place.area;
  const policy::Category* category = is_certain(findings.category.certainty)
                                         ? policy.category(findings.category.category)
                                         : nullptr;
  const bool placed = is_certain(findings.place.certainty);
  std::optional<policy::Destination> destination;
  if (category != nullptr) {
    // A catalogue row that names its unit needs no place; everything else does.
    const AreaCode known = placed ? findings.place.area : AreaCode{};
    destination = policy.destination(*category, complaint.condition, known, draft.severity);
  }
  const std::string missing = category == nullptr ? "category" : placed ? "unit" : "place";

  draft.record(
      CaseFiled{.id = case_id,
                .complaint = complaint_id,
                .source = complaint.source,
                .external_id = complaint.external_id,
                .received = context.now,
                .channel = complaint.channel,
                .requester = requester_hash(complaint.requester),
                .condition = complaint.condition,
                .findings = findings,
                .cause_area = destination ? cause_area(policy, *category, draft.area) : AreaCode{},
                .awaits_triage = !destination,
                .emergency_line = category != nullptr && category->emergency_line});
  if (destination) {
    draft.category = category;
    draft.unit = destination->unit;
    draft.settle_area();
    draft.start(Stage::Resolve);
    dispatch(draft, *destination);
  } else {
    send_to_triage(draft, missing);
  }
  const CaseClock* resolve = draft.clock(Stage::Resolve);
  Receipt receipt{.complaint = complaint_id,
                  .id = case_id,
                  .disposition = destination ? Disposition::Filed : Disposition::AwaitsTriage,
                  .ground = {},
                  .severity = draft.severity,
                  .category = findings.category.category,
                  .area = findings.place.area,
                  .unit = draft.unit,
                  .tier = destination ? destination->tier : Tier::District,
                  .received = context.now,
                  .resolve_due = resolve != nullptr ? resolve->alarms.due : kNever};
  return {std::move(draft.events), std::move(receipt)};
}

}  // namespace

Decision on(const SubmitComplaint& command, const Context& context) {
  // The same complaint again gets the first answer again.
  if (command.prior) return Decided{{}, *command.prior};
  if (const auto refusal = check(command.complaint, context)) return Failure{*refusal};
  // Danger is never declined: who mentions a lawsuit may still smell gas.
  const bool is_red = command.findings.severity.severity == Severity::Red;
  if (!command.findings.decline_ground.empty() && !is_red) return decline(context, command);
  if (const auto parent = find_parent(context, command)) {
    return merge_into(context, command, *parent);
  }
  return file(context, command);
}

Decision on(const ClassifyCase& command, const Context& context) {
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  const auto item = open_case(context, command.id);
  if (!item) return Failure{item.error()};
  if ((*item)->status != Status::AwaitsTriage) {
    return refuse(Reason::WrongState,
                  "the case is classified already; it is " + std::string(to_word((*item)->status)));
  }
  if ((*item)->place != Place::Lease || (*item)->token != command.token) {
    return refuse(Reason::TokenSuperseded, "pull the case from the triage desk first");
  }
  const policy::Category* category = context.policy.category(command.category);
  if (category == nullptr) {
    return refuse(Reason::UnknownCategory, "category: no category " + command.category.value);
  }
  if (context.policy.area(command.area) == nullptr) {
    return refuse(Reason::UnknownArea, "area: no area " + std::to_string(command.area.value));
  }
  Draft draft(context, **item);
  draft.category = category;
  draft.area = command.area;
  // A person may raise the colour by naming the category, never lower it this way.
  const triage::Colour colour = triage::colour_of({.nature = category->nature,
                                                   .scope = category->scope,
                                                   .harm = category->harm,
                                                   .trigger = false,
                                                   .care = false,
                                                   .always_yellow = category->always_yellow,
                                                   .request_type = draft.request_type},
                                                  context.policy.settings());
  const Severity severity = std::max(draft.severity, colour.severity);
  const auto destination =
      context.policy.destination(*category, draft.condition, command.area, severity);
  if (!destination) {
    return refuse(Reason::NoUnitForPlace, "no unit serves area " +
                                              std::to_string(command.area.value) +
                                              " for category " + command.category.value);
  }
  draft.record(CaseClassified{.id = command.id,
                              .category = command.category,
                              .area = command.area,
                              .cause_area = cause_area(context.policy, *category, command.area),
                              .by = command.by});
  if (severity != draft.severity) {
    draft.record(CaseRecoloured{
        .id = command.id, .from = draft.severity, .to = severity, .rule = colour.rule});
    draft.severity = severity;
  }
  draft.meet(Stage::Accept);
  // The resident's promise counts from when the complaint came in, and runs already.
  draft.settle(Stage::Resolve, draft.received);
  dispatch(draft, *destination);
  return Decided{std::move(draft.events), NoAnswer{}};
}

}  // namespace whistle::casework
