#include "engine/casework/chapters/merging.h"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/limits.h"
#include "engine/casework/state/joined.h"

// Complaints that belong to an open case: the same person again, or another household with the same
// cause. Each keeps its own number, text and receipt, and has its own reply; none is discarded.
namespace whistle::casework {
namespace {

policy::AreaLevel level_of(policy::OneCause one_cause) {
  switch (one_cause) {
    case policy::OneCause::Building:
      return policy::AreaLevel::Building;
    case policy::OneCause::Community:
      return policy::AreaLevel::Community;
    case policy::OneCause::Compound:
    case policy::OneCause::None:
      return policy::AreaLevel::Compound;
  }
  return policy::AreaLevel::Compound;
}

bool is_recent(const Case& item, const Context& context) {
  const policy::Settings& settings = context.policy.settings();
  const Milliseconds window =
      item.severity == Severity::Red ? settings.merge_window_red : settings.merge_window;
  return context.now - item.received <= window;
}

bool has_room(const Case& item) { return item.dossier->joined.size() < kJoinedMax; }

bool may_join(const Case* item, const Context& context) {
  return item != nullptr && is_in_work(*item) && has_room(*item) && is_recent(*item, context);
}

bool is_same_text(const Case& item, const Cause& cause) {
  return std::popcount(item.likeness ^ cause.likeness) <= kLikenessBitsMax;
}

// The same person with the same matter, which nobody works on at the moment: told how it stands
// instead of a new order (Beijing ordinance, art. 11). What is worse than before is a new matter,
// and so is another text once the work is finished: it may say that it was not done.
std::optional<Parent> case_to_tell_of(const Context& context, const Cause& cause) {
  if (cause.requester == 0) return std::nullopt;
  const AreaCode where = cause_area(context.policy, *cause.category, cause.area);
  const Case* same = context.state.same_request(cause.requester, cause.category->code.value, where);
  if (same == nullptr || !has_room(*same) || cause.severity > same->severity) return std::nullopt;
  const bool is_done = same->status == Status::Finished || same->status == Status::Replied;
  if (is_done && is_same_text(*same, cause)) return Parent{same, true, {"inform:result"}};
  const bool waits = same->status == Status::Returned || same->status == Status::Deferred;
  if (waits) return Parent{same, true, {"inform:progress"}};
  return std::nullopt;
}

}  // namespace

std::uint64_t requester_hash(std::string_view requester) {
  if (requester.empty()) return 0;
  std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a
  for (const char byte : requester) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x100000001b3U;
  }
  return hash != 0 ? hash : 1;
}

AreaCode cause_area(const policy::Policy& policy, const policy::Category& category, AreaCode area) {
  const policy::Area* wide = policy.ancestor(area, level_of(category.one_cause));
  return wide != nullptr ? wide->code : area;
}

bool is_in_work(const Case& item) {
  return item.status == Status::Dispatched || item.status == Status::SignedFor;
}

std::optional<Parent> find_parent(const Context& context, const Cause& cause) {
  const policy::Category& category = *cause.category;
  const AreaCode where = cause_area(context.policy, category, cause.area);
  if (cause.requester != 0) {
    const Case* same = context.state.same_request(cause.requester, category.code.value, where);
    if (may_join(same, context)) return Parent{same, true, {"merge:same_requester"}};
  }
  const Case* same = context.state.same_cause(category.code.value, where);
  if (!may_join(same, context)) return std::nullopt;
  // A place that is only roughly known may have several causes.
  const bool precise = context.policy.ancestor(cause.area, level_of(category.one_cause)) != nullptr;
  if (category.one_cause != policy::OneCause::None && precise) {
    return Parent{same, false, {"merge:one_cause"}};
  }
  if (precise && is_same_text(*same, cause)) return Parent{same, false, {"merge:same_text"}};
  return std::nullopt;
}

std::optional<Parent> find_parent(const Context& context, const SubmitComplaint& command) {
  if (!context.policy.settings().merge) return std::nullopt;
  const triage::Findings& findings = *command.findings;
  if (findings.category.certainty < triage::Certainty::Certain ||
      findings.place.certainty < triage::Certainty::Certain) {
    return std::nullopt;
  }
  const Cause cause{.category = context.policy.category(findings.category.category),
                    .area = findings.place.area,
                    .requester = requester_hash(command.complaint.requester),
                    .likeness = findings.likeness,
                    .severity = findings.severity.severity};
  if (cause.category == nullptr) return std::nullopt;
  if (auto parent = find_parent(context, cause)) return parent;
  return case_to_tell_of(context, cause);
}

