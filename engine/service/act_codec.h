#pragma once

#include <tuple>

#include "engine/casework/commands/commands.h"
#include "engine/casework/decide.h"
#include "engine/core/outcome.h"
#include "engine/service/frames.h"
#include "whistle/v1/act.pb.h"

// The wishes of act.proto into commands. The messages have the fields of the commands in the same
// order, so one function reads them all, field by field.
namespace whistle::service {

// The command of each wish; the place in the list is the number of the wish in ActRequest, from 1.
using Wishes = std::tuple<
    casework::DisposeCase, casework::TransferToEmergency, casework::RecolourCase,
    casework::NameCompanion, casework::LinkProposal, casework::UnmergeComplaint,
    casework::MergeCases, casework::OrderAssist, casework::ExcuseAssist, casework::ReturnOrder,
    casework::ReassignCase, casework::RuleOnObjection, casework::TransferOrder,
    casework::TakeExpressLane, casework::AddEvidence, casework::SuspendCase, casework::ResumeCase,
    casework::AskExtension, casework::RuleOnExtension, casework::DeferCase,
    casework::ReviewDeferral, casework::ConvenePanel, casework::ConcludePanel, casework::RemindCase,
    casework::SuperviseCase, casework::IssueCard, casework::AcknowledgeEscalation,
    casework::NoteUnreachable, casework::FileAppeal, casework::ReviewAppeal, casework::BlowWhistle,
    casework::AcknowledgeWhistle, casework::ReportIn, casework::RecordMeasure,
    casework::ReleaseUnit, casework::CloseWhistle, casework::RateWhistle, casework::ChangeMode,
    casework::AssignDuty, casework::DoDuty, casework::ChangeCareTier, casework::EndDuty,
    casework::ListWish, casework::ClaimEntry, casework::PledgeEntry, casework::FinishEntry,
    casework::RateEntry, casework::CloseEntry, casework::WithdrawEntry, casework::RedeemPoints,
    casework::RateUnit, casework::ReachMilestone, casework::RecallOrder>;

// The wish with every word, length and number checked; what the rules say of it is decided later.
Outcome<casework::Command, Problem> to_command(const v1::ActRequest& message);

// True when residents may send it themselves, on the intake socket.
bool is_for_residents(const v1::ActRequest& message);

v1::ActReply to_act_reply(const casework::Answer& answer);

}  // namespace whistle::service
