#pragma once

#include "engine/calendar/clock.h"
#include "engine/calendar/limit.h"
#include "engine/casework/decide.h"
#include "engine/casework/events/events.h"
#include "engine/casework/receipt.h"
#include "engine/casework/state/dossier.h"
#include "engine/casework/state/registers.h"
#include "engine/casework/state/state.h"
#include "engine/core/area_code.h"
#include "engine/core/complaint.h"
#include "engine/journal/forgotten.h"
#include "engine/journal/standing.h"
#include "engine/policy/considered.h"
#include "engine/triage/findings.h"
#include "whistle/journal/v1/record.pb.h"
#include "whistle/journal/v1/row.pb.h"

// Which message each struct is stored as.
namespace whistle::journal {

template <class T>
struct Stored;

// NOLINTBEGIN(cppcoreguidelines-macro-usage): a hundred lines instead of four hundred
#define WHISTLE_STORED(Struct, Name)              \
  template <>                                     \
  struct Stored<Struct> {                         \
    using Message = ::whistle::journal::v1::Name; \
  }
#define WHISTLE_EVENT(Name) WHISTLE_STORED(casework::Name, Name)
// NOLINTEND(cppcoreguidelines-macro-usage)

WHISTLE_EVENT(CaseFiled);
WHISTLE_EVENT(ComplaintDeclined);
WHISTLE_EVENT(ComplaintMerged);
WHISTLE_EVENT(CaseClassified);
WHISTLE_EVENT(CaseRecoloured);
WHISTLE_EVENT(OrderDispatched);
WHISTLE_EVENT(OrderLeased);
WHISTLE_EVENT(LeaseRenewed);
WHISTLE_EVENT(LeaseLapsed);
WHISTLE_EVENT(OrderReleased);
WHISTLE_EVENT(OrderSigned);
WHISTLE_EVENT(FirstContacted);
WHISTLE_EVENT(ArrivedOnSite);
WHISTLE_EVENT(ProgressNoted);
WHISTLE_EVENT(HandlingFinished);
WHISTLE_EVENT(PostChecked);
WHISTLE_EVENT(RequesterReplied);
WHISTLE_EVENT(CalledBack);
WHISTLE_EVENT(CaseReworked);
WHISTLE_EVENT(CaseClosed);
WHISTLE_EVENT(CaseStruckOff);
WHISTLE_EVENT(ClockStarted);
WHISTLE_EVENT(ClockPaused);
WHISTLE_EVENT(ClockResumed);
WHISTLE_EVENT(ClockMet);
WHISTLE_EVENT(ClockDropped);
WHISTLE_EVENT(ClockDueSoon);
WHISTLE_EVENT(ClockRanOut);
WHISTLE_EVENT(CardIssued);
WHISTLE_EVENT(CaseEscalated);
WHISTLE_EVENT(LadderExhausted);
WHISTLE_EVENT(ComplaintAnswered);
WHISTLE_EVENT(CaseDisposed);
WHISTLE_EVENT(EmergencyTransferred);
WHISTLE_EVENT(CompanionNamed);
WHISTLE_EVENT(ProposalLinked);
WHISTLE_EVENT(ComplaintUnmerged);
WHISTLE_EVENT(CaseSplit);
WHISTLE_EVENT(CaseMerged);
WHISTLE_EVENT(MassRequestDeclared);
WHISTLE_EVENT(StormBegan);
WHISTLE_EVENT(StormJoined);
WHISTLE_EVENT(StormEnded);
WHISTLE_EVENT(OrderCopied);
WHISTLE_EVENT(OrderAssigned);
WHISTLE_EVENT(AssistOrdered);
WHISTLE_EVENT(AssistReported);
WHISTLE_EVENT(AssistExcused);
WHISTLE_EVENT(AssistWithdrawn);
WHISTLE_EVENT(LeaseReceived);
WHISTLE_EVENT(LeaseUndelivered);
WHISTLE_EVENT(OrderParked);
WHISTLE_EVENT(OrderRecalled);
WHISTLE_EVENT(OrderReturned);
WHISTLE_EVENT(DispatchObjected);
WHISTLE_EVENT(ObjectionRuled);
WHISTLE_EVENT(UnitDesignated);
WHISTLE_EVENT(OrderTransferred);
WHISTLE_EVENT(TransferAccepted);
WHISTLE_EVENT(TransferSnappedBack);
WHISTLE_EVENT(EvidenceAdded);
WHISTLE_EVENT(CaseSuspended);
WHISTLE_EVENT(CaseResumed);
WHISTLE_EVENT(ExtensionAsked);
WHISTLE_EVENT(ExtensionRuled);
WHISTLE_EVENT(CaseDeferred);
WHISTLE_EVENT(ReviewDue);
WHISTLE_EVENT(DeferralReviewed);
WHISTLE_EVENT(PanelConvened);
WHISTLE_EVENT(PanelConcluded);
WHISTLE_EVENT(CaseReminded);
WHISTLE_EVENT(CaseSupervised);
WHISTLE_EVENT(EscalationAcknowledged);
WHISTLE_EVENT(AcknowledgementExpired);
WHISTLE_EVENT(CallbackTried);
WHISTLE_EVENT(UnitCarded);
WHISTLE_EVENT(PeriodBegan);
WHISTLE_EVENT(AppealFiled);
WHISTLE_EVENT(AppealReviewed);
WHISTLE_EVENT(CaseExempted);
WHISTLE_EVENT(AppealWindowEnded);
WHISTLE_EVENT(UnitRated);
WHISTLE_EVENT(WhistleBlown);
WHISTLE_EVENT(WhistleAcknowledged);
WHISTLE_EVENT(UnitReportedIn);
WHISTLE_EVENT(MeasureRecorded);
WHISTLE_EVENT(UnitReleased);
WHISTLE_EVENT(WhistleMissed);
WHISTLE_EVENT(WhistleClosed);
WHISTLE_EVENT(WhistleRated);
WHISTLE_EVENT(WhistleSettled);
WHISTLE_EVENT(ModeChanged);
WHISTLE_EVENT(DutyAssigned);
WHISTLE_EVENT(DutyDone);
WHISTLE_EVENT(DutyRoundEnded);
WHISTLE_EVENT(CareTierChanged);
WHISTLE_EVENT(DutyEnded);
WHISTLE_EVENT(EntryListed);
WHISTLE_EVENT(EntryClaimed);
WHISTLE_EVENT(EntryPledged);
WHISTLE_EVENT(EntryDone);
WHISTLE_EVENT(EntryLapsed);
WHISTLE_EVENT(EntryRated);
WHISTLE_EVENT(EntryClosed);
WHISTLE_EVENT(EntryWithdrawn);
WHISTLE_EVENT(PointsEarned);
WHISTLE_EVENT(PointsRedeemed);
WHISTLE_EVENT(ClocksRecounted);
WHISTLE_EVENT(PolicyAdopted);
WHISTLE_EVENT(CasesMigrated);
WHISTLE_EVENT(MilestoneReached);

WHISTLE_STORED(casework::Joined, JoinedRow);
WHISTLE_STORED(casework::Carded, CardedRow);
WHISTLE_STORED(casework::Dossier, DossierRow);
WHISTLE_STORED(casework::Invited, InvitedRow);
WHISTLE_STORED(casework::Whistle, WhistleRow);
WHISTLE_STORED(casework::Duty, DutyRow);
WHISTLE_STORED(casework::ListEntry, ListEntryRow);
WHISTLE_STORED(casework::Storm, StormRow);
WHISTLE_STORED(casework::AreaMode, AreaModeRow);
WHISTLE_STORED(casework::Account, AccountRow);
WHISTLE_STORED(casework::Score, ScoreRow);
WHISTLE_STORED(casework::Appellant, AppellantRow);
WHISTLE_STORED(casework::Appealable, AppealableRow);
WHISTLE_STORED(casework::Adoption, AdoptionRow);
WHISTLE_STORED(casework::Registers::Counters, RegisterCountersRow);

WHISTLE_STORED(casework::Receipt, ReceiptRow);
WHISTLE_STORED(casework::Grant, GrantRow);
WHISTLE_STORED(casework::NoAnswer, NoAnswerRow);
WHISTLE_STORED(casework::PullAnswer, PullAnswerRow);
WHISTLE_STORED(casework::TokenAnswer, TokenAnswerRow);
WHISTLE_STORED(casework::NumberAnswer, NumberAnswerRow);
WHISTLE_STORED(casework::Counters, CountersRow);
WHISTLE_STORED(casework::Tallies, TalliesRow);
WHISTLE_STORED(Complaint, TextRow);
WHISTLE_STORED(ComplaintAttribute, TextRow::Attribute);
WHISTLE_STORED(Point, Point);
WHISTLE_STORED(Standing, Standing);
WHISTLE_STORED(Forgotten, ForgottenRow);

// Parts of the above.
WHISTLE_STORED(triage::Findings, Findings);
WHISTLE_STORED(triage::CategoryFinding, CategoryFinding);
WHISTLE_STORED(triage::PlaceFinding, PlaceFinding);
WHISTLE_STORED(triage::SeverityFinding, SeverityFinding);
WHISTLE_STORED(triage::Evidence, Evidence);
WHISTLE_STORED(triage::Guess, Guess);
WHISTLE_STORED(triage::PlaceCandidate, PlaceCandidate);
WHISTLE_STORED(policy::Considered, Considered);
WHISTLE_STORED(calendar::ClockReading, ClockReading);
WHISTLE_STORED(calendar::Limit, Limit);
WHISTLE_STORED(calendar::Alarms, Alarms);

#undef WHISTLE_EVENT
#undef WHISTLE_STORED

}  // namespace whistle::journal
