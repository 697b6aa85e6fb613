#include "engine/triage/place.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "engine/core/check.h"
#include "engine/triage/building_number.h"

namespace whistle::triage {
namespace {

using policy::Area;
using policy::AreaLevel;

// The names that stand for themselves, by their start: "武安" inside "武安社区" does not.
std::vector<Match> visible(std::vector<Match> names) {
  std::sort(names.begin(), names.end(), [](const Match& left, const Match& right) {
    return left.from != right.from ? left.from < right.from : left.until > right.until;
  });
  std::vector<Match> seen;
  std::uint32_t reach = 0;
  for (const Match& name : names) {
    if (name.until <= reach) continue;
    reach = name.until;
    seen.push_back(name);
  }
  return seen;
}

bool is_inside(const std::vector<Match>& names, const Match& word) {
  return std::any_of(names.begin(), names.end(), [&](const Match& name) {
    return name.from <= word.from && word.until <= name.until;
  });
}

}  // namespace

Outcome<PlaceRules, std::string> PlaceRules::make(const policy::Policy& policy) {
  auto outlines = Outlines::make(policy.book().areas);
  if (!outlines) return Failure{outlines.error()};
  for (const Area& area : policy.book().areas) {
    const auto is_bad = [](const std::string& name) { return !is_valid_utf8(name); };
    if (is_bad(area.name) || std::any_of(area.aliases.begin(), area.aliases.end(), is_bad)) {
      return Failure{"areas:" + std::to_string(area.code.value) + ": a name is not UTF-8"};
    }
  }
  return PlaceRules(policy, *std::move(outlines));
}

PlaceRules::PlaceRules(const policy::Policy& policy, Outlines outlines)
    : policy_(&policy), tree_(policy.book().areas), outlines_(std::move(outlines)) {
  std::unordered_map<std::string, std::size_t> positions;
  const auto add = [&](const std::string& written, std::uint32_t area, const char* kind) {
    const std::string folded = fold(written);
    const bool is_building = tree_.area(area).level == AreaLevel::Building;
    const auto number = is_building ? number_in_name(folded) : std::nullopt;
    // "3栋" is in every compound: it means something only below a place.
    if (folded.empty() || (number && number->from == 0)) return;
    const auto [position, is_new] = positions.emplace(folded, names_.size());
    if (is_new) names_.push_back({folded, {}});
    std::vector<Bearer>& bearers = names_[position->second].bearers;
    if (!bearers.empty() && bearers.back().area == area) return;  // an alias that repeats the name
    bearers.push_back({area, RuleName{kind + written}});
  };
  for (std::uint32_t i = 0; i < tree_.areas().size(); ++i) {
    const Area& area = tree_.area(i);
    add(area.name, i, "name:");
    for (const std::string& alias : area.aliases) add(alias, i, "alias:");
    if (area.level == AreaLevel::Building) add_building(i);
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
    const auto [known, is_new] = buildings_.try_emplace({*parent, number->number}, building);
    if (!is_new && known->second != building) known->second.reset();
  }
}

std::vector<SoughtPattern> PlaceRules::patterns() const {
  std::vector<SoughtPattern> sought;
  for (std::uint32_t row = 0; row < names_.size(); ++row) {
    const Name& name = names_[row];
    const Area& area = tree_.area(name.bearers.front().area);
    sought.push_back({Table::AreaName, row, policy::Pattern{name.folded, false},
                      "areas:" + std::to_string(area.code.value)});
  }
  for (std::uint32_t row = 0; row < kBuildingSuffixes.size(); ++row) {
    const std::string suffix(kBuildingSuffixes[row]);
    sought.push_back(
        {Table::BuildingSuffix, row, policy::Pattern{suffix, false}, "building:" + suffix});
  }
  return sought;
}

std::vector<PlaceRules::Hint> PlaceRules::hints(const std::vector<Match>& names,
                                                std::optional<Point> point) const {
  std::vector<Hint> hints;
  std::set<std::uint32_t> rows;
  for (const Match& name : names) {
    if (!rows.insert(name.row).second) continue;  // said again
    hints.push_back({names_[name.row].bearers, Span{name.from, name.until}});
  }
  const auto around = point ? outlines_.around(*point) : std::nullopt;
  if (around) hints.push_back({{{*around, RuleName{"point"}}}, std::nullopt});
  return hints;
}

std::vector<PlaceRules::Candidate> PlaceRules::best_candidates(
    const std::vector<Hint>& hints) const {
  std::map<std::uint32_t, std::vector<std::uint32_t>> hints_at;  // by area
  for (std::uint32_t hint = 0; hint < hints.size(); ++hint) {
    for (const Bearer& bearer : hints[hint].bearers) hints_at[bearer.area].push_back(hint);
  }
  std::vector<Candidate> best;
  const auto merit = [&](const Candidate& candidate) {
    return std::pair(candidate.explained.size(), tree_.area(candidate.area).level);
  };
  for (const auto& [area, own_hints] : hints_at) {
    Candidate candidate{area, {}};
    for (const std::uint32_t above : tree_.chain(area)) {
      const auto found = hints_at.find(above);
      if (found == hints_at.end()) continue;
      candidate.explained.insert(candidate.explained.end(), found->second.begin(),
                                 found->second.end());
    }
    std::sort(candidate.explained.begin(), candidate.explained.end());
    candidate.explained.erase(std::unique(candidate.explained.begin(), candidate.explained.end()),
                              candidate.explained.end());
    if (!best.empty() && merit(candidate) < merit(best.front())) continue;
    if (!best.empty() && merit(candidate) > merit(best.front())) best.clear();
    best.push_back(std::move(candidate));
  }
  return best;
}

// True when the hint means the place and could not mean an area above it just as well, as a name
// that a street and one of its communities share.
bool PlaceRules::points_to(const Hint& hint, std::uint32_t place) const {
  std::vector<std::uint32_t> chain = tree_.chain(place);
  std::size_t bearers_in_chain = 0;
  bool is_bearer = false;
  for (const Bearer& bearer : hint.bearers) {
    if (std::find(chain.begin(), chain.end(), bearer.area) != chain.end()) ++bearers_in_chain;
    if (bearer.area == place) is_bearer = true;
  }
  return is_bearer && bearers_in_chain == 1;
}

bool PlaceRules::is_certain(const Candidate& best, const std::vector<Hint>& hints) const {
  const AreaLevel level = tree_.area(best.area).level;
  const auto is_shallower = [&](const Bearer& bearer) {
    return tree_.area(bearer.area).level < level;
  };
  bool is_pointed_to = false;
  bool is_named = false;
  bool is_contradicted = false;
  bool is_rivalled = false;  // contradicted by something as deep
  for (std::uint32_t i = 0; i < hints.size(); ++i) {
    const Hint& hint = hints[i];
    if (!std::binary_search(best.explained.begin(), best.explained.end(), i)) {
      is_contradicted = true;
      if (!std::all_of(hint.bearers.begin(), hint.bearers.end(), is_shallower)) is_rivalled = true;
    } else if (points_to(hint, best.area)) {
      is_pointed_to = true;
      if (hint.words) is_named = true;
    }
  }
  const bool outweighs = is_named && !is_rivalled && level >= AreaLevel::Compound;
  return is_pointed_to && (!is_contradicted || outweighs);
}

const PlaceRules::Bearer* PlaceRules::bearer_above(const Hint& hint, std::uint32_t place) const {
  for (const std::uint32_t above : tree_.chain(place)) {
    for (const Bearer& bearer : hint.bearers) {
      if (bearer.area == above) return &bearer;
    }
  }
  return nullptr;
}

// The rule is that of the first hint that means the place; the words are those of all it explains.
void PlaceRules::settle(const Reading& reading, const std::vector<Hint>& hints,
                        const Candidate& best, PlaceFinding& finding) const {
  finding.area = tree_.area(best.area).code;
  finding.certainty = Certainty::Certain;
  for (const std::uint32_t i : best.explained) {
    const Bearer* bearer = bearer_above(hints[i], best.area);
    WHISTLE_CHECK(bearer != nullptr);
    if (!finding.rule && points_to(hints[i], best.area)) finding.rule = bearer->rule;
    if (hints[i].words) finding.evidence.push_back(quote(reading, *hints[i].words, bearer->rule));
  }
}

// Everything that was said about the place is evidence for the person who decides.
void PlaceRules::leave_open(const Reading& reading, const std::vector<Hint>& hints,
                            const std::vector<Candidate>& best, PlaceFinding& finding) const {
  finding.certainty = Certainty::Unsure;
  std::vector<std::uint32_t> areas;
  areas.reserve(best.size());
  for (const Candidate& candidate : best) areas.push_back(candidate.area);
  const auto common = tree_.common(areas);
  if (common) finding.area = tree_.area(*common).code;
  const Bearer* bearer = bearer_above(hints[best.front().explained.front()], best.front().area);
  WHISTLE_CHECK(bearer != nullptr);
  finding.rule = bearer->rule;
  for (const Hint& hint : hints) {
    if (!hint.words) continue;
    finding.evidence.push_back(quote(reading, *hint.words, hint.bearers.front().rule));
  }
}

void PlaceRules::go_on_to_building(const Reading& reading, const std::vector<Match>& names,
                                   std::uint32_t place, PlaceFinding& finding) const {
  struct Mention {
    BuildingNumber number;
    Span words;
  };
  std::optional<Mention> mention;
  for (const Match& suffix : reading.matches.of(Table::BuildingSuffix)) {
    if (is_inside(names, suffix)) continue;
    auto number = number_before(reading.folded.text(), suffix.from, kBuildingSuffixes[suffix.row]);
    if (!number) continue;
    // Several buildings: the place they share is the answer.
    if (mention && mention->number.number != number->number) return;
    if (mention) continue;
    const auto from = static_cast<std::uint32_t>(number->from);
    mention = Mention{*std::move(number), Span{from, suffix.until}};
  }
  if (!mention) return;
  const auto building = buildings_.find({place, mention->number.number});
  if (building == buildings_.end() || !building->second) return;
  const Area& area = tree_.area(*building->second);
  finding.area = area.code;
  finding.rule = RuleName{"building:" + area.name};
  finding.evidence.push_back(quote(reading, mention->words, finding.rule));
}

PlaceFinding PlaceRules::find(const Reading& reading, AreaCode given,
                              std::optional<Point> point) const {
  PlaceFinding finding;
  if (given && policy_->area(given) != nullptr) {
    finding.area = given;
    finding.certainty = Certainty::Given;
    finding.rule = RuleName{"area_code"};
    return finding;
  }

  const std::vector<Match> names = visible(reading.matches.of(Table::AreaName));
  const std::vector<Hint> all_hints = hints(names, point);
  const std::vector<Candidate> best = best_candidates(all_hints);
  if (best.empty()) return finding;
  if (best.size() == 1 && is_certain(best.front(), all_hints)) {
    settle(reading, all_hints, best.front(), finding);
    go_on_to_building(reading, names, best.front().area, finding);
  } else {
    leave_open(reading, all_hints, best, finding);
  }
  finding.evidence = in_order(std::move(finding.evidence));
  return finding;
}

}  // namespace whistle::triage
