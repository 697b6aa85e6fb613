#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "engine/core/words.h"

namespace whistle::casework {

// Why a wish was not granted. The word is a stable interface; the detail is for people and may
// change. A refusal changes nothing.
enum class Reason : std::uint8_t {
  MissingText = 1,
  TextTooLong,
  TimeInFuture,
  UnknownArea,
  UnknownCategory,
  UnknownUnit,
  UnknownCase,
  CaseClosed,
  TokenSuperseded,  // somebody else holds the order now
  WrongState,       // the detail says what would be allowed
  LookUpTooOld,     // the receipt was looked up too long ago: try again
  NoUnitForPlace,
  MissingIdentity,  // source, external id or worker is empty
  NotPermitted,     // who may is in the detail
  LimitReached,     // as often as the rules allow
  MustDiffer,       // the suggestion was there already
  Designated,       // named by the centre: no return any more
  WhistlerOnly,     // nobody leaves before the whistler says so
  CardRatchet,      // cards only go up
  AlreadyOverdue,   // no extension or deferral after expiry
  AlreadyAppealed,  // one appeal for each case
  NothingToAppeal,  // not late, or the time for it is over
  AssistantsOpen,   // required assistants have not reported
  VisitRequired,    // the secretary must go there
  UnknownWhistle,
  UnknownDuty,
  UnknownEntry,
  UnknownComplaint,  // not one of the case
  NotInvited,
  NotEnoughPoints,
  ApprovalRequired,
  UnknownReason,  // not a reason of the rule book
  CapExceeded,    // longer or more than the rules allow
  AlreadyTaken,   // somebody else has claimed it
  MissingReason,  // must be said and recorded
  DutyAbove,      // the duty of a higher tier is not pushed down
  BadValue,
  RulesChanged,          // read under a rule book that is no longer in force: read it again
  IdempotencyKeyReused,  // another wish was done under its key
  QueuedTooLong,         // the time in which it should have been decided is over
};

constexpr auto spellings(Reason) {
  return std::to_array<Spelling<Reason>>({{Reason::MissingText, "MISSING_TEXT"},
                                          {Reason::TextTooLong, "TEXT_TOO_LONG"},
                                          {Reason::TimeInFuture, "TIME_IN_FUTURE"},
                                          {Reason::UnknownArea, "UNKNOWN_AREA"},
                                          {Reason::UnknownCategory, "UNKNOWN_CATEGORY"},
                                          {Reason::UnknownUnit, "UNKNOWN_UNIT"},
                                          {Reason::UnknownCase, "UNKNOWN_CASE"},
                                          {Reason::CaseClosed, "CASE_CLOSED"},
                                          {Reason::TokenSuperseded, "TOKEN_SUPERSEDED"},
                                          {Reason::WrongState, "WRONG_STATE"},
                                          {Reason::LookUpTooOld, "LOOK_UP_TOO_OLD"},
                                          {Reason::NoUnitForPlace, "NO_UNIT_FOR_PLACE"},
                                          {Reason::MissingIdentity, "MISSING_IDENTITY"},
                                          {Reason::NotPermitted, "NOT_PERMITTED"},
                                          {Reason::LimitReached, "LIMIT_REACHED"},
                                          {Reason::MustDiffer, "MUST_DIFFER"},
                                          {Reason::Designated, "DESIGNATED"},
                                          {Reason::WhistlerOnly, "WHISTLER_ONLY"},
                                          {Reason::CardRatchet, "CARD_RATCHET"},
                                          {Reason::AlreadyOverdue, "ALREADY_OVERDUE"},
                                          {Reason::AlreadyAppealed, "ALREADY_APPEALED"},
                                          {Reason::NothingToAppeal, "NOTHING_TO_APPEAL"},
                                          {Reason::AssistantsOpen, "ASSISTANTS_OPEN"},
                                          {Reason::VisitRequired, "VISIT_REQUIRED"},
                                          {Reason::UnknownWhistle, "UNKNOWN_WHISTLE"},
                                          {Reason::UnknownDuty, "UNKNOWN_DUTY"},
                                          {Reason::UnknownEntry, "UNKNOWN_ENTRY"},
                                          {Reason::UnknownComplaint, "UNKNOWN_COMPLAINT"},
                                          {Reason::NotInvited, "NOT_INVITED"},
                                          {Reason::NotEnoughPoints, "NOT_ENOUGH_POINTS"},
                                          {Reason::ApprovalRequired, "APPROVAL_REQUIRED"},
                                          {Reason::UnknownReason, "UNKNOWN_REASON"},
                                          {Reason::CapExceeded, "CAP_EXCEEDED"},
                                          {Reason::AlreadyTaken, "ALREADY_TAKEN"},
                                          {Reason::MissingReason, "MISSING_REASON"},
                                          {Reason::DutyAbove, "DUTY_ABOVE"},
                                          {Reason::BadValue, "BAD_VALUE"},
                                          {Reason::RulesChanged, "RULES_CHANGED"},
                                          {Reason::IdempotencyKeyReused, "IDEMPOTENCY_KEY_REUSED"},
                                          {Reason::QueuedTooLong, "QUEUED_TOO_LONG"}});
}

struct Refusal {
  Reason reason{};
  std::string detail;

  bool operator==(const Refusal&) const = default;
};

}  // namespace whistle::casework
