#include "engine/service/permissions.h"

#include <algorithm>
#include <array>

#include "engine/core/check.h"
#include "whistle/v1/act.pb.h"

namespace whistle::service {
namespace {

using v1::ActRequest;

constexpr Roles kIntake = Role::Intake;
constexpr Roles kAdmin = Role::Admin;
constexpr Roles kSupervisor = Role::Supervisor | Role::Gateway;
constexpr Roles kCentre = Role::Dispatcher | Role::Gateway;
// Who works on orders, the centre and gateways for others.
constexpr Roles kWork = kCentre | Role::Worker;
// Rulings: the centre or who supervises it.
constexpr Roles kRuling = kCentre | Role::Supervisor;
constexpr Roles kPeople = kWork | Role::Supervisor;
constexpr Roles kResidents = kIntake | kCentre;
constexpr Roles kAnybody = kIntake | kPeople | kAdmin;

// What a subject is read from.
constexpr Subject kNothing{};
constexpr Subject kCaseId{.case_field = "case_id"};
constexpr Subject kId{.case_field = "id"};
constexpr Subject kUnit{.unit_field = "unit"};
constexpr Subject kLeases{.cases_field = "leases"};
constexpr Subject kPulled{.unit_field = "unit", .also_field = "more_units"};
constexpr Subject kByUnit{.unit_field = "by_unit"};
constexpr Subject kFilter{.area_field = "areas", .units_field = "units"};
constexpr Subject kArea{.area_field = "area"};
constexpr Subject kUnitAndArea{.unit_field = "unit", .area_field = "area"};
constexpr Subject kIdAndUnit{.case_field = "id", .unit_field = "unit"};

constexpr bool kFree = true;

constexpr Permission method(v1::Method method, std::string_view name, Roles roles, Subject subject,
                            bool is_free = false) {
  return {{method, 0}, name, roles, subject, is_free};
}
constexpr Permission wish(ActRequest::WishCase wish, std::string_view name, Roles roles,
                          Subject subject) {
  return {{v1::METHOD_ACT, static_cast<int>(wish)}, name, roles, subject, false};
}

constexpr auto kTable = std::to_array<Permission>({
    // clang-format off: a table
    method(v1::METHOD_HELLO, "HELLO", kAnybody, kNothing, kFree),
    method(v1::METHOD_PING, "PING", kAnybody, kNothing, kFree),
    method(v1::METHOD_SUBMIT, "SUBMIT", kResidents, {.source_field = "complaint.source"}),
    method(v1::METHOD_PULL, "PULL", kWork, kPulled),
    method(v1::METHOD_RENEW, "RENEW", kWork, kCaseId, kFree),
    method(v1::METHOD_RELEASE, "RELEASE", kWork, kCaseId),
    method(v1::METHOD_SIGN, "SIGN", kWork, kCaseId),
    method(v1::METHOD_CONTACT, "CONTACT", kWork, kCaseId),
    method(v1::METHOD_ARRIVE, "ARRIVE", kWork, kCaseId),
    method(v1::METHOD_PROGRESS, "PROGRESS", kWork, kCaseId),
    method(v1::METHOD_FINISH, "FINISH", kWork, kCaseId),
    method(v1::METHOD_RAISE, "RAISE", kWork, kCaseId),
    method(v1::METHOD_CLASSIFY, "CLASSIFY", kCentre, kCaseId),
    method(v1::METHOD_POST_CHECK, "POST_CHECK", kCentre, kCaseId),
    method(v1::METHOD_CALL_BACK, "CALL_BACK", kResidents, kCaseId),
    method(v1::METHOD_RECEIVE, "RECEIVE", kWork, kLeases, kFree),
    method(v1::METHOD_HOLDINGS, "HOLDINGS", kWork, kUnit),
    method(v1::METHOD_DRAIN, "DRAIN", kWork, kUnit),
    // Each wish in it needs its own, and counts.
    method(v1::METHOD_BUNDLE, "BUNDLE", kIntake | kPeople, kNothing, kFree),
    method(v1::METHOD_WATCH, "WATCH", kPeople | kAdmin, kFilter),
    method(v1::METHOD_CREDIT, "CREDIT", kPeople | kAdmin, kNothing, kFree),
    method(v1::METHOD_ACKNOWLEDGE_WATCH, "ACKNOWLEDGE_WATCH", kPeople | kAdmin, kNothing, kFree),
    method(v1::METHOD_CURSORS, "CURSORS", kPeople | kAdmin, kNothing),
    method(v1::METHOD_DELETE_CURSOR, "DELETE_CURSOR", kAdmin, kNothing),
    method(v1::METHOD_GET_CASE, "GET_CASE", kAnybody, kCaseId),
    method(v1::METHOD_EXPLAIN, "EXPLAIN", kAnybody, kCaseId),
    method(v1::METHOD_QUEUES, "QUEUES", kPeople | kAdmin, kUnit),
    method(v1::METHOD_REGISTERS, "REGISTERS", kPeople | kAdmin, kUnit),
    method(v1::METHOD_SCOREBOARD, "SCOREBOARD", kRuling | kAdmin, kNothing),
    method(v1::METHOD_AGENDA, "AGENDA", kRuling | kAdmin, kNothing),
    method(v1::METHOD_EXPLAIN_PULL, "EXPLAIN_PULL", kPeople | kAdmin, kPulled),
    method(v1::METHOD_GET_COMPLAINT, "GET_COMPLAINT", kAnybody, {.is_complaint = true}),
    method(v1::METHOD_PROPOSE, "PROPOSE", kAnybody, kNothing),
    method(v1::METHOD_RULES, "RULES", kAnybody, kNothing),
    method(v1::METHOD_STATUS, "STATUS", kAdmin | Role::Gateway, kNothing),
    method(v1::METHOD_ADVANCE_TIME, "ADVANCE_TIME", kAdmin, kNothing),
    method(v1::METHOD_BACKUP, "BACKUP", kAdmin, kNothing),
    method(v1::METHOD_ADOPT_POLICY, "ADOPT_POLICY", kAdmin, kNothing),

    wish(ActRequest::kDisposeCase, "dispose_case", kCentre, kId),
    wish(ActRequest::kTransferToEmergency, "transfer_to_emergency", kRuling, kId),
    wish(ActRequest::kRecolourCase, "recolour_case", kRuling, kId),
    wish(ActRequest::kNameCompanion, "name_companion", kRuling, kId),
    wish(ActRequest::kLinkProposal, "link_proposal", kRuling, kId),
    wish(ActRequest::kUnmergeComplaint, "unmerge_complaint", kRuling, kId),
    wish(ActRequest::kMergeCases, "merge_cases", kRuling, kId),
    wish(ActRequest::kOrderAssist, "order_assist", kWork, kId),
    wish(ActRequest::kExcuseAssist, "excuse_assist", kWork, kId),
    wish(ActRequest::kReturnOrder, "return_order", kPeople, kIdAndUnit),
    wish(ActRequest::kReassignCase, "reassign_case", kRuling, kId),
    wish(ActRequest::kRuleOnObjection, "rule_on_objection", kRuling, kId),
    wish(ActRequest::kTransferOrder, "transfer_order", kPeople, kId),
    wish(ActRequest::kTakeExpressLane, "take_express_lane", kWork, kId),
    wish(ActRequest::kAddEvidence, "add_evidence", kWork, kId),
    wish(ActRequest::kSuspendCase, "suspend_case", kWork, kId),
    wish(ActRequest::kResumeCase, "resume_case", kPeople, kId),
    wish(ActRequest::kAskExtension, "ask_extension", kWork, kId),
    wish(ActRequest::kRuleOnExtension, "rule_on_extension", kRuling, kId),
    wish(ActRequest::kDeferCase, "defer_case", kPeople, kId),
    wish(ActRequest::kReviewDeferral, "review_deferral", kRuling, kId),
    wish(ActRequest::kConvenePanel, "convene_panel", kPeople, kId),
    wish(ActRequest::kConcludePanel, "conclude_panel", kPeople, kId),
    wish(ActRequest::kRemindCase, "remind_case", kResidents | kSupervisor, kId),
    wish(ActRequest::kSuperviseCase, "supervise_case", kSupervisor, kId),
    wish(ActRequest::kIssueCard, "issue_card", kSupervisor, kId),
    wish(ActRequest::kAcknowledgeEscalation, "acknowledge_escalation", kSupervisor, kId),
    wish(ActRequest::kNoteUnreachable, "note_unreachable", kCentre, kId),
    wish(ActRequest::kFileAppeal, "file_appeal", kWork, kIdAndUnit),
    wish(ActRequest::kReviewAppeal, "review_appeal", kRuling, kId),
    wish(ActRequest::kBlowWhistle, "blow_whistle", kPeople, {.unit_field = "whistler"}),
    wish(ActRequest::kAcknowledgeWhistle, "acknowledge_whistle", kWork, kUnit),
    wish(ActRequest::kReportIn, "report_in", kWork, kUnit),
    wish(ActRequest::kRecordMeasure, "record_measure", kWork, kUnit),
    wish(ActRequest::kReleaseUnit, "release_unit", kPeople, kByUnit),
    wish(ActRequest::kCloseWhistle, "close_whistle", kPeople, kByUnit),
    wish(ActRequest::kRateWhistle, "rate_whistle", kPeople, {.unit_field = "from"}),
    wish(ActRequest::kChangeMode, "change_mode", kSupervisor, kArea),
    wish(ActRequest::kAssignDuty, "assign_duty", kRuling, kUnit),
    wish(ActRequest::kDoDuty, "do_duty", kWork, kNothing),
    wish(ActRequest::kChangeCareTier, "change_care_tier", kRuling, kNothing),
    wish(ActRequest::kEndDuty, "end_duty", kRuling, kNothing),
    wish(ActRequest::kListWish, "list_wish", kIntake | kPeople, kUnitAndArea),
    wish(ActRequest::kClaimEntry, "claim_entry", kIntake | kWork, kUnit),
    wish(ActRequest::kPledgeEntry, "pledge_entry", kIntake | kWork, kNothing),
    wish(ActRequest::kFinishEntry, "finish_entry", kWork, kNothing),
    wish(ActRequest::kRateEntry, "rate_entry", kResidents, kNothing),
    wish(ActRequest::kCloseEntry, "close_entry", kRuling, kNothing),
    wish(ActRequest::kWithdrawEntry, "withdraw_entry", kRuling, kNothing),
    wish(ActRequest::kRedeemPoints, "redeem_points", kRuling, kNothing),
    wish(ActRequest::kRateUnit, "rate_unit", kPeople, kNothing),
    wish(ActRequest::kReachMilestone, "reach_milestone", kWork, kId),
    wish(ActRequest::kRecallOrder, "recall_order", kRuling, kId),
    // clang-format on
});

}  // namespace

std::span<const Permission> permissions() { return kTable; }

const Permission* permission_for(const Verb& verb) {
  const auto* found = std::ranges::find(kTable, verb, &Permission::verb);
  return found == kTable.end() ? nullptr : &*found;
}

Roles roles_at(Audience audience) {
  switch (audience) {
    case Audience::Intake:
      return kResidents;
    case Audience::Work:  // where lines, registers and cases may be looked at, too
    case Audience::Watch:
      return kPeople | kAdmin;
    case Audience::Admin:  // gateways: how the engine is
      return kAdmin | Role::Gateway;
  }
  WHISTLE_CHECK(false);
}

std::string_view domain_of(Audience audience) {
  switch (audience) {
    case Audience::Intake:
      return "whistle.intake";
    case Audience::Work:
      return "whistle.work";
    case Audience::Watch:
      return "whistle.watch";
    case Audience::Admin:
      return "whistle.admin";
  }
  WHISTLE_CHECK(false);
}

}  // namespace whistle::service
