#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/area_code.h"
#include "engine/core/outcome.h"
#include "engine/policy/policy.h"
#include "engine/triage/area_tree.h"
#include "engine/triage/findings.h"
#include "engine/triage/outlines.h"
#include "engine/triage/reading.h"

namespace whistle::triage {

// Where a complaint belongs. Immutable after construction; any thread.
//
// An area code given by the adapter stands, if the rule book has it (rule `area_code`). Else every
// name and alias in the text, and the outline around the point, is a hint at one area or, when
// several areas bear the name, at any of them. An area explains the hints at itself and at the
// areas above it. The area that explains most hints, and of these the deepest, is the place. It is
//   certain  when it is the only such area, something means it and no area above it just as well,
//            and nothing contradicts it; but a compound or building named in the text is not
//            contradicted by a shallower area, which people get wrong or mention in passing,
//   unsure   otherwise: the area is then the best candidate, or what several have in common.
// A number such as "3栋" leads on to the building when the book has it below a certain place.
// Rules are named `name:武安社区`, `alias:武安`, `building:3栋`, `point`.
class PlaceRules {
 public:
  // Fails with the area whose outline or names cannot be read. `policy` must outlive the object.
  static Outcome<PlaceRules, std::string> make(const policy::Policy& policy);

  // The names to look for.
  std::vector<SoughtPattern> patterns() const;

  PlaceFinding find(const Reading& reading, AreaCode given, std::optional<Point> point) const;

 private:
  // An area that bears a name, and the rule that says so.
  struct Bearer {
    std::uint32_t area{};  // index into the book's areas
    RuleName rule;
  };
  struct Name {
    std::string folded;
    std::vector<Bearer> bearers;
  };
  // Something that points to an area, or to one of several.
  struct Hint {
    std::vector<Bearer> bearers;
    std::optional<Span> words;  // none for the point
  };
  // An area and the hints it explains, ascending.
  struct Candidate {
    std::uint32_t area{};
    std::vector<std::uint32_t> explained;
  };

  PlaceRules(const policy::Policy& policy, Outlines outlines);
  void add_building(std::uint32_t building);

  std::vector<Hint> hints(const std::vector<Match>& names, std::optional<Point> point) const;
  std::vector<Candidate> best_candidates(const std::vector<Hint>& hints) const;
  bool points_to(const Hint& hint, std::uint32_t place) const;
  bool is_certain(const Candidate& best, const std::vector<Hint>& hints) const;
  const Bearer* bearer_above(const Hint& hint, std::uint32_t place) const;
  void settle(const Reading& reading, const std::vector<Hint>& hints, const Candidate& best,
              PlaceFinding& finding) const;
  void leave_open(const Reading& reading, const std::vector<Hint>& hints,
                  const std::vector<Candidate>& best, PlaceFinding& finding) const;
  void go_on_to_building(const Reading& reading, const std::vector<Match>& names,
                         std::uint32_t place, PlaceFinding& finding) const;

  const policy::Policy* policy_;
  AreaTree tree_;
  Outlines outlines_;
  std::vector<Name> names_;
  // Buildings by the area above and their number; nothing when two there have the same number.
  std::map<std::pair<std::uint32_t, std::string>, std::optional<std::uint32_t>> buildings_;
};

}  // namespace whistle::triage
