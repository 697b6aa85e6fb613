#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/area_code.h"
#include "engine/core/colour.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

namespace whistle::casework {

// A complaint that joined a case: it has a reply and a callback of its own.
struct Joined {
  ComplaintId complaint{};
  std::uint64_t requester{};
  Timestamp received{};
  Severity severity{Severity::Blue};
  RequestType request_type{RequestType::Grievance};
  AreaCode area{};
  bool repeat{};  // the same requester again: the first one's callback covers it
  bool called_back{};
  std::uint8_t callback_attempts{};  // in a row, to nobody

  bool operator==(const Joined&) const = default;
};

// The highest card that a unit, or a desk of the centre, has for a case. Cards ratchet for each of
// them: one unit's card is no other's.
struct Carded {
  UnitCode unit;
  Card card{Card::None};

  bool operator==(const Carded&) const = default;
};

// What few cases have: all that happened off the straight way. Kept out of the compact row.
struct Dossier {
  // Of an assistance: the case it helps, and whether the lead must wait for it.
  CaseId parent{};
  bool required{};
  std::string task;
  // Of a case that is helped: its assistances that have not reported.
  std::vector<CaseId> assists;

  std::vector<Joined> joined;
  bool first_called_back{};          // the complaint the case began with
  std::uint8_t callback_attempts{};  // to that one's requester, in a row, to nobody
  std::uint8_t unhappy_in_a_row{};
  bool mass{};
  StormId storm{};  // in rows only: a case has it itself

  std::vector<UnitCode> returned_by;  // in order
  bool designated{};
  UnitCode transferred_from;  // until the receiver signs

  bool suspended{};
  PauseCode pause_reason;
  Timestamp pause_until{kNever};
  bool pause_stops_requester{};
  std::uint8_t extensions{};
  bool extension_asked{};
  std::int32_t extension_more{};  // as asked for: value and unit of a limit
  std::uint8_t extension_unit{};
  Timestamp review_at{kNever};  // while deferred
  bool review_due{};

  PanelKind panel{};  // that sits now; none: no panel
  bool panel_stops_clocks{};

  Timestamp acknowledged_until{kNever};
  WorkerName acknowledged_by;
  Supervision supervision{};  // the highest so far; none: not supervised
  WorkerName assignee;        // in rows only: where there is a roster, few cases have none
  WorkerName companion;
  std::uint16_t evidence{};
  bool emergency_line{};
  Timestamp panel_until{kNever};  // a panel that stops clocks ends then by itself
  std::vector<Carded> carded;     // in the order of their first cards

  // Of the present order: what came to nothing.
  std::uint32_t lease_timeouts{};
  std::uint32_t lease_failures{};
  std::uint32_t lease_undelivered{};
  UnitCode parked_from;  // while the dispatcher has it because of that

  Card card_of(const UnitCode& unit) const {
    for (const Carded& each : carded) {
      if (each.unit == unit) return each.card;
    }
    return Card::None;
  }

  bool operator==(const Dossier&) const = default;
};

}  // namespace whistle::casework
