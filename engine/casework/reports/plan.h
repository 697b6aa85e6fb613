#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "engine/casework/state/state.h"
#include "engine/policy/policy.h"

namespace whistle::casework {

// A promise of an open case that would be due at another time.
struct PlannedMove {
  CaseId id{};
  Stage stage{};
  Timestamp due{kNever};       // as promised; kNever also for a clock that rests
  Timestamp would_be{kNever};  // kNever: the new rules promise nothing
  RuleName rule;               // of the new rules; empty when they promise nothing

  bool operator==(const PlannedMove&) const = default;
};

// A case that waits in a line and would have been sent to another.
struct PlannedRoute {
  CaseId id{};
  UnitCode from;
  UnitCode to;
  RuleName rule;

  bool operator==(const PlannedRoute&) const = default;
};

// How many waiting cases a unit's line would gain and lose.
struct LineChange {
  std::uint64_t gains{};
  std::uint64_t loses{};

  bool operator==(const LineChange&) const = default;
};

// What another rule book would change for the cases that are open. Nothing of it happens when that
// book is put in force: running cases keep what they were promised, in the lines they stand in. It
// says what the change is about, before it is made.
struct Plan {
  std::uint64_t open_cases{};
  std::uint64_t affected_cases{};
  std::vector<PlannedMove> moves;    // by case and stage
  std::vector<PlannedRoute> routes;  // by case
  std::map<UnitCode, LineChange> lines;
};

// Pure: looks at every open case under both books, as of `now`. A promise is in the plan when the
// two books limit it differently; what is broken already stays as it is.
Plan plan(const State& state, const policy::Policy& before, const policy::Policy& after,
          Timestamp now);

}  // namespace whistle::casework
