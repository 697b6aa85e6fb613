#pragma once

#include <cstdint>
#include <string>

#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

namespace whistle::casework {

// A rule book that was put in force; the latest one holds. The ones before stay, so that it can be
// told which rules held when.
struct Adoption {
  AdoptionId id{};
  std::string version;
  std::string before;
  std::string name;
  WorkerName by;
  std::string reason;
  Timestamp since{};
  std::uint32_t stages{};   // whose promises move: bit 1 << stage
  bool lines{};             // whether what waits moves to the lines of this book
  bool spreading{};         // cases are still to be moved
  CaseId spread_through{};  // all cases up to this one are done
  std::uint64_t moved{};    // cases

  bool moves(Stage stage) const { return (stages >> static_cast<unsigned>(stage) & 1U) != 0; }
  // At once, as long as there are cases to move.
  Timestamp next_alarm() const { return spreading ? since : kNever; }

  bool operator==(const Adoption&) const = default;
};

}  // namespace whistle::casework
