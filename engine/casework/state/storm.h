#pragma once

#include <cstdint>
#include <string>

#include "engine/core/area_code.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

namespace whistle::casework {

// A burst of cases of one large class in one area: a parent to look at, not a queue.
struct Storm {
  StormId id{};
  AreaCode area{};
  std::string major;
  std::uint32_t cases{};
  Timestamp quiet_at{kNever};

  bool operator==(const Storm&) const = default;
};

// The operating mode of an area and all below it; peacetime is stored once it was
// said, for it may lie inside a wartime area.
struct AreaMode {
  AreaCode area{};
  OperatingMode mode{OperatingMode::Peacetime};
  Timestamp since{};
  bool spreading{};         // clocks of open cases are still counted the old way
  CaseId spread_through{};  // all cases up to this one are done

  // At once, as long as there are clocks to count anew.
  Timestamp next_alarm() const { return spreading ? since : kNever; }

  bool operator==(const AreaMode&) const = default;
};

}  // namespace whistle::casework
