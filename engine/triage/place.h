#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/complaint.h"
#include "engine/core/outcome.h"
#include "engine/policy/policy.h"
#include "engine/triage/area_names.h"
#include "engine/triage/area_tree.h"
#include "engine/triage/door.h"
#include "engine/triage/findings.h"
#include "engine/triage/outlines.h"
#include "engine/triage/place_hints.h"
#include "engine/triage/reading.h"

namespace whistle::triage {

// Where a complaint belongs. Immutable after construction; any thread.
//
// Every name, alias, former name and area code in the text, and the outline around the point, is a
// hint at one area or, when several areas bear the name, at any of them. An area explains the hints
// at itself and at the areas above it. The area that explains most hints, and of these the deepest,
// is the place. It is
//   certain  when it is the only such area, something means it and no area above it just as well,
//            and nothing contradicts it; but a compound or building named in the text is not
//            contradicted by a shallower area, which people get wrong or mention in passing,
//   unsure   otherwise: the area is then the best candidate, or what several have in common, and
//            the candidates are told.
// An area code given by the adapter stands (rule `area_code`, Policy::meant_by): hints inside the
// area may lead to a deeper place, others count for nothing; candidates are told when they do not.
// A number such as "3栋" leads on to the building when the book has it below a certain place.
// Rules are named `name:武安社区`, `alias:武安`, `former name 长泰县 of 长泰区`, `code:350605100`,
// `building:3栋`, `point`.
class PlaceRules {
 public:
  // Fails with the area whose outline or names cannot be read. `policy` must outlive the object.
  static Outcome<PlaceRules, std::string> make(const policy::Policy& policy);

  // The names to look for.
  std::vector<SoughtPattern> patterns() const;

  PlaceFinding find(const Reading& reading, const Complaint& complaint) const;

 private:
  // One bit for each hint, the first one lowest.
  using HintSet = std::uint64_t;
  // An area and the hints it explains.
  struct Candidate {
    std::uint32_t area{};
    HintSet explained{};
  };
  // What a complaint says about its place.
  struct Said {
    const Reading& reading;
    Timestamp at;  // when it happened
    std::vector<PlaceHint> hints;
  };

  PlaceRules(const policy::Policy& policy, Outlines outlines);
  void add_building(std::uint32_t building);

  PlaceFinding given(const Complaint& complaint, const policy::Policy::MeantArea& meant) const;
  void keep_inside(std::uint32_t area, std::vector<PlaceHint>& hints) const;
  std::vector<Candidate> ranked(const std::vector<PlaceHint>& hints) const;
  std::size_t count_best(const std::vector<Candidate>& ranked) const;
  bool points_to(const PlaceHint& hint, std::uint32_t place) const;
  bool is_certain(const Candidate& best, const std::vector<PlaceHint>& hints) const;
  const Bearer* bearer_above(const PlaceHint& hint, std::uint32_t place) const;
  void settle(const Said& said, const Candidate& best, PlaceFinding& finding) const;
  void leave_open(const Said& said, const std::vector<Candidate>& ranked, std::size_t best,
                  PlaceFinding& finding) const;
  std::vector<PlaceCandidate> candidates(const Said& said, const std::vector<Candidate>& ranked,
                                         std::size_t best) const;
  RuleName why(const Said& said, const Candidate& candidate) const;
  void go_on_to_building(const Reading& reading, const Door& door, PlaceFinding& finding) const;

  const policy::Policy* policy_;
  AreaTree tree_;
  AreaNames names_;
  Outlines outlines_;
  // Buildings by the code of the area above and their number; nothing when two there have the same.
  std::map<std::pair<AreaCode, std::string>, std::optional<std::uint32_t>> buildings_;
};

}  // namespace whistle::triage
