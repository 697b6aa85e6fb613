#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "engine/core/area_code.h"
#include "engine/core/colour.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

namespace whistle::casework {

// What became of a complaint at intake. On disk: append, never renumber.
enum class Disposition : std::uint8_t {
  Filed = 1,                 // accepted, a case of its own, dispatched
  AwaitsTriage = 2,          // accepted; a person must say what or where it is
  Merged = 3,                // accepted; joined an open case of the same cause or requester
  Declined = 4,              // not accepted; the ground says why and the adapter tells the resident
  Answered = 5,              // settled there and then; no case
  Informed = 6,              // the same person, the same facts: told how the open case stands
  EmergencyTransferred = 7,  // handed to 110, 119, 120 or 122
};

constexpr auto spellings(Disposition) {
  return std::to_array<Spelling<Disposition>>(
      {{Disposition::Filed, "filed"},
       {Disposition::AwaitsTriage, "awaits_triage"},
       {Disposition::Merged, "merged"},
       {Disposition::Declined, "declined"},
       {Disposition::Answered, "answered"},
       {Disposition::Informed, "informed"},
       {Disposition::EmergencyTransferred, "emergency_transferred"}});
}

// The answer to a complaint. Kept forever under (source, external id): the same complaint sent
// again gets it again.
struct Receipt {
  ComplaintId complaint{};
  CaseId id{};  // none when declined
  Disposition disposition{Disposition::Filed};
  std::string ground;  // when declined
  Severity severity{Severity::Blue};
  CategoryCode category;
  AreaCode area{};
  UnitCode unit;  // where it went first
  Tier tier{};
  Timestamp received{};
  Timestamp resolve_due{kNever};

  bool operator==(const Receipt&) const = default;
};

}  // namespace whistle::casework
