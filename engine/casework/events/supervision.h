#pragma once

#include <cstdint>
#include <string>

#include "engine/core/area_code.h"
#include "engine/core/colour.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

// Facts of those who press, watch, ask the requester, and judge afterwards.
namespace whistle::casework {

// The resident asks again (催单).
struct CaseReminded {
  CaseId id{};
  std::string by;
  std::uint16_t number{};  // reminders so far
  std::string note;

  bool operator==(const CaseReminded&) const = default;
};
// 督办, 挂牌督办, 约谈.
struct CaseSupervised {
  CaseId id{};
  Supervision how{Supervision::Supervised};
  UnitCode unit;
  WorkerName by;
  std::string note;

  bool operator==(const CaseSupervised&) const = default;
};
// A supervisor has seen the escalation and answers for it until then.
struct EscalationAcknowledged {
  CaseId id{};
  WorkerName by;
  Timestamp until{};

  bool operator==(const EscalationAcknowledged&) const = default;
};
// Seen and forgotten: it climbs again.
struct AcknowledgementExpired {
  CaseId id{};
  WorkerName by;

  bool operator==(const AcknowledgementExpired&) const = default;
};
// Nobody answered the callback.
struct CallbackTried {
  CaseId id{};
  ComplaintId complaint{};
  WorkerName by;
  std::uint8_t attempt{};

  bool operator==(const CallbackTried&) const = default;
};
// A card for a unit that is not about a case: a whistle or a duty.
struct UnitCarded {
  UnitCode unit;
  Card card{Card::Yellow};
  std::int32_t points{};
  WhistleId whistle{};
  DutyId duty{};
  RuleName rule;

  bool operator==(const UnitCarded&) const = default;
};

// The month all later facts are counted in: 202603.
struct PeriodBegan {
  std::uint32_t period{};

  bool operator==(const PeriodBegan&) const = default;
};
// Only after closing, only once, two reviews. The raw facts stay; the score alone is exempt.
struct AppealFiled {
  CaseId id{};
  UnitCode unit;
  WorkerName by;
  std::string ground;

  bool operator==(const AppealFiled&) const = default;
};
struct AppealReviewed {
  CaseId id{};
  std::uint8_t review{};  // 1 or 2
  bool upheld{};
  WorkerName by;
  std::string note;
  UnitCode unit;  // whose appeal

  bool operator==(const AppealReviewed&) const = default;
};
// Two reviews agreed: left out of the score.
struct CaseExempted {
  CaseId id{};
  UnitCode unit;
  RuleName rule;

  bool operator==(const CaseExempted&) const = default;
};
// Nothing more can be appealed: the case is forgotten.
struct AppealWindowEnded {
  CaseId id{};

  bool operator==(const AppealWindowEnded&) const = default;
};
// Owners, companies, communities and residents judge a unit (Fenyi: 业主评物业).
struct UnitRated {
  UnitCode unit;
  Rater rater{Rater::Resident};
  std::uint8_t stars{};  // 1 to 5
  WorkerName by;
  std::string note;

  bool operator==(const UnitRated&) const = default;
};

}  // namespace whistle::casework
