#pragma once

#include <cstdint>
#include <string>

#include "engine/core/ids.h"
#include "engine/core/time_point.h"

// Facts about the rule book itself.
namespace whistle::casework {

// Another rule book is in force for all that is decided from here on. What runs keeps what it was
// promised, save for what is named here: it moves in the turns that follow, a fact for each move.
struct PolicyAdopted {
  AdoptionId id{};
  std::string version;
  std::string before;  // version of the book it takes the place of
  std::string name;    // of the book
  WorkerName by;
  std::string reason;
  std::uint32_t stages{};  // whose promises move: bit 1 << stage
  bool lines{};            // whether what waits moves to the lines of the new book
  Timestamp since{};

  bool operator==(const PolicyAdopted&) const = default;
};
// All open cases up to this one have moved, as far as the adoption wants it.
struct CasesMigrated {
  AdoptionId id{};
  CaseId through{};
  std::uint32_t moved{};  // cases, in this turn
  bool finished{};

  bool operator==(const CasesMigrated&) const = default;
};

}  // namespace whistle::casework
