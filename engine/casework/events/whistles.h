#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/casework/whistle_step.h"
#include "engine/core/area_code.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

// Facts of whistles (吹哨报到) and of the operating mode.
namespace whistle::casework {

struct WhistleBlown {
  WhistleId id{};
  WhistleKind kind{WhistleKind::Routine};
  UnitCode whistler;
  WorkerName by;
  std::vector<CaseId> cases;
  AreaCode area{};
  UnitCode lead;
  std::vector<UnitCode> invited;  // the lead among them
  std::string task;
  Timestamp blown{};
  Timestamp acknowledge_by{kNever};
  Timestamp arrive_by{kNever};
  Timestamp plan_by{kNever};
  Timestamp finish_by{kNever};
  bool hold{};  // nobody leaves before the whistler says so (事不完人不走)
  RuleName rule;

  bool operator==(const WhistleBlown&) const = default;
};
struct WhistleAcknowledged {
  WhistleId id{};
  UnitCode unit;
  WorkerName by;
  bool on_time{};

  bool operator==(const WhistleAcknowledged&) const = default;
};
struct UnitReportedIn {
  WhistleId id{};
  UnitCode unit;
  WorkerName by;
  bool on_time{};
  std::string note;

  bool operator==(const UnitReportedIn&) const = default;
};
struct MeasureRecorded {
  WhistleId id{};
  UnitCode unit;
  WorkerName by;
  bool plan{};  // the plan that was asked for
  std::string note;

  bool operator==(const MeasureRecorded&) const = default;
};
// The unit may go, or its share is done.
struct UnitReleased {
  WhistleId id{};
  UnitCode unit;
  WorkerName by;
  bool on_time{};  // before finish_by
  std::string note;

  bool operator==(const UnitReleased&) const = default;
};
// Late or absent. The district is told.
struct WhistleMissed {
  WhistleId id{};
  UnitCode unit;
  WhistleStep step{WhistleStep::Acknowledge};
  Timestamp due{};
  UnitCode copied;  // the district unit; empty when the book has none

  bool operator==(const WhistleMissed&) const = default;
};
struct WhistleClosed {
  WhistleId id{};
  WorkerName by;
  Timestamp rate_by{};
  std::string note;

  bool operator==(const WhistleClosed&) const = default;
};
// Both sides judge each other (双考核; Beijing ordinance, art. 33).
struct WhistleRated {
  WhistleId id{};
  UnitCode from;
  UnitCode to;
  std::uint8_t stars{};  // 1 to 5
  WorkerName by;
  std::string note;

  bool operator==(const WhistleRated&) const = default;
};
// All have rated, or the time for it is over: the whistle is forgotten.
struct WhistleSettled {
  WhistleId id{};
  RuleName rule;

  bool operator==(const WhistleSettled&) const = default;
};

// Peacetime and wartime (平战转换). Open clocks are counted anew, each with a fact, in the turns
// that follow.
struct ModeChanged {
  AreaCode area{};
  OperatingMode mode{OperatingMode::Peacetime};
  WorkerName by;
  std::string reason;
  Timestamp since{};

  bool operator==(const ModeChanged&) const = default;
};
// The clocks of all cases up to this one are counted as the mode of the area wants it.
struct ClocksRecounted {
  AreaCode area{};
  CaseId through{};
  bool finished{};

  bool operator==(const ClocksRecounted&) const = default;
};

}  // namespace whistle::casework
