#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "engine/calendar/clock.h"
#include "engine/casework/receipt.h"
#include "engine/core/area_code.h"
#include "engine/core/colour.h"
#include "engine/core/ids.h"
#include "engine/core/words.h"
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
  triage::Findings findings;
  AreaCode cause_area{};
  bool awaits_triage{};
  bool emergency_line{};  // 110, 119, 120 or 122 was told as well
};
struct ComplaintDeclined {
  ComplaintId complaint{};
  std::string source;
  std::string external_id;
  Timestamp received{};
  std::string ground;
  triage::Findings findings;
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
  triage::Findings findings;
};
// A person said what or where it is.
struct CaseClassified {
  CaseId id{};
  CategoryCode category;
  AreaCode area{};
  AreaCode cause_area{};
  WorkerName by;
};
struct CaseRecoloured {
  CaseId id{};
  Severity from{};
  Severity to{};
  RuleName rule;
};

struct OrderDispatched {
  CaseId id{};
  std::uint16_t number{};  // counts the orders of the case
  UnitCode unit;
  Tier tier{};
  RuleName rule;
  bool raised_to_duty{};  // the guard against pushing a duty down decided
  Timestamp queue_due{kNever};
  std::vector<UnitCode> told;  // units informed at once (red tells all tiers)
};
struct OrderLeased {
  CaseId id{};
  WorkerName worker;
  Token token{};
  Timestamp until{};
};
struct LeaseRenewed {
  CaseId id{};
  Timestamp until{};
};
struct LeaseLapsed {
  CaseId id{};
  Token token{};
};
struct OrderReleased {
  CaseId id{};
  Token token{};
  std::string reason;
};
struct OrderSigned {
  CaseId id{};
  WorkerName worker;
  Token token{};  // of the ownership
};

struct FirstContacted {
  CaseId id{};
  std::string note;
};
struct ArrivedOnSite {
  CaseId id{};
  std::string note;
};
struct ProgressNoted {
  CaseId id{};
  std::string note;
};
struct HandlingFinished {
  CaseId id{};
  Timestamp at{};
  Solved result{};
  std::string note;
};
struct PostChecked {
  CaseId id{};
  bool passed{};
  WorkerName by;  // empty: by rule
  RuleName rule;
  std::string note;
};
struct RequesterReplied {
  CaseId id{};
};
struct CalledBack {
  CaseId id{};
  Solved solved{};
  Satisfaction satisfaction{};
  WorkerName by;
  std::string note;
};
struct CaseReworked {
  CaseId id{};
  std::uint8_t round{};
  std::string reason;
};
struct CaseClosed {
  CaseId id{};
  RuleName rule;
  bool on_time{};  // the resolve promise was kept
};
struct CaseStruckOff {  // verified and taken off the list
  CaseId id{};
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
};
struct ClockPaused {
  CaseId id{};
  Stage stage{};
  Milliseconds consumed{};
};
struct ClockResumed {
  CaseId id{};
  Stage stage{};
  Timestamp since{};
  calendar::Alarms alarms;
};
struct ClockMet {
  CaseId id{};
  Stage stage{};
  bool on_time{};
};
// The promise ended without being kept or broken: the order moved on, or the work finished first.
struct ClockDropped {
  CaseId id{};
  Stage stage{};
};
struct ClockDueSoon {
  CaseId id{};
  Stage stage{};
  Timestamp due{};
};
struct ClockRanOut {
  CaseId id{};
  Stage stage{};
  Timestamp due{};
  UnitCode unit;
  bool far{};  // a multiple of the limit has passed
};
struct CardIssued {
  CaseId id{};
  Card card{};
  Stage stage{};
  UnitCode unit;
  std::int32_t points{};
  RuleName rule;
};
struct CaseEscalated {
  CaseId id{};
  Tier from_tier{};
  UnitCode from_unit;
  Tier to_tier{};
  UnitCode to_unit;
  policy::RungMode mode{};
  RuleName rule;  // "rung:community", "resolve:overdue", "beyond_capacity", ...
};
struct LadderExhausted {
  CaseId id{};
  RuleName rule;
};

using Event =
    std::variant<CaseFiled, ComplaintDeclined, ComplaintMerged, CaseClassified, CaseRecoloured,
                 OrderDispatched, OrderLeased, LeaseRenewed, LeaseLapsed, OrderReleased,
                 OrderSigned, FirstContacted, ArrivedOnSite, ProgressNoted, HandlingFinished,
                 PostChecked, RequesterReplied, CalledBack, CaseReworked, CaseClosed, CaseStruckOff,
                 ClockStarted, ClockPaused, ClockResumed, ClockMet, ClockDropped, ClockDueSoon,
                 ClockRanOut, CardIssued, CaseEscalated, LadderExhausted>;

// The case an event belongs to; none for a declined complaint.
CaseId case_of(const Event& event);

}  // namespace whistle::casework
