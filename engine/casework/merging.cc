#include <bit>
#include <string>

#include "engine/casework/chapters.h"
#include "engine/casework/limits.h"

// Complaints that belong to an open case: the same person again, or another household with the same
// cause. Each keeps its own number, text and receipt; none is discarded.
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

bool is_in_work(const Case& item) {
  return item.status == Status::Dispatched || item.status == Status::SignedFor;
}

bool is_recent(const Case& item, const Context& context) {
  const policy::Settings& settings = context.policy.settings();
  const Milliseconds window =
      item.severity == Severity::Red ? settings.merge_window_red : settings.merge_window;
  return context.now - item.received <= window;
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

std::optional<Parent> find_parent(const Context& context, const SubmitComplaint& command) {
  if (!context.policy.settings().merge) return std::nullopt;
  const triage::Findings& findings = command.findings;
  if (findings.category.certainty < triage::Certainty::Certain ||
      findings.place.certainty < triage::Certainty::Certain) {
    return std::nullopt;
  }
  const policy::Category* category = context.policy.category(findings.category.category);
  if (category == nullptr) return std::nullopt;
  const AreaCode where = cause_area(context.policy, *category, findings.place.area);

  const std::uint64_t requester = requester_hash(command.complaint.requester);
  if (requester != 0) {
    const Case* same = context.state.same_request(requester, category->code.value, where);
    if (same != nullptr && is_in_work(*same) && is_recent(*same, context)) {
      return Parent{same, true, {"merge:same_requester"}};
    }
  }
  const Case* same = context.state.same_cause(category->code.value, where);
  if (same == nullptr || !is_in_work(*same) || !is_recent(*same, context)) return std::nullopt;
  // A place that is only roughly known may have several causes.
  const bool precise =
      context.policy.ancestor(findings.place.area, level_of(category->one_cause)) != nullptr;
  if (category->one_cause != policy::OneCause::None && precise) {
    return Parent{same, false, {"merge:one_cause"}};
  }
  if (precise && std::popcount(same->likeness ^ findings.likeness) <= kLikenessBitsMax) {
    return Parent{same, false, {"merge:same_text"}};
  }
  return std::nullopt;
}

Decided merge_into(const Context& context, const SubmitComplaint& command, const Parent& parent) {
  const Complaint& complaint = command.complaint;
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
  // Heat raises the colour; only a person lowers it.
  const std::size_t distinct = 1 + item.requesters.size() + (parent.repeat ? 0 : 1);
  Severity severity = std::max(item.severity, command.findings.severity.severity);
  RuleName rule = command.findings.severity.rule;
  if (severity == Severity::Blue && distinct >= context.policy.settings().requesters_yellow) {
    severity = Severity::Yellow;
    rule = {"severity:requesters>=" + std::to_string(context.policy.settings().requesters_yellow)};
  }
  if (severity != item.severity) {
    draft.severity = severity;
    draft.recolour_clocks();
    // After its clocks: the place in the line follows from them.
    draft.record(
        CaseRecoloured{.id = item.id, .from = item.severity, .to = severity, .rule = rule});
    const auto destination =
        context.policy.destination(*draft.category, draft.condition, draft.area, severity);
    if (destination && destination->tier > draft.tier) {
      draft.record(CaseEscalated{.id = item.id,
                                 .from_tier = draft.tier,
                                 .from_unit = draft.unit,
                                 .to_tier = destination->tier,
                                 .to_unit = destination->unit,
                                 .mode = policy::RungMode::HandOver,
                                 .rule = rule});
      dispatch(draft, *destination);
    }
  }
  const CaseClock* resolve = draft.clock(Stage::Resolve);
  Receipt receipt{.complaint = id,
                  .id = item.id,
                  .disposition = Disposition::Merged,
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
