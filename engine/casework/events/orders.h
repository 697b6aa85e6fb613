#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "engine/core/area_code.h"
#include "engine/core/colour.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

// Facts of orders that move, return or need others.
namespace whistle::casework {

// A unit was told of the order without having to do it (抄送).
struct OrderCopied {
  CaseId id{};
  UnitCode unit;
  RuleName rule;

  bool operator==(const OrderCopied&) const = default;
};
// The roster of the unit says whose turn it is.
struct OrderAssigned {
  CaseId id{};
  WorkerName person;
  RuleName rule;

  bool operator==(const OrderAssigned&) const = default;
};

// One unit's share of another unit's case, with an order and clocks of its own. It reports to the
// lead (Beijing ordinance, art. 14).
struct AssistOrdered {
  CaseId id{};      // of the assistance
  CaseId parent{};  // the case it helps
  bool required{};  // the lead cannot finish before it reports
  std::string task;
  WorkerName by;
  Timestamp received{};
  RequestType request_type{RequestType::Grievance};
  Severity severity{Severity::Blue};
  CategoryCode category;
  AreaCode area{};

  bool operator==(const AssistOrdered&) const = default;
};
struct AssistReported {
  CaseId id{};  // of the case that is helped
  CaseId assist{};
  UnitCode unit;
  bool on_time{};
  std::string note;

  bool operator==(const AssistReported&) const = default;
};
// The lead finishes although a required assistant has not reported.
struct AssistExcused {
  CaseId id{};  // of the case that is helped
  CaseId assist{};
  WorkerName by;
  std::string reason;

  bool operator==(const AssistExcused&) const = default;
};
// The case it helped is finished or closed; nothing is left to do. Struck off with this fact.
struct AssistWithdrawn {
  CaseId id{};
  RuleName rule;

  bool operator==(const AssistWithdrawn&) const = default;
};

// The grant has arrived at the worker: the lease runs until then.
struct LeaseReceived {
  CaseId id{};
  Token token{};
  Timestamp until{};

  bool operator==(const LeaseReceived&) const = default;
};
// Nobody said in time that the grant arrived. The order is back in its line; no attempt is counted.
struct LeaseUndelivered {
  CaseId id{};
  Token token{};

  bool operator==(const LeaseUndelivered&) const = default;
};

// What came to nothing too often. On disk: append, never renumber.
enum class ParkCause : std::uint8_t {
  Timeouts = 1,     // leases that lapsed
  Failures = 2,     // releases that said it could not be done
  Undelivered = 3,  // grants that did not arrive
};

constexpr auto spellings(ParkCause) {
  return std::to_array<Spelling<ParkCause>>({{ParkCause::Timeouts, "timeouts"},
                                             {ParkCause::Failures, "failures"},
                                             {ParkCause::Undelivered, "undelivered"}});
}

// Out of its line after too many leases that came to nothing: the dispatcher has it. The unit's
// clocks rest, that of the requester does not.
struct OrderParked {
  CaseId id{};
  UnitCode unit;
  ParkCause cause{};
  std::uint32_t count{};

  bool operator==(const OrderParked&) const = default;
};
// Somebody above took a lease or an ownership away. Its token works no more.
struct OrderRecalled {
  CaseId id{};
  Token token{};
  WorkerName worker;  // who had it
  WorkerName by;
  std::string reason;

  bool operator==(const OrderRecalled&) const = default;
};

// Not ours (退单). The case waits for the dispatcher; the unit's clocks rest, that of the requester
// does not.
struct OrderReturned {
  CaseId id{};
  UnitCode unit;
  WorkerName by;
  std::string reason;
  UnitCode suggested;
  std::uint8_t number{};  // returns of this case so far

  bool operator==(const OrderReturned&) const = default;
};
// Nobody wants it: the centre must rule (异议审核).
struct DispatchObjected {
  CaseId id{};
  UnitCode unit;
  RuleName rule;  // "returns:3", "owner_unclear"

  bool operator==(const DispatchObjected&) const = default;
};
struct ObjectionRuled {
  CaseId id{};
  UnitCode unit;  // who must do it
  WorkerName by;  // empty: by rule, for want of a ruling in time
  RuleName rule;
  std::string note;

  bool operator==(const ObjectionRuled&) const = default;
};
// Named by the centre: it cannot return the case any more (指定承办; Weifang, art. 22).
struct UnitDesignated {
  CaseId id{};
  UnitCode unit;
  WorkerName by;
  RuleName rule;

  bool operator==(const UnitDesignated&) const = default;
};
// Handed to another unit, which must sign in time; until then the giver answers for it.
struct OrderTransferred {
  CaseId id{};
  UnitCode from;
  UnitCode to;
  WorkerName by;
  std::string reason;

  bool operator==(const OrderTransferred&) const = default;
};
struct TransferAccepted {
  CaseId id{};
  UnitCode from;
  UnitCode to;

  bool operator==(const TransferAccepted&) const = default;
};
struct TransferSnappedBack {
  CaseId id{};
  UnitCode from;  // who did not sign
  UnitCode to;    // who has it again
  RuleName rule;

  bool operator==(const TransferSnappedBack&) const = default;
};

struct EvidenceAdded {
  CaseId id{};
  EvidenceKind kind{EvidenceKind::Photo};
  std::string digest;  // of the bytes, which are kept elsewhere
  WorkerName by;
  std::string note;

  bool operator==(const EvidenceAdded&) const = default;
};
// A step on the way is done; its clock is met by a fact of its own.
struct MilestoneReached {
  CaseId id{};
  std::uint8_t number{};  // from 1
  RuleName rule;          // the row that promises it, with its name
  std::string note;

  bool operator==(const MilestoneReached&) const = default;
};

}  // namespace whistle::casework
