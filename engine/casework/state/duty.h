#pragma once

#include <cstdint>
#include <string>

#include "engine/core/area_code.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

namespace whistle::casework {

// A recurring duty: a care visit, a grid patrol, a unit's monthly report-in. A round lasts until
// `due`; it is fulfilled when it was done as often as the rules ask.
struct Duty {
  DutyId id{};
  DutyCode kind;
  UnitCode unit;
  WorkerName person;
  std::string subject;
  AreaCode area{};
  CareTier care{CareTier::None};
  Timestamp due{kNever};
  std::uint16_t times{};  // done in this round
  bool complete{};
  std::uint32_t missed_in_a_row{};

  bool operator==(const Duty&) const = default;
};

}  // namespace whistle::casework
