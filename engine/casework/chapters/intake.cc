#include "engine/casework/chapters/intake.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/chapters/merging.h"
#include "engine/casework/chapters/storms.h"
#include "engine/casework/state/joined.h"
#include "engine/triage/triage.h"

// Received, then answered, declined, or accepted, filed, and dispatched; or read by a person first.
namespace whistle::casework {
namespace {

std::optional<Refusal> check_identity(const Complaint& complaint) {
  if (complaint.source.empty()) return Refusal{Reason::MissingIdentity, "source: is empty"};
  if (!complaint.external_id.empty()) return std::nullopt;
  return Refusal{Reason::MissingIdentity, "external_id: is empty"};
}

std::optional<Refusal> check_words(const Complaint& complaint, const Context& context) {
  const policy::Settings& settings = context.policy.settings();
  const auto refusal = [](Reason reason, std::string detail) {
    return std::optional<Refusal>(Refusal{reason, std::move(detail)});
  };
  if (complaint.text.empty()) return refusal(Reason::MissingText, "text: is empty");
  const std::size_t bytes = complaint.text.size() + complaint.subject.size();
  if (bytes > settings.text_bytes_max) {
    return refusal(Reason::TextTooLong, "text: " + std::to_string(bytes) +
                                            " bytes with its subject, at most " +
                                            std::to_string(settings.text_bytes_max));
  }
  if (complaint.answered.size() > settings.text_bytes_max) {
    return refusal(Reason::TextTooLong, "answered: " + std::to_string(complaint.answered.size()) +
                                            " bytes, at most " +
                                            std::to_string(settings.text_bytes_max));
  }
  if (complaint.occurred_at > context.now + settings.future_tolerance) {
    const auto ahead = complaint.occurred_at - context.now;
    return refusal(Reason::TimeInFuture,
                   "occurred_at: " + std::to_string(ahead.count() / 1000) +
                       " s ahead of the engine's clock, at most " +
                       std::to_string(settings.future_tolerance.count() / 1000));
  }
  if (complaint.area && context.policy.meant_by(complaint.area).area == nullptr) {
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

// The receipt of a complaint that became no case.
Receipt settled_at_once(const Context& context, const triage::Findings& findings, ComplaintId id,
                        Disposition disposition) {
  return {.complaint = id,
          .id = {},
          .disposition = disposition,
          .ground = disposition == Disposition::Declined ? findings.decline_ground : std::string(),
          .severity = findings.severity.severity,
          .category = findings.category.category,
          .area = findings.place.area,
          .unit = {},
          .tier = {},
          .received = context.now,
          .resolve_due = kNever};
}

Decided decline(const Context& context, const SubmitComplaint& command) {
  const Complaint& complaint = command.complaint;
  const triage::Findings& findings = *command.findings;
  const ComplaintId id{context.state.counters().last_complaint.value + 1};
  return {{ComplaintDeclined{.complaint = id,
                             .source = complaint.source,
                             .external_id = complaint.external_id,
                             .received = context.now,
                             .ground = findings.decline_ground,
                             .findings = command.findings}},
          settled_at_once(context, findings, id, Disposition::Declined)};
}

// The operator settled it there and then (Beijing ordinance, art. 11).
Decided answer(const Context& context, const SubmitComplaint& command) {
  const Complaint& complaint = command.complaint;
  const ComplaintId id{context.state.counters().last_complaint.value + 1};
  return {{ComplaintAnswered{.complaint = id,
                             .source = complaint.source,
                             .external_id = complaint.external_id,
                             .received = context.now,
                             .answer = complaint.answered,
                             .findings = command.findings}},
          settled_at_once(context, *command.findings, id, Disposition::Answered)};
}

CaseFiled filed_fact(const Draft& draft, const SubmitComplaint& command, bool awaits_triage) {
  const Complaint& complaint = command.complaint;
  const policy::Policy& policy = draft.context.policy;
  const bool is_known = !awaits_triage;
  return {.id = draft.id,
          .complaint = {draft.context.state.counters().last_complaint.value + 1},
          .source = complaint.source,
          .external_id = complaint.external_id,
          .received = draft.context.now,
          .channel = complaint.channel,
          .requester = requester_hash(complaint.requester),
          .condition = complaint.condition,
          .findings = command.findings,
          .cause_area = is_known ? cause_area(policy, *draft.category, draft.area) : AreaCode{},
          .awaits_triage = awaits_triage,
          .emergency_line = draft.category != nullptr && draft.category->emergency_line,
          .requester_kind = complaint.requester_kind,
          .major = is_known ? draft.category->major : std::string(),
          .storm_area = is_known ? storm_area_of(policy, draft.area) : AreaCode{}};
}

Decided file(const Context& context, const SubmitComplaint& command) {
  const Complaint& complaint = command.complaint;
  const triage::Findings& findings = *command.findings;
  const policy::Policy& policy = context.policy;

  Draft draft(context, {context.state.counters().last_case.value + 1}, findings.severity.severity,
              findings.request_type);
  draft.condition = complaint.condition;
  const bool placed = is_certain(findings.place.certainty);
  if (placed) draft.area = findings.place.area;
  if (is_certain(findings.category.certainty)) {
    draft.category = policy.category(findings.category.category);
  }
  std::optional<policy::Destination> destination;
  if (draft.category != nullptr) {
    // A catalogue row that names its unit needs no place; everything else does.
    destination = policy.destination(*draft.category, complaint.condition, draft.area,
                                     draft.severity, draft.request_type);
  }
  CaseFiled filed = filed_fact(draft, command, !destination);
  const ComplaintId number = filed.complaint;
  const AreaCode storm_area = filed.storm_area;
  const bool emergency_line = filed.emergency_line;
  draft.record(std::move(filed));
  if (emergency_line) tell_emergency_lines(draft);
  const bool is_routed = destination.has_value();
  const Tier tier = is_routed ? destination->tier : Tier::District;
  if (is_routed) {
    draft.unit = destination->unit;
    draft.settle_area();
    draft.start(Stage::Resolve);
    draft.start(Stage::Requester);
    dispatch(draft, *std::move(destination));
    join_storm(draft, storm_area, draft.category->major);
  } else {
    const std::string missing = draft.category == nullptr ? "category" : placed ? "unit" : "place";
    // Until a person has read it, its category promises nothing.
    draft.category = nullptr;
    send_to_triage(draft, missing);
  }
  const CaseClock* resolve = draft.clock(Stage::Resolve);
  // Who called is told at once to call the emergency line; the case stays, and is watched.
  const Disposition disposition = emergency_line ? Disposition::EmergencyTransferred
                                  : is_routed    ? Disposition::Filed
                                                 : Disposition::AwaitsTriage;
  Receipt receipt{.complaint = number,
                  .id = draft.id,
                  .disposition = disposition,
                  .ground = {},
                  .severity = draft.severity,
                  .category = findings.category.category,
                  .area = findings.place.area,
                  .unit = std::move(draft.unit),
                  .tier = tier,
                  .received = context.now,
                  .resolve_due = resolve != nullptr ? resolve->alarms.due : kNever};
  return {std::move(draft.events), std::move(receipt)};
}

// Answered or declined, so that no case begins; nothing: it is to be a case. Danger is never
// settled by talking: who mentions a lawsuit may still smell gas.
std::optional<Decided> settle_at_once(const SubmitComplaint& command, const Context& context) {
  if (command.findings->severity.severity == Severity::Red) return std::nullopt;
  if (!command.complaint.answered.empty()) return answer(context, command);
  if (!command.findings->decline_ground.empty()) return decline(context, command);
  return std::nullopt;
}

triage::Colour colour_by(const policy::Category& category, RequestType request_type,
                         const Context& context) {
  return triage::colour_of({.nature = category.nature,
                            .scope = category.scope,
                            .harm = category.harm,
                            .trigger = false,
                            .care = false,
                            .always_yellow = category.always_yellow,
                            .request_type = request_type},
                           context.policy.settings());
}

std::optional<Parent> parent_of_classified(const Draft& draft, const Case& item) {
  if (!draft.context.policy.settings().merge) return std::nullopt;
  return find_parent(draft.context, Cause{.category = draft.category,
                                          .area = draft.area,
                                          .requester = item.requester,
                                          .likeness = item.likeness,
                                          .severity = draft.severity});
}

// The classified case turns out to be one with another that is in work.
void merge_classified(Draft& draft, const Case& item, const Parent& parent, const WorkerName& by,
                      const RuleName& colour_rule) {
  const Case& into = *parent.item;
  draft.record(CaseMerged{.id = item.id, .into = into.id, .by = by, .reason = parent.rule.value});
  Draft warmed(draft.context, into);
  warm(warmed, {.worst = draft.severity,
                .rule = draft.severity > item.severity ? colour_rule : parent.rule,
                .households = households_of(into, item)});
  for (Event& event : warmed.events) draft.events.push_back(std::move(event));
}

}  // namespace

Outcome<const Case*, Refusal> case_at_triage(const Context& context, CaseId id, Token token) {
  auto item = open_case(context, id);
  if (!item) return item;
  if ((*item)->status != Status::AwaitsTriage) {
    return refuse(Reason::WrongState,
                  "the case is classified already; it is " + std::string(to_word((*item)->status)));
  }
  if ((*item)->place != Place::Lease || (*item)->token != token) {
    return refuse(Reason::TokenSuperseded, "pull the case from the triage desk first");
  }
  return item;
}

void send_to_triage(Draft& draft, const std::string& missing) {
  draft.start(Stage::Accept);
  draft.start(Stage::Resolve, draft.received);
  draft.start(Stage::Requester, draft.received);
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

void tell_emergency_lines(Draft& draft) {
  draft.record(
      EmergencyTransferred{.id = draft.id, .line = "110/119/120/122", .by = {}, .note = {}});
}

Decision proposed(const SubmitComplaint& command, const Context& context) {
  if (const auto refusal = check_words(command.complaint, context)) return Failure{*refusal};
  if (auto settled = settle_at_once(command, context)) return *std::move(settled);
  return file(context, command);
}

Decision on(const SubmitComplaint& command, const Context& context) {
  // The same complaint again gets the first answer again.
  if (command.prior) return Decided{{}, *command.prior};
  if (const auto refusal = check_identity(command.complaint)) return Failure{*refusal};
  if (const auto refusal = check_words(command.complaint, context)) return Failure{*refusal};
  if (auto settled = settle_at_once(command, context)) return *std::move(settled);
  if (const auto parent = find_parent(context, command)) {
    return merge_into(context, command, *parent);
  }
  return file(context, command);
}

Decision on(const ClassifyCase& command, const Context& context) {
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  const auto item = case_at_triage(context, command.id, command.token);
  if (!item) return Failure{item.error()};
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
  const triage::Colour colour = colour_by(*category, draft.request_type, context);
  const Severity severity = std::max(draft.severity, colour.severity);
  auto destination = context.policy.destination(*category, draft.condition, command.area, severity,
                                                draft.request_type);
  if (!destination) {
    return refuse(Reason::NoUnitForPlace, "no unit serves area " +
                                              std::to_string(command.area.value) +
                                              " for category " + command.category.value);
  }
  const CaseClassified classified{.id = command.id,
                                  .category = command.category,
                                  .area = command.area,
                                  .cause_area = cause_area(context.policy, *category, command.area),
                                  .by = command.by,
                                  .major = category->major,
                                  .storm_area = storm_area_of(context.policy, command.area)};
  draft.record(classified);
  if (category->emergency_line && !(*item)->dossier->emergency_line) tell_emergency_lines(draft);
  if (severity != draft.severity) {
    draft.record(CaseRecoloured{
        .id = command.id, .from = draft.severity, .to = severity, .rule = colour.rule});
    draft.severity = severity;
  }
  draft.meet(Stage::Accept);
  const auto parent = parent_of_classified(draft, **item);
  // The younger joins the older, so that no promise is forgotten.
  if (parent && parent->item->received <= (*item)->received) {
    merge_classified(draft, **item, *parent, command.by, colour.rule);
    return Decided{std::move(draft.events), NoAnswer{}};
  }
  // The resident's promise counts from when the complaint came in, and runs already.
  draft.settle(Stage::Resolve, draft.received);
  draft.settle(Stage::Requester, draft.received);
  dispatch(draft, *std::move(destination));
  join_storm(draft, classified.storm_area, classified.major);
  return Decided{std::move(draft.events), NoAnswer{}};
}

}  // namespace whistle::casework
