#pragma once

#include <optional>
#include <string>

#include "engine/casework/state/case.h"
#include "engine/casework/state/symbols.h"
#include "engine/core/area_code.h"
#include "engine/core/colour.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

namespace whistle::journal {

// How a case stands, as far as those who watch choose by it. Zero and empty: not known (yet).
struct Standing {
  AreaCode area{};
  UnitCode unit;  // whose line it is in, or who holds it
  Severity severity{};
  Tier tier{};  // of the unit that answers for it

  bool operator==(const Standing&) const = default;
};

// The same without words of its own, for who compares.
struct Stood {
  AreaCode area{};
  casework::Symbol unit{};
  Severity severity{};
  Tier tier{};

  bool operator==(const Stood&) const = default;
};
inline Stood stood(const casework::Case& item) {
  return {.area = item.area, .unit = item.unit, .severity = item.severity, .tier = item.tier};
}
inline Standing in_words(const Stood& stood, const casework::Symbols& symbols) {
  return {.area = stood.area,
          .unit = {symbols.name(stood.unit)},
          .severity = stood.severity,
          .tier = stood.tier};
}
inline Standing standing_of(const casework::Case& item, const casework::Symbols& symbols) {
  return in_words(stood(item), symbols);
}

// How a case stood around a record that touched it. Kept beside the history, so that what somebody
// watches can be told from a record alone, however long ago it was.
struct Trail {
  CaseId id{};
  Sequence sequence{};
  Standing after;                  // before, when the record struck the case off
  std::optional<Standing> before;  // nothing: the same, or there was no case yet

  bool operator==(const Trail&) const = default;
};

// How far somebody who watches has got, under a name that outlives connections and restarts.
struct WatchCursor {
  std::string name;
  Sequence sequence{};  // everything up to here is dealt with
  Timestamp time{};     // of the last acknowledgement

  bool operator==(const WatchCursor&) const = default;
};
// A cursor as it is to be kept; nothing: it goes.
struct CursorChange {
  std::string name;
  std::optional<WatchCursor> cursor;
};

}  // namespace whistle::journal
