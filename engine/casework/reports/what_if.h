#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <absl/container/flat_hash_map.h>

#include "engine/casework/reports/what_if_course.h"
#include "engine/casework/reports/what_if_shadow.h"

// What another rule book would have made of a stretch of the journal.
namespace whistle::casework {

// A number under the present book and under the other one.
struct BeforeAfter {
  std::uint64_t before{};
  std::uint64_t after{};

  bool operator==(const BeforeAfter&) const = default;
};

// How often something became something else, by both.
template <class Value>
using Changes = std::map<std::pair<Value, Value>, std::uint64_t>;

// The promises of one stage, in cases that both books make and somebody worked on.
struct StageChange {
  std::uint64_t same{};
  std::uint64_t sooner{};  // due earlier under the other book
  std::uint64_t later{};
  std::uint64_t only_before{};  // the other book promises nothing
  std::uint64_t only_after{};
  // Sums and the largest, of what is due at a time under both.
  Milliseconds sooner_by{};
  Milliseconds later_by{};
  Milliseconds sooner_by_max{};
  Milliseconds later_by_max{};
  BeforeAfter broken;
  std::uint64_t newly_broken{};
  std::uint64_t no_longer_broken{};

  bool is_different() const {
    return sooner + later + only_before + only_after + newly_broken + no_longer_broken > 0;
  }
  bool operator==(const StageChange&) const = default;
};

// How well the run under the present book agrees with what the journal says: disposition, category,
// colour, first unit, and when the case was to be resolved.
struct Fidelity {
  std::uint64_t compared{};
  std::uint64_t agree{};
  std::vector<ComplaintId> disagree;  // ascending once the comparison is finished
};

// A complaint whose course differs.
struct CourseDifference {
  Course before;
  Course after;
  // Where the two differ.
  bool disposition{};
  bool category{};
  bool colour{};
  bool route{};
  std::vector<Stage> deadlines;
  std::vector<Stage> broken;
  bool climbs{};
  bool card{};

  bool any() const {
    return disposition || category || colour || route || !deadlines.empty() || !broken.empty() ||
           climbs || card;
  }
};

// Where two courses of the same complaint differ. What came of promises is compared only when both
// sides made it a case and somebody worked on it.
CourseDifference difference_of(Course before, Course after);

struct WhatIf {
  std::uint64_t complaints{};  // that were compared
  std::uint64_t different{};
  BeforeAfter cases;
  BeforeAfter read_by_person;  // at the triage desk
  Changes<std::string> dispositions;
  Changes<std::string> categories;
  Changes<Severity> colours;
  Changes<std::string> units;  // the first one of the way
  std::uint64_t other_ways{};  // the same first unit, another way later
  std::map<Stage, StageChange> stages;
  BeforeAfter climbs;          // steps up the ladders
  std::uint64_t climb_more{};  // cases
  std::uint64_t climb_less{};  // cases
  BeforeAfter yellow_cards;    // cases whose highest card is yellow
  BeforeAfter red_cards;
  std::map<UnitCode, std::array<BeforeAfter, 2>> loads;  // arrivals, peak
  std::map<std::string, BeforeAfter> refused;            // wishes, by reason
  Fidelity fidelity;
};

// Brings the courses of the three sides together, complaint by complaint, in whatever order they
// end. Keeps those whose counterparts are missing, and sums.
// Thread: one.
class WhatIfComparison {
 public:
  // Gets each complaint whose course differs, once.
  explicit WhatIfComparison(std::function<void(const CourseDifference&)> differs)
      : differs_(std::move(differs)) {}

  // As the journal says, under the present book, under the other one.
  enum class Side : std::uint8_t { Journal, Before, After };
  void add(Side side, std::vector<CoursePointer> ended);
  // The two runs have ended, and all their courses were added.
  WhatIf finish(const Shadow& before, const Shadow& after);

 private:
  using Sides = std::array<CoursePointer, 3>;
  void compare(Sides& sides);
  void compare_with_journal(const Course& journal, const Course& before);
  void count(const CourseDifference& found);
  void count_promises(const CourseDifference& found);

  std::function<void(const CourseDifference&)> differs_;
  absl::flat_hash_map<ComplaintId, Sides> waiting_;
  WhatIf result_;
};

}  // namespace whistle::casework
