#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "engine/calendar/clock.h"
#include "engine/casework/events/duties.h"
#include "engine/casework/events/intake.h"
#include "engine/casework/events/orders.h"
#include "engine/casework/events/pauses.h"
#include "engine/casework/events/rules.h"
#include "engine/casework/events/supervision.h"
#include "engine/casework/events/whistles.h"
#include "engine/casework/receipt.h"
#include "engine/core/area_code.h"
#include "engine/core/colour.h"
#include "engine/core/ids.h"
#include "engine/core/shared.h"
#include "engine/core/words.h"
#include "engine/policy/considered.h"
#include "engine/policy/rule_book.h"
#include "engine/triage/findings.h"

// Events are facts in the past tense with their consequences resolved: applying them needs no rule
// book, no text and no clock. To change one: add a field with a safe zero, or add an event; never
// reinterpret (proto/whistle/journal/v1 keeps the shapes, tests/golden their bytes).
namespace whistle::casework {

// A complaint was accepted for a case of its own, or for a person to read first.
struct CaseFiled {
  CaseId id{};
  ComplaintId complaint{};
  std::string source;
  std::string external_id;
  Timestamp received{};
  Channel channel{};
  std::uint64_t requester{};  // hash of the pseudonym, 0 when unknown
  ConditionCode condition;
  Shared<triage::Findings> findings;
  AreaCode cause_area{};
  bool awaits_triage{};
  bool emergency_line{};  // 110, 119, 120 or 122 was told as well
  RequesterKind requester_kind{RequesterKind::Person};
  std::string major{};    // large class of the category, empty while nobody knows
  AreaCode storm_area{};  // within which a burst of it would be one storm

  bool operator==(const CaseFiled&) const = default;
};
struct ComplaintDeclined {
  ComplaintId complaint{};
  std::string source;
  std::string external_id;
  Timestamp received{};
  std::string ground;
  Shared<triage::Findings> findings;

  bool operator==(const ComplaintDeclined&) const = default;
};
struct ComplaintMerged {
  CaseId id{};  // the case it joined
  ComplaintId complaint{};
  std::string source;
  std::string external_id;
  Timestamp received{};
  std::uint64_t requester{};
  bool repeat{};  // the same requester again: a reminder
  RuleName rule;
  Shared<triage::Findings> findings;

  bool operator==(const ComplaintMerged&) const = default;
};
// A person said what or where it is.
struct CaseClassified {
  CaseId id{};
  CategoryCode category;
  AreaCode area{};
  AreaCode cause_area{};
  WorkerName by;
  std::string major{};
  AreaCode storm_area{};

  bool operator==(const CaseClassified&) const = default;
};
struct CaseRecoloured {
  CaseId id{};
  Severity from{};
  Severity to{};
  RuleName rule;

  bool operator==(const CaseRecoloured&) const = default;
};

struct OrderDispatched {
  CaseId id{};
  std::uint16_t number{};  // counts the orders of the case
  UnitCode unit;
  Tier tier{};
  RuleName rule;
  bool raised_to_duty{};  // the guard against pushing a duty down decided
  Timestamp queue_due{kNever};
  std::vector<UnitCode> told;                    // units informed at once (red tells all tiers)
  std::vector<policy::Considered> considered{};  // who might have got it, and why not

  bool operator==(const OrderDispatched&) const = default;
};
struct OrderLeased {
  CaseId id{};
  WorkerName worker;
  Token token{};
  Timestamp until{};
  Timestamp receive_by{kNever};  // kNever: it counts as received

  bool operator==(const OrderLeased&) const = default;
};
struct LeaseRenewed {
  CaseId id{};
  Timestamp until{};

  bool operator==(const LeaseRenewed&) const = default;
};
struct LeaseLapsed {
  CaseId id{};
  Token token{};

  bool operator==(const LeaseLapsed&) const = default;
};
struct OrderReleased {
  CaseId id{};
  Token token{};
  std::string reason;
  bool failed{};  // it was tried and could not be done

