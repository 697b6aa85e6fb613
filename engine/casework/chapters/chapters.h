#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/casework/chapters/draft.h"
#include "engine/casework/decide.h"

// The chapters of a case's life, one overload for each command. A command without one does not
// compile.
namespace whistle::casework {

// Who answers for checks and callbacks, as a unit that can be told and carded.
inline constexpr std::string_view kCentre = "centre";

Decision on(const SubmitComplaint& command, const Context& context);        // intake.cc
Decision on(const ClassifyCase& command, const Context& context);           // intake.cc
Decision on(const PullOrders& command, const Context& context);             // pulling.cc
Decision on(const ReceiveLeases& command, const Context& context);          // leasing.cc
Decision on(const UndeliverLeases& command, const Context& context);        // leasing.cc
Decision on(const RenewLease& command, const Context& context);             // leasing.cc
Decision on(const ReleaseOrder& command, const Context& context);           // leasing.cc
Decision on(const DrainWorker& command, const Context& context);            // leasing.cc
Decision on(const RecallOrder& command, const Context& context);            // recalling.cc
Decision on(const SignForOrder& command, const Context& context);           // signing.cc
Decision on(const RecordContact& command, const Context& context);          // handling.cc
Decision on(const ArriveOnSite& command, const Context& context);           // handling.cc
Decision on(const NoteProgress& command, const Context& context);           // handling.cc
Decision on(const FinishHandling& command, const Context& context);         // handling.cc
Decision on(const RaiseCase& command, const Context& context);              // escalation.cc
Decision on(const PostCheckCase& command, const Context& context);          // finishing.cc
Decision on(const CallBack& command, const Context& context);               // finishing.cc
Decision on(const Tick& command, const Context& context);                   // escalation.cc
Decision on(const DisposeCase& command, const Context& context);            // disposing.cc
Decision on(const TransferToEmergency& command, const Context& context);    // disposing.cc
Decision on(const RecolourCase& command, const Context& context);           // disposing.cc
Decision on(const NameCompanion& command, const Context& context);          // disposing.cc
Decision on(const LinkProposal& command, const Context& context);           // disposing.cc
Decision on(const UnmergeComplaint& command, const Context& context);       // unmerging.cc
Decision on(const MergeCases& command, const Context& context);             // unmerging.cc
Decision on(const OrderAssist& command, const Context& context);            // assisting.cc
Decision on(const ExcuseAssist& command, const Context& context);           // assisting.cc
Decision on(const ReturnOrder& command, const Context& context);            // returning.cc
Decision on(const ReassignCase& command, const Context& context);           // returning.cc
Decision on(const RuleOnObjection& command, const Context& context);        // returning.cc
Decision on(const TransferOrder& command, const Context& context);          // returning.cc
Decision on(const TakeExpressLane& command, const Context& context);        // returning.cc
Decision on(const AddEvidence& command, const Context& context);            // handling.cc
Decision on(const ReachMilestone& command, const Context& context);         // handling.cc
Decision on(const SuspendCase& command, const Context& context);            // pausing.cc
Decision on(const ResumeCase& command, const Context& context);             // pausing.cc
Decision on(const AskExtension& command, const Context& context);           // pausing.cc
Decision on(const RuleOnExtension& command, const Context& context);        // pausing.cc
Decision on(const DeferCase& command, const Context& context);              // pausing.cc
Decision on(const ReviewDeferral& command, const Context& context);         // pausing.cc
Decision on(const ConvenePanel& command, const Context& context);           // panels.cc
Decision on(const ConcludePanel& command, const Context& context);          // panels.cc
Decision on(const RemindCase& command, const Context& context);             // supervising.cc
Decision on(const SuperviseCase& command, const Context& context);          // supervising.cc
Decision on(const IssueCard& command, const Context& context);              // supervising.cc
Decision on(const AcknowledgeEscalation& command, const Context& context);  // supervising.cc
Decision on(const NoteUnreachable& command, const Context& context);        // finishing.cc
Decision on(const FileAppeal& command, const Context& context);             // appeals.cc
Decision on(const ReviewAppeal& command, const Context& context);           // appeals.cc
Decision on(const BlowWhistle& command, const Context& context);            // blowing.cc
Decision on(const AcknowledgeWhistle& command, const Context& context);     // whistling.cc
Decision on(const ReportIn& command, const Context& context);               // whistling.cc
Decision on(const RecordMeasure& command, const Context& context);          // whistling.cc
Decision on(const ReleaseUnit& command, const Context& context);            // whistling.cc
Decision on(const CloseWhistle& command, const Context& context);           // whistling.cc
Decision on(const RateWhistle& command, const Context& context);            // whistling.cc
Decision on(const ChangeMode& command, const Context& context);             // modes.cc
Decision on(const AdoptPolicy& command, const Context& context);            // adopting.cc
Decision on(const AssignDuty& command, const Context& context);             // duties.cc
Decision on(const DoDuty& command, const Context& context);                 // duties.cc
Decision on(const ChangeCareTier& command, const Context& context);         // duties.cc
Decision on(const EndDuty& command, const Context& context);                // duties.cc
Decision on(const ListWish& command, const Context& context);               // lists.cc
Decision on(const ClaimEntry& command, const Context& context);             // lists.cc
Decision on(const PledgeEntry& command, const Context& context);            // lists.cc
Decision on(const FinishEntry& command, const Context& context);            // lists.cc
Decision on(const RateEntry& command, const Context& context);              // lists.cc
Decision on(const CloseEntry& command, const Context& context);             // lists.cc
Decision on(const WithdrawEntry& command, const Context& context);          // lists.cc
Decision on(const RedeemPoints& command, const Context& context);           // lists.cc
Decision on(const RateUnit& command, const Context& context);               // lists.cc

// What has an alarm of its own, and what follows when it fires. Each must move or end the alarm.
std::vector<Event> fire(const Whistle& item, const Context& context);     // whistling.cc
std::vector<Event> fire(const Duty& item, const Context& context);        // duties.cc
std::vector<Event> fire(const ListEntry& item, const Context& context);   // lists.cc
std::vector<Event> fire(const Storm& item, const Context& context);       // storms.cc
std::vector<Event> fire(const Appealable& item, const Context& context);  // appeals.cc
// May wait for the next turn: then nothing follows.
std::vector<Event> fire(const AreaMode& item, const Context& context);  // modes.cc
std::vector<Event> fire(const Adoption& item, const Context& context);  // adopting.cc

inline Failure<Refusal> refuse(Reason reason, std::string detail) {
  return Failure<Refusal>{{reason, std::move(detail)}};
}

// The open case, or why there is none.
Outcome<const Case*, Refusal> open_case(const Context& context, CaseId id);

// The order if it is leased under this token, or was and nobody else has been granted it since; or
// why not.
Outcome<const Case*, Refusal> leased_case(const Context& context, CaseId id, Token token);

// The case if this token holds it as its owner (signed for), or why not.
Outcome<const Case*, Refusal> owned_case(const Context& context, CaseId id, Token token);

// The centre's desks: what waits there is read and sent on, never signed for.
inline bool is_desk(std::string_view unit) { return unit == kTriageDesk || unit == kDispatchDesk; }

// Words for refusals: "dispatched", "signed_for", ...
std::string_view to_word(Status status);
using whistle::to_word;  // beside it, for all other words

}  // namespace whistle::casework
