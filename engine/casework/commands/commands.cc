#include "engine/casework/commands/commands.h"

namespace whistle::casework {
namespace {

std::string_view verb(const SubmitComplaint&) { return "submit"; }
std::string_view verb(const ClassifyCase&) { return "classify"; }
std::string_view verb(const PullOrders&) { return "pull"; }
std::string_view verb(const RenewLease&) { return "renew"; }
std::string_view verb(const ReleaseOrder&) { return "release"; }
std::string_view verb(const SignForOrder&) { return "sign"; }
std::string_view verb(const RecordContact&) { return "contact"; }
std::string_view verb(const ArriveOnSite&) { return "arrive"; }
std::string_view verb(const NoteProgress&) { return "progress"; }
std::string_view verb(const FinishHandling&) { return "finish"; }
std::string_view verb(const RaiseCase&) { return "raise"; }
std::string_view verb(const PostCheckCase&) { return "post_check"; }
std::string_view verb(const CallBack&) { return "call_back"; }
std::string_view verb(const Tick&) { return "tick"; }
std::string_view verb(const DisposeCase&) { return "dispose_case"; }
std::string_view verb(const TransferToEmergency&) { return "transfer_to_emergency"; }
std::string_view verb(const RecolourCase&) { return "recolour_case"; }
std::string_view verb(const NameCompanion&) { return "name_companion"; }
std::string_view verb(const LinkProposal&) { return "link_proposal"; }
std::string_view verb(const UnmergeComplaint&) { return "unmerge_complaint"; }
std::string_view verb(const MergeCases&) { return "merge_cases"; }
std::string_view verb(const OrderAssist&) { return "order_assist"; }
std::string_view verb(const ExcuseAssist&) { return "excuse_assist"; }
std::string_view verb(const ReturnOrder&) { return "return_order"; }
std::string_view verb(const ReassignCase&) { return "reassign_case"; }
std::string_view verb(const RuleOnObjection&) { return "rule_on_objection"; }
std::string_view verb(const TransferOrder&) { return "transfer_order"; }
std::string_view verb(const TakeExpressLane&) { return "take_express_lane"; }
std::string_view verb(const AddEvidence&) { return "add_evidence"; }
std::string_view verb(const SuspendCase&) { return "suspend_case"; }
std::string_view verb(const ResumeCase&) { return "resume_case"; }
std::string_view verb(const AskExtension&) { return "ask_extension"; }
std::string_view verb(const RuleOnExtension&) { return "rule_on_extension"; }
std::string_view verb(const DeferCase&) { return "defer_case"; }
std::string_view verb(const ReviewDeferral&) { return "review_deferral"; }
std::string_view verb(const ConvenePanel&) { return "convene_panel"; }
std::string_view verb(const ConcludePanel&) { return "conclude_panel"; }
std::string_view verb(const RemindCase&) { return "remind_case"; }
std::string_view verb(const SuperviseCase&) { return "supervise_case"; }
std::string_view verb(const IssueCard&) { return "issue_card"; }
std::string_view verb(const AcknowledgeEscalation&) { return "acknowledge_escalation"; }
std::string_view verb(const NoteUnreachable&) { return "note_unreachable"; }
std::string_view verb(const FileAppeal&) { return "file_appeal"; }
std::string_view verb(const ReviewAppeal&) { return "review_appeal"; }
std::string_view verb(const BlowWhistle&) { return "blow_whistle"; }
std::string_view verb(const AcknowledgeWhistle&) { return "acknowledge_whistle"; }
std::string_view verb(const ReportIn&) { return "report_in"; }
std::string_view verb(const RecordMeasure&) { return "record_measure"; }
std::string_view verb(const ReleaseUnit&) { return "release_unit"; }
std::string_view verb(const CloseWhistle&) { return "close_whistle"; }
std::string_view verb(const RateWhistle&) { return "rate_whistle"; }
std::string_view verb(const ChangeMode&) { return "change_mode"; }
std::string_view verb(const AssignDuty&) { return "assign_duty"; }
std::string_view verb(const DoDuty&) { return "do_duty"; }
std::string_view verb(const ChangeCareTier&) { return "change_care_tier"; }
std::string_view verb(const EndDuty&) { return "end_duty"; }
std::string_view verb(const ListWish&) { return "list_wish"; }
std::string_view verb(const ClaimEntry&) { return "claim_entry"; }
std::string_view verb(const PledgeEntry&) { return "pledge_entry"; }
std::string_view verb(const FinishEntry&) { return "finish_entry"; }
std::string_view verb(const RateEntry&) { return "rate_entry"; }
std::string_view verb(const CloseEntry&) { return "close_entry"; }
std::string_view verb(const WithdrawEntry&) { return "withdraw_entry"; }
std::string_view verb(const RedeemPoints&) { return "redeem_points"; }
std::string_view verb(const RateUnit&) { return "rate_unit"; }
std::string_view verb(const ReachMilestone&) { return "reach_milestone"; }
std::string_view verb(const AdoptPolicy&) { return "adopt_policy"; }
std::string_view verb(const ReceiveLeases&) { return "receive"; }
std::string_view verb(const UndeliverLeases&) { return "undeliver"; }
std::string_view verb(const DrainWorker&) { return "drain"; }
std::string_view verb(const RecallOrder&) { return "recall_order"; }

const std::string& text(const std::string& name) { return name; }
template <class Tag>
const std::string& text(const Word<Tag>& name) {
  return name.value;
}

std::string actor(const SubmitComplaint& command) { return command.complaint.source; }
std::string actor(const Tick&) { return {}; }
// Whoever acts is called `by` or `worker`, on lists `claimant` or `member`.
template <class Wish>
std::string actor(const Wish& command) {
  if constexpr (requires { command.worker; }) {
    return text(command.worker);
  } else if constexpr (requires { command.by; }) {
    return text(command.by);
  } else if constexpr (requires { command.claimant; }) {
    return text(command.claimant);
  } else {
    return text(command.member);
  }
}

}  // namespace

std::string_view verb_of(const Command& command) {
  return std::visit([](const auto& wish) { return verb(wish); }, command);
}

std::string actor_of(const Command& command) {
  return std::visit([](const auto& wish) { return actor(wish); }, command);
}

Command::Command() = default;
Command::Command(const Command& other) = default;
Command::Command(Command&& other) noexcept = default;
Command& Command::operator=(const Command& other) = default;
Command& Command::operator=(Command&& other) noexcept = default;
Command::~Command() = default;

}  // namespace whistle::casework
