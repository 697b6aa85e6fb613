#include "engine/triage/place.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "engine/core/check.h"
#include "engine/triage/building_number.h"

namespace whistle::triage {
namespace {

using policy::Area;
using policy::AreaLevel;

// A letter that names more areas is a list; the rest adds nothing.
constexpr std::size_t kHintsMax = 64;

template <class IsBearer>
bool has_bearer(const PlaceHint& hint, IsBearer is_bearer) {
  return std::any_of(hint.bearers.begin(), hint.bearers.end(), is_bearer);
}

}  // namespace

Outcome<PlaceRules, std::string> PlaceRules::make(const policy::Policy& policy) {
  auto outlines = Outlines::make(policy.book().areas, policy.settings().outline_datum);
  if (!outlines) return Failure{outlines.error()};
  const auto is_bad = [](const std::string& name) { return !is_valid_utf8(name); };
  for (const Area& area : policy.book().areas) {
    if (is_bad(area.name) || std::any_of(area.aliases.begin(), area.aliases.end(), is_bad)) {
      return Failure{"areas:" + std::to_string(area.code.value) + ": a name is not UTF-8"};
    }
  }
  for (const policy::FormerName& former : policy.book().former_names) {
    if (!is_bad(former.name)) continue;
    return Failure{"former_names:" + std::to_string(former.area.value) + ": a name is not UTF-8"};
  }
  return PlaceRules(policy, *std::move(outlines));
}

PlaceRules::PlaceRules(const policy::Policy& policy, Outlines outlines)
    : policy_(&policy), tree_(policy.book().areas), names_(policy), outlines_(std::move(outlines)) {
  for (std::uint32_t i = 0; i < tree_.areas().size(); ++i) {
    if (tree_.area(i).level == AreaLevel::Building) add_building(i);
  }
}

void PlaceRules::add_building(std::uint32_t building) {
  const Area& area = tree_.area(building);
  const auto parent = tree_.parent(building);
  if (!parent) return;
  std::vector<std::string> written = area.aliases;
  written.push_back(area.name);
  for (const std::string& name : written) {
    const auto number = number_in_name(fold(name));
    if (!number) continue;
    const auto [known, is_new] =
        buildings_.try_emplace({tree_.area(*parent).code, number->number}, building);
    if (!is_new && known->second != building) known->second.reset();
  }
}

std::vector<SoughtPattern> PlaceRules::patterns() const {
  std::vector<SoughtPattern> sought = names_.patterns();
  for (std::uint32_t row = 0; row < kBuildingSuffixes.size(); ++row) {
    const std::string suffix(kBuildingSuffixes[row]);
    sought.push_back(
        {Table::BuildingSuffix, row, policy::Pattern{suffix, false}, "building:" + suffix});
  }
  return sought;
}

// All areas that something points to, best first: most hints explained, then deepest, then by the
// order of the book.
std::vector<PlaceRules::Candidate> PlaceRules::ranked(const std::vector<PlaceHint>& hints) const {
  std::vector<Candidate> at;  // an area and the hints at itself, ascending by area
  for (std::size_t hint = 0; hint < hints.size(); ++hint) {
    for (const Bearer& bearer : hints[hint].bearers)
      at.push_back({bearer.area, HintSet{1} << hint});
  }
  const auto by_area = [](const Candidate& left, const Candidate& right) {
    return left.area < right.area;
  };
  std::sort(at.begin(), at.end(), by_area);
  std::size_t kept = 0;
  for (std::size_t i = 1; i < at.size(); ++i) {
    if (at[i].area == at[kept].area) {
      at[kept].explained |= at[i].explained;
    } else {
      at[++kept] = at[i];
    }
  }
  if (!at.empty()) at.resize(kept + 1);

  std::vector<Candidate> ranked = at;
  for (Candidate& candidate : ranked) {
    for (auto above = tree_.parent(candidate.area); above; above = tree_.parent(*above)) {
      const auto found = std::lower_bound(at.begin(), at.end(), Candidate{*above, 0}, by_area);
      if (found != at.end() && found->area == *above) candidate.explained |= found->explained;
    }
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [&](const Candidate& left, const Candidate& right) {
                     const int left_count = std::popcount(left.explained);
                     const int right_count = std::popcount(right.explained);
                     if (left_count != right_count) return left_count > right_count;
                     return tree_.area(left.area).level > tree_.area(right.area).level;
                   });
  return ranked;
}

// How many at the front are equally good.
std::size_t PlaceRules::count_best(const std::vector<Candidate>& ranked) const {
  const auto merit = [&](const Candidate& candidate) {
    return std::pair(std::popcount(candidate.explained), tree_.area(candidate.area).level);
  };
  const auto end = std::find_if(ranked.begin(), ranked.end(), [&](const Candidate& candidate) {
    return merit(candidate) != merit(ranked.front());
  });
  return static_cast<std::size_t>(end - ranked.begin());
}

// True when the hint means the place and could not mean an area above it just as well, as a name
// that a street and one of its communities share.
bool PlaceRules::points_to(const PlaceHint& hint, std::uint32_t place) const {
  if (!has_bearer(hint, [&](const Bearer& bearer) { return bearer.area == place; })) return false;
  return std::none_of(hint.bearers.begin(), hint.bearers.end(), [&](const Bearer& bearer) {
    return bearer.area != place && tree_.is_within(place, bearer.area);
  });
}

bool PlaceRules::is_certain(const Candidate& best, const std::vector<PlaceHint>& hints) const {
  const AreaLevel level = tree_.area(best.area).level;
  const auto is_as_deep = [&](const Bearer& bearer) {
    return tree_.area(bearer.area).level >= level;
  };
  bool is_pointed_to = false;
  bool is_named = false;
  bool is_contradicted = false;
  bool is_rivalled = false;  // contradicted by something as deep
  for (std::size_t i = 0; i < hints.size(); ++i) {
    const PlaceHint& hint = hints[i];
    if ((best.explained >> i & 1U) == 0) {
      is_contradicted = true;
      if (has_bearer(hint, is_as_deep)) is_rivalled = true;
    } else if (points_to(hint, best.area)) {
      is_pointed_to = true;
      if (hint.words) is_named = true;
    }
  }
  const bool outweighs = is_named && !is_rivalled && level >= AreaLevel::Compound;
  return is_pointed_to && (!is_contradicted || outweighs);
}

const Bearer* PlaceRules::bearer_above(const PlaceHint& hint, std::uint32_t place) const {
  for (std::optional<std::uint32_t> above = place; above; above = tree_.parent(*above)) {
    for (const Bearer& bearer : hint.bearers) {
      if (bearer.area == *above) return &bearer;
    }
  }
  return nullptr;
}

// The rule is that of the first hint that means the place; the words are those of all it explains.
void PlaceRules::settle(const Said& said, const Candidate& best, PlaceFinding& finding) const {
  finding.area = tree_.area(best.area).code;
  finding.certainty = Certainty::Certain;
  finding.rule = {};
  for (std::size_t i = 0; i < said.hints.size(); ++i) {
    if ((best.explained >> i & 1U) == 0) continue;
    const PlaceHint& hint = said.hints[i];
    const Bearer* bearer = bearer_above(hint, best.area);
    WHISTLE_CHECK(bearer != nullptr);
    RuleName rule = names_.rule(*bearer, said.at);
    if (!finding.rule && points_to(hint, best.area)) finding.rule = rule;
    if (hint.words) finding.evidence.push_back(quote(said.reading, *hint.words, std::move(rule)));
  }
}

// Everything that was said about the place is evidence for the person who decides.
void PlaceRules::leave_open(const Said& said, const std::vector<Candidate>& ranked,
                            std::size_t best, PlaceFinding& finding) const {
  finding.certainty = Certainty::Unsure;
  std::vector<std::uint32_t> areas;
  for (std::size_t i = 0; i < best; ++i) areas.push_back(ranked[i].area);
  const auto common = tree_.common(areas);
  if (common) finding.area = tree_.area(*common).code;
  const auto first = static_cast<std::size_t>(std::countr_zero(ranked.front().explained));
  const Bearer* bearer = bearer_above(said.hints[first], ranked.front().area);
  WHISTLE_CHECK(bearer != nullptr);
  finding.rule = names_.rule(*bearer, said.at);
  for (const PlaceHint& hint : said.hints) {
    if (!hint.words) continue;
    if (finding.evidence.size() == kEvidenceMax) break;
    RuleName rule = names_.rule(hint.bearers.front(), said.at);
    finding.evidence.push_back(quote(said.reading, *hint.words, std::move(rule)));
  }
  finding.candidates = candidates(said, ranked, best);
}

RuleName PlaceRules::why(const Said& said, const Candidate& candidate) const {
  RuleName rules;
  for (std::size_t i = 0; i < said.hints.size(); ++i) {
    if ((candidate.explained >> i & 1U) == 0) continue;
    const Bearer* bearer = bearer_above(said.hints[i], candidate.area);
    WHISTLE_CHECK(bearer != nullptr);
    if (rules) rules.value += " + ";
    rules.value += names_.rule(*bearer, said.at).value;
  }
  return rules;
}

// Those that are equally good; when one is best and yet not certain, what speaks against it as
// well. An area above one that is told is left out, as it was only said to describe the other,
// unless a word could mean either.
std::vector<PlaceCandidate> PlaceRules::candidates(const Said& said,
                                                   const std::vector<Candidate>& ranked,
                                                   std::size_t best) const {
  std::vector<PlaceCandidate> told;
  std::vector<std::uint32_t> areas;
  for (const Candidate& candidate : ranked) {
    if (told.size() == kPlaceCandidatesMax || (best > 1 && told.size() == best)) break;
    const auto only_describes = [&](std::uint32_t other) {
      if (!tree_.is_within(other, candidate.area)) return false;
      return std::none_of(said.hints.begin(), said.hints.end(), [&](const PlaceHint& hint) {
        return has_bearer(hint, [&](const Bearer& one) { return one.area == candidate.area; }) &&
               has_bearer(hint, [&](const Bearer& one) { return one.area == other; });
      });
    };
    if (std::any_of(areas.begin(), areas.end(), only_describes)) continue;
    areas.push_back(candidate.area);
    told.push_back({tree_.area(candidate.area).code, why(said, candidate)});
  }
  return told;
}

void PlaceRules::go_on_to_building(const Reading& reading, const Door& door,
                                   PlaceFinding& finding) const {
  if (door.building.empty()) return;
  const auto building = buildings_.find({finding.area, door.building});
  if (building == buildings_.end() || !building->second) return;
  const Area& area = tree_.area(*building->second);
  finding.area = area.code;
  finding.certainty = Certainty::Certain;
  finding.rule = RuleName{"building:" + area.name};
  finding.evidence.push_back(quote(reading, door.words, finding.rule));
}

PlaceFinding PlaceRules::given(const Complaint& complaint,
                               const policy::Policy::MeantArea& meant) const {
  PlaceFinding finding;
  if (meant.area == nullptr) return finding;
  finding.area = meant.area->code;
  finding.certainty = Certainty::Given;
  if (meant.former != nullptr) {
    finding.rule = RuleName{"former name " + meant.former->name + " of " + meant.area->name};
  } else if (finding.area == complaint.area) {
    finding.rule = RuleName{"area_code"};
  } else {
    finding.rule = RuleName{"area_code:" + std::to_string(finding.area.value)};
  }
  return finding;
}

// Drops all that does not point below the area.
void PlaceRules::keep_inside(std::uint32_t area, std::vector<PlaceHint>& hints) const {
  for (PlaceHint& hint : hints) {
    std::erase_if(hint.bearers, [&](const Bearer& bearer) {
      return bearer.area == area || !tree_.is_within(bearer.area, area);
    });
  }
  std::erase_if(hints, [](const PlaceHint& hint) { return hint.bearers.empty(); });
}

PlaceFinding PlaceRules::find(const Reading& reading, const Complaint& complaint) const {
  const auto meant =
      complaint.area ? policy_->meant_by(complaint.area) : policy::Policy::MeantArea{};
  PlaceFinding finding = given(complaint, meant);
  const std::vector<Match> visible = visible_names(reading);
  Said said{reading, complaint.occurred_at,
            hints_of(reading, visible, complaint, names_, outlines_)};
  if (meant.area != nullptr) {
    keep_inside(static_cast<std::uint32_t>(meant.area - tree_.areas().data()), said.hints);
  }
  if (said.hints.size() > kHintsMax) said.hints.resize(kHintsMax);

  const std::vector<Candidate> candidates_ranked = ranked(said.hints);
  if (!candidates_ranked.empty()) {
    const std::size_t best = count_best(candidates_ranked);
    if (best == 1 && is_certain(candidates_ranked.front(), said.hints)) {
      settle(said, candidates_ranked.front(), finding);
    } else if (meant.area != nullptr) {
      finding.candidates = candidates(said, candidates_ranked, best);
    } else {
      leave_open(said, candidates_ranked, best, finding);
    }
  }

  const Door door =
      agreed(doors_in(reading.folded.text(), reading.matches.of(Table::BuildingSuffix), visible));
  if (finding.certainty >= Certainty::Certain) go_on_to_building(reading, door, finding);
  finding.building = door.building;
  finding.unit = door.unit;
  finding.room = door.room;
  finding.evidence = in_order(std::move(finding.evidence));
  return finding;
}

}  // namespace whistle::triage