void change_colour(Draft& draft, Severity from, const RuleName& rule) {
  // After its clocks: the place in the line follows from them.
  draft.record(CaseRecoloured{.id = draft.id, .from = from, .to = draft.severity, .rule = rule});
  if (draft.severity < from) return;
  if (draft.category != nullptr && is_in_work(*draft.before)) {
    const auto destination = draft.context.policy.destination(
        *draft.category, draft.condition, draft.area, draft.severity, draft.request_type);
    if (destination && destination->tier > draft.tier) {
      let_go(draft, rule);
      draft.record(CaseEscalated{.id = draft.id,
                                 .from_tier = draft.tier,
                                 .from_unit = draft.unit,
                                 .to_tier = destination->tier,
                                 .to_unit = destination->unit,
                                 .mode = policy::RungMode::HandOver,
                                 .rule = rule});
      dispatch(draft, *destination);
      return;
    }
  }
  const bool has_place = draft.before->status != Status::AwaitsTriage;
  if (draft.severity == Severity::Red && has_place) tell_all(draft);
}

void warm(Draft& draft, const Heat& heat) {
  const policy::Settings& settings = draft.context.policy.settings();
  const std::uint32_t mass = settings.storms.households_mass;
  const bool is_mass = mass > 0 && heat.households >= mass;
  const RuleName mass_rule{"storms.households_mass:" + std::to_string(mass)};
  if (is_mass && !draft.dossier().mass) {
    draft.record(MassRequestDeclared{.id = draft.id,
                                     .households = static_cast<std::uint32_t>(heat.households),
                                     .rule = mass_rule});
  }
  const Severity from = draft.severity;
  Severity severity = std::max(from, heat.worst);
  RuleName rule = heat.rule;
  if (severity == Severity::Blue && heat.households >= settings.requesters_yellow) {
    severity = Severity::Yellow;
    rule = {"severity:requesters>=" + std::to_string(settings.requesters_yellow)};
  } else if (severity == Severity::Blue && is_mass) {
    severity = Severity::Yellow;
    rule = mass_rule;
  }
  if (severity == from) return;
  draft.severity = severity;
  draft.recolour_clocks();
  change_colour(draft, from, rule);
}

Decided merge_into(const Context& context, const SubmitComplaint& command, const Parent& parent) {
  const Complaint& complaint = command.complaint;
  const triage::SeverityFinding& found = command.findings->severity;
  const Case& item = *parent.item;
  const ComplaintId id{context.state.counters().last_complaint.value + 1};
  const std::uint64_t requester = requester_hash(complaint.requester);
  Draft draft(context, item);
  draft.record(ComplaintMerged{.id = item.id,
                               .complaint = id,
                               .source = complaint.source,
                               .external_id = complaint.external_id,
                               .received = context.now,
                               .requester = requester,
                               .repeat = parent.repeat,
                               .rule = parent.rule,
                               .findings = command.findings});
  const bool is_known = requester == 0 || requester == item.requester ||
                        std::ranges::find(item.requesters, requester) != item.requesters.end();
  // Who is only told how a case stands changes nothing in it.
  if (is_in_work(item)) {
    warm(draft, {.worst = found.severity,
                 .rule = found.rule,
                 .households = households_of(item) + (is_known ? 0U : 1U)});
  }
  const CaseClock* resolve = draft.clock(Stage::Resolve);
  Receipt receipt{.complaint = id,
                  .id = item.id,
                  .disposition = parent.repeat ? Disposition::Informed : Disposition::Merged,
                  .ground = {},
                  .severity = draft.severity,
                  .category = draft.category->code,
                  .area = item.area,
                  .unit = draft.unit,
                  .tier = draft.tier,
                  .received = context.now,
                  .resolve_due = resolve != nullptr ? resolve->alarms.due : kNever};
  return {std::move(draft.events), std::move(receipt)};
}

}  // namespace whistle::casework