  bool operator==(const OrderReleased&) const = default;
};
struct OrderSigned {
  CaseId id{};
  WorkerName worker;
  Token token{};  // of the ownership

  bool operator==(const OrderSigned&) const = default;
};

struct FirstContacted {
  CaseId id{};
  std::string note;

  bool operator==(const FirstContacted&) const = default;
};
struct ArrivedOnSite {
  CaseId id{};
  std::string note;

  bool operator==(const ArrivedOnSite&) const = default;
};
struct ProgressNoted {
  CaseId id{};
  std::string note;

  bool operator==(const ProgressNoted&) const = default;
};
struct HandlingFinished {
  CaseId id{};
  Timestamp at{};
  Solved result{};
  std::string note;

  bool operator==(const HandlingFinished&) const = default;
};
struct PostChecked {
  CaseId id{};
  bool passed{};
  WorkerName by;  // empty: by rule
  RuleName rule;
  std::string note;

  bool operator==(const PostChecked&) const = default;
};
struct RequesterReplied {
  CaseId id{};

  bool operator==(const RequesterReplied&) const = default;
};
struct CalledBack {
  CaseId id{};
  Solved solved{};
  Satisfaction satisfaction{};
  WorkerName by;
  std::string note;
  ComplaintId complaint{};  // whose requester was asked; 0 in older records: the first one's
  CallbackWay way{CallbackWay::Phone};

  bool operator==(const CalledBack&) const = default;
};
struct CaseReworked {
  CaseId id{};
  std::uint8_t round{};
  std::string reason;

  bool operator==(const CaseReworked&) const = default;
};
struct CaseClosed {
  CaseId id{};
  RuleName rule;
  bool on_time{};  // the resolve promise was kept
  // Until when the unit may appeal against the score; kNever: nothing to appeal.
  Timestamp appeal_until{kNever};
  std::vector<UnitCode> may_appeal;  // until then: who was late, who has a card

  bool operator==(const CaseClosed&) const = default;
};
struct CaseStruckOff {  // verified and taken off the list
  CaseId id{};

  bool operator==(const CaseStruckOff&) const = default;
};

struct ClockStarted {
  CaseId id{};
  Stage stage{};
  std::string calendar;
  calendar::ClockReading reading;
  Timestamp started{};  // of the first stretch
  Timestamp since{};    // of this stretch
  calendar::Alarms alarms;
  RuleName rule;

  bool operator==(const ClockStarted&) const = default;
};
struct ClockPaused {
  CaseId id{};
  Stage stage{};
  Milliseconds consumed{};

  bool operator==(const ClockPaused&) const = default;
};
struct ClockResumed {
  CaseId id{};
  Stage stage{};
  Timestamp since{};
  calendar::Alarms alarms;

  bool operator==(const ClockResumed&) const = default;
};
struct ClockMet {
  CaseId id{};
  Stage stage{};
  bool on_time{};

  bool operator==(const ClockMet&) const = default;
};
// The promise ended without being kept or broken: the order moved on, or the work finished first.
struct ClockDropped {
  CaseId id{};
  Stage stage{};

  bool operator==(const ClockDropped&) const = default;
};
struct ClockDueSoon {
  CaseId id{};
  Stage stage{};
  Timestamp due{};

  bool operator==(const ClockDueSoon&) const = default;
};
struct ClockRanOut {
  CaseId id{};
  Stage stage{};
  Timestamp due{};
  UnitCode unit;
  bool far{};  // a multiple of the limit has passed

  bool operator==(const ClockRanOut&) const = default;
};
struct CardIssued {
  CaseId id{};
  Card card{};
  Stage stage{};
  UnitCode unit;
  std::int32_t points{};
  RuleName rule;

