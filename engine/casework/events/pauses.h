#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/calendar/limit.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

// Facts of time that does not count, and of those who sit together meanwhile.
namespace whistle::casework {

// The unit's clocks rest until somebody resumes or the cap is reached (挂起).
struct CaseSuspended {
  CaseId id{};
  PauseCode reason;
  WorkerName by;
  WorkerName approved_by;
  Timestamp until{kNever};  // the cap: it resumes by itself
  bool stops_requester{};   // the public promise rests as well
  std::string note;

  bool operator==(const CaseSuspended&) const = default;
};
struct CaseResumed {
  CaseId id{};
  WorkerName by;  // empty: by rule
  RuleName rule;

  bool operator==(const CaseResumed&) const = default;
};
// More time is asked for (延期). Granted at once when the rules allow it, else a supervisor rules.
struct ExtensionAsked {
  CaseId id{};
  WorkerName by;
  calendar::Limit more{};
  std::string reason;  // told to the requester and the centre

  bool operator==(const ExtensionAsked&) const = default;
};
struct ExtensionRuled {
  CaseId id{};
  bool granted{};
  std::uint8_t number{};  // extensions granted so far
  WorkerName by;          // empty: by rule
  RuleName rule;

  bool operator==(const ExtensionRuled&) const = default;
};
// Cannot be done now: on the deferred ledger until the review (挂账).
struct CaseDeferred {
  CaseId id{};
  WorkerName by;
  WorkerName approved_by;
  std::string reason;
  Timestamp review_at{};

  bool operator==(const CaseDeferred&) const = default;
};
// The review date has come: the case is on the agenda of the clinic and the conference.
struct ReviewDue {
  CaseId id{};
  Timestamp due{};

  bool operator==(const ReviewDue&) const = default;
};
struct DeferralReviewed {
  CaseId id{};
  WorkerName by;
  PanelKind panel{PanelKind::JointClinic};
  bool resumes{};
  Timestamp review_at{kNever};  // when it stays deferred
  std::string note;

  bool operator==(const DeferralReviewed&) const = default;
};
// Parties sit together (三方共议, 五方会谈, 联席会诊, 诉前调解).
struct PanelConvened {
  CaseId id{};
  PanelKind kind{PanelKind::FiveParty};
  std::vector<std::string> parties;
  WorkerName convener;
  bool stops_clocks{};      // mediation before litigation: the requester's clock rests as well
  Timestamp until{kNever};  // clocks are stopped until then at most

  bool operator==(const PanelConvened&) const = default;
};
struct PanelConcluded {
  CaseId id{};
  PanelKind kind{PanelKind::FiveParty};
  bool agreed{};
  WorkerName by;
  std::string note;

  bool operator==(const PanelConcluded&) const = default;
};

}  // namespace whistle::casework
