#pragma once

#include <cstdint>
#include <string>

#include "engine/casework/receipt.h"
#include "engine/core/area_code.h"
#include "engine/core/colour.h"
#include "engine/core/ids.h"
#include "engine/core/shared.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"
#include "engine/triage/findings.h"

// Facts of intake and of what complaints have to do with each other.
namespace whistle::casework {

// The operator answered at once; no case was needed (Beijing ordinance, art. 11).
struct ComplaintAnswered {
  ComplaintId complaint{};
  std::string source;
  std::string external_id;
  Timestamp received{};
  std::string answer;
  Shared<triage::Findings> findings;

  bool operator==(const ComplaintAnswered&) const = default;
};
// A person at the triage desk settled it without an order: answered, declined or handed to an
// emergency line. The reply to the requester follows.
struct CaseDisposed {
  CaseId id{};
  Disposition disposition{Disposition::Answered};
  std::string ground;  // when declined
  WorkerName by;
  std::string note;

  bool operator==(const CaseDisposed&) const = default;
};
// 110, 119, 120 or 122 was told. The case stays, and is still watched.
struct EmergencyTransferred {
  CaseId id{};
  std::string line;
  WorkerName by;  // empty: by rule
  std::string note;

  bool operator==(const EmergencyTransferred&) const = default;
};
// Somebody goes with the case to its end (Daqing: 全程协办制).
struct CompanionNamed {
  CaseId id{};
  WorkerName companion;
  WorkerName by;

  bool operator==(const CompanionNamed&) const = default;
};
// The case became a proposal or a motion (Changtai: 转化为建议或议案).
struct ProposalLinked {
  CaseId id{};
  std::string proposal;
  WorkerName by;

  bool operator==(const ProposalLinked&) const = default;
};

// A complaint that had joined a case stands alone again. CaseSplit follows.
struct ComplaintUnmerged {
  CaseId id{};
  ComplaintId complaint{};
  WorkerName by;
  std::string reason;

  bool operator==(const ComplaintUnmerged&) const = default;
};
// A case of its own for a complaint that had joined another. Its clocks count from when the
// complaint came in, as if it had never been merged.
struct CaseSplit {
  CaseId id{};
  CaseId from{};
  ComplaintId complaint{};
  Timestamp received{};
  std::uint64_t requester{};
  RequestType request_type{RequestType::Grievance};
  Severity severity{Severity::Blue};
  CategoryCode category;
  ConditionCode condition;
  AreaCode area{};
  AreaCode cause_area{};

  bool operator==(const CaseSplit&) const = default;
};
// A person found that two cases are one. All complaints of `id` now belong to `into`, and are
// answered there; `id` is struck off.
struct CaseMerged {
  CaseId id{};
  CaseId into{};
  WorkerName by;
  std::string reason;

  bool operator==(const CaseMerged&) const = default;
};
// So many distinct households that it is everybody's matter (群体诉求).
struct MassRequestDeclared {
  CaseId id{};
  std::uint32_t households{};
  RuleName rule;

  bool operator==(const MassRequestDeclared&) const = default;
};
// A burst of cases in one area. Grouping them drops none.
struct StormBegan {
  StormId id{};
  AreaCode area{};
  std::string major;     // the large class of the categories
  Timestamp quiet_at{};  // it ends then unless another case comes
  RuleName rule;

  bool operator==(const StormBegan&) const = default;
};
struct StormJoined {
  CaseId id{};
  StormId storm{};
  Timestamp quiet_at{};

  bool operator==(const StormJoined&) const = default;
};
struct StormEnded {
  StormId id{};
  std::uint32_t cases{};

  bool operator==(const StormEnded&) const = default;
};

}  // namespace whistle::casework