  bool operator==(const CardIssued&) const = default;
};
struct CaseEscalated {
  CaseId id{};
  Tier from_tier{};
  UnitCode from_unit;
  Tier to_tier{};
  UnitCode to_unit;
  policy::RungMode mode{};
  RuleName rule;             // "rung:community", "resolve:overdue", "beyond_capacity", ...
  std::uint8_t collapsed{};  // steps that had come due as well and were passed over

  bool operator==(const CaseEscalated&) const = default;
};
struct LadderExhausted {
  CaseId id{};
  RuleName rule;

  bool operator==(const LadderExhausted&) const = default;
};

// Copied, moved and destroyed out of line: a variant of so many alternatives would cost each file
// that handles it half a minute of compiling.
struct Event
    : std::variant<
          CaseFiled, ComplaintDeclined, ComplaintMerged, CaseClassified, CaseRecoloured,
          OrderDispatched, OrderLeased, LeaseRenewed, LeaseLapsed, OrderReleased, OrderSigned,
          FirstContacted, ArrivedOnSite, ProgressNoted, HandlingFinished, PostChecked,
          RequesterReplied, CalledBack, CaseReworked, CaseClosed, CaseStruckOff, ClockStarted,
          ClockPaused, ClockResumed, ClockMet, ClockDropped, ClockDueSoon, ClockRanOut, CardIssued,
          CaseEscalated, LadderExhausted, ComplaintAnswered, CaseDisposed, EmergencyTransferred,
          CompanionNamed, ProposalLinked, ComplaintUnmerged, CaseSplit, CaseMerged,
          MassRequestDeclared, StormBegan, StormJoined, StormEnded, OrderCopied, OrderAssigned,
          AssistOrdered, AssistReported, AssistExcused, AssistWithdrawn, OrderReturned,
          DispatchObjected, ObjectionRuled, UnitDesignated, OrderTransferred, TransferAccepted,
          TransferSnappedBack, EvidenceAdded, CaseSuspended, CaseResumed, ExtensionAsked,
          ExtensionRuled, CaseDeferred, ReviewDue, DeferralReviewed, PanelConvened, PanelConcluded,
          CaseReminded, CaseSupervised, EscalationAcknowledged, AcknowledgementExpired,
          CallbackTried, UnitCarded, PeriodBegan, AppealFiled, AppealReviewed, CaseExempted,
          AppealWindowEnded, UnitRated, WhistleBlown, WhistleAcknowledged, UnitReportedIn,
          MeasureRecorded, UnitReleased, WhistleMissed, WhistleClosed, WhistleRated, WhistleSettled,
          ModeChanged, DutyAssigned, DutyDone, DutyRoundEnded, CareTierChanged, DutyEnded,
          EntryListed, EntryClaimed, EntryPledged, EntryDone, EntryLapsed, EntryRated, EntryClosed,
          EntryWithdrawn, PointsEarned, PointsRedeemed, ClocksRecounted, PolicyAdopted,
          CasesMigrated, MilestoneReached, LeaseReceived, LeaseUndelivered, OrderParked,
          OrderRecalled> {
  using variant::variant;
  Event();
  Event(const Event& other);
  Event(Event&& other) noexcept;
  Event& operator=(const Event& other);
  Event& operator=(Event&& other) noexcept;
  ~Event();

  friend bool operator==(const Event& left, const Event& right);
};

// The case an event belongs to; none for a complaint without one, and for what the registers hold.
CaseId case_of(const Event& event);
// Visits every case an event is about: its own, and those it names besides.
void cases_of(const Event& event, const std::function<void(CaseId)>& visit);
// True for the facts with which a case is forgotten.
bool strikes_off(const Event& event);

}  // namespace whistle::casework

template <>
struct std::variant_size<whistle::casework::Event>
    : std::variant_size<whistle::casework::Event::variant> {};
template <std::size_t kIndex>
struct std::variant_alternative<kIndex, whistle::casework::Event>
    : std::variant_alternative<kIndex, whistle::casework::Event::variant> {};
