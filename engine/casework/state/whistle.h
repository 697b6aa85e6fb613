#pragma once

#include <cstdint>
#include <vector>

#include "engine/casework/whistle_step.h"
#include "engine/core/area_code.h"
#include "engine/core/colour.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

namespace whistle::casework {

// One department on a whistle.
struct Invited {
  UnitCode unit;
  bool acknowledged{};
  bool arrived{};
  bool planned{};
  bool released{};
  std::uint8_t missed{};  // steps that were missed: bit 1 << step
  std::uint8_t stars_from_whistler{};
  std::uint8_t stars_for_whistler{};
  Card card{Card::None};

  bool has_done(WhistleStep step) const {
    switch (step) {
      case WhistleStep::Acknowledge:
        return acknowledged;
      case WhistleStep::Arrive:
        return arrived;
      case WhistleStep::Plan:
        return planned;
      case WhistleStep::Finish:
        return released;
    }
    return false;
  }
  bool has_missed(WhistleStep step) const {
    return (missed & (1U << static_cast<unsigned>(step))) != 0;
  }

  bool operator==(const Invited&) const = default;
};

// A call that departments must answer in person (吹哨报到). Open until the whistler has released
// every unit and closed it, and both sides have rated.
struct Whistle {
  WhistleId id{};
  WhistleKind kind{WhistleKind::Routine};
  UnitCode whistler;
  std::vector<CaseId> cases;
  AreaCode area{};
  UnitCode lead;
  std::vector<Invited> invited;
  Timestamp blown{};
  Timestamp acknowledge_by{kNever};
  Timestamp arrive_by{kNever};
  Timestamp plan_by{kNever};
  Timestamp finish_by{kNever};
  bool hold{};
  bool closed{};
  Timestamp rate_by{kNever};  // when closed

  Timestamp due(WhistleStep step) const {
    switch (step) {
      case WhistleStep::Acknowledge:
        return acknowledge_by;
      case WhistleStep::Arrive:
        return arrive_by;
      case WhistleStep::Plan:
        return plan_by;
      case WhistleStep::Finish:
        return finish_by;
    }
    return kNever;
  }
  const Invited* find(const UnitCode& unit) const;
  // The earliest instant at which a step of some unit counts as missed (one millisecond after it
  // was due), or at which the time to rate is over.
  Timestamp next_alarm() const;

  bool operator==(const Whistle&) const = default;
};

}  // namespace whistle::casework
