#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/config/checks.h"
#include "engine/core/words.h"

namespace whistle::config {
namespace {

struct Step {
  Tier tier{};
  const RowSource* row{};
};

// The lowest tier at which cases enter a ladder: that of a matter class starts where the class does
// (Longkou: four levels), any other at the bottom.
Tier entry_of(std::string_view ladder) {
  const auto matter = from_word<MatterClass>(ladder);
  if (!matter) return Tier::Building;
  switch (*matter) {
    case MatterClass::Routine:
      return Tier::Building;
    case MatterClass::Focal:
      return Tier::Compound;
    case MatterClass::Composite:
      return Tier::Community;
    case MatterClass::Specialist:
      return Tier::Street;
  }
  return Tier::Building;
}

class LadderCheck {
 public:
  LadderCheck(const BookSources& sources, Problems& problems)
      : sources_(sources), problems_(problems) {
    for (const policy::Unit& unit : sources.book.units) served_.insert(unit.tier);
  }

  void check(const std::string& ladder, const std::vector<Step>& steps) {
    for (const Step& step : steps) check_served(step);
    check_end(ladder, steps);
    for (const Tier tier : served_) check_rung(ladder, steps, tier);
  }

 private:
  void check_served(const Step& step) {
    if (served_.contains(step.tier) || !sources_.is_own(*step.row)) return;
    warn(*step.row, "tier",
         "no unit has the tier " + in_quotes(to_word(step.tier)) +
             "; remove the rung, or add the unit to units.csv",
         problems_);
  }

  // Rungs that nobody serves are passed over, so the ladder may end below its top.
  void check_end(const std::string& ladder, const std::vector<Step>& steps) {
    const auto last = std::ranges::find_if(steps.rbegin(), steps.rend(), [&](const Step& step) {
      return served_.contains(step.tier);
    });
    if (last == steps.rend() || last == steps.rbegin()) return;
    if (last->row->cell("mode").text == "supervise") return;
    const RowSource& top = *steps.back().row;
    warn(top, "tier",
         "the ladder " + in_quotes(ladder) + " ends at " + in_quotes(to_word(last->tier)) +
             ", since no unit has a tier above; add one of tier " +
             in_quotes(to_word(steps.back().tier)) + " to units.csv",
         problems_);
  }

  void check_rung(const std::string& ladder, const std::vector<Step>& steps, Tier tier) {
    if (tier < entry_of(ladder) || tier > steps.back().tier) return;
    if (std::ranges::find(steps, tier, &Step::tier) != steps.end()) return;
    const auto unit = std::ranges::find(sources_.book.units, tier, &policy::Unit::tier);
    warn(*steps.front().row, "ladder",
         in_quotes(ladder) + " has no rung for the tier " + in_quotes(to_word(tier)) +
             ", and what waits there, as at " + in_quotes(unit->code.value) +
             ", has no budget; add the rung, with - for none",
         problems_);
  }

  const BookSources& sources_;
  Problems& problems_;
  std::set<Tier> served_;
};

}  // namespace

void check_ladders(const BookSources& sources, Problems& problems) {
  if (!sources.has_units()) return;
  std::map<std::string, std::vector<Step>> ladders;
  for (const RowSource& row : sources.table("ladders").rows) {
    const Tier tier = from_word<Tier>(row.cell("tier").text).value_or(Tier::Building);
    ladders[row.cell("ladder").text].push_back({tier, &row});
  }
  LadderCheck check(sources, problems);
  for (auto& [ladder, steps] : ladders) {
    std::ranges::sort(steps, {}, &Step::tier);
    check.check(ladder, steps);
  }
}

}  // namespace whistle::config
