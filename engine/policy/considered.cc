#include "engine/policy/considered.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "engine/policy/policy.h"
#include "engine/policy/tiers.h"

// Whom a case might have gone to instead. Nothing here decides: it tells what routing.cc decided.
namespace whistle::policy {
namespace {

static_assert(kConsideredRowsMax + kTiers.size() - 1 <= kConsideredMax,
              "every tier below the highest has room beside the rows");

bool is_known(const std::vector<Considered>& found, const UnitCode& unit) {
  return std::ranges::find(found, unit, &Considered::unit) != found.end();
}

}  // namespace

std::vector<Considered> Policy::considered(const Choice& choice) const {
  std::vector<Considered> found;
  found.reserve(kConsideredMax);
  consider_named(choice, found);
  consider_rows(choice, found);
  for (const Tier tier : kTiers) {
    if (tier <= choice.target.tier) consider_tier(choice, tier, found);
  }
  return found;
}

// The unit that the deciding row names, when it was not welcome.
void Policy::consider_named(const Choice& choice, std::vector<Considered>& found) const {
  if (choice.row == nullptr || !choice.row->unit || choice.row->unit == choice.target.code) return;
  const Unit& named = *unit(choice.row->unit);
  const bool too_low = named.tier < choice.lowest;
  found.push_back({.tier = named.tier,
                   .unit = named.code,
                   .why = too_low ? why_below(choice, named.tier) : PassedOver::Unmanaged,
                   .rule = choice.row->rule});
}

// Other rows for this category. Rows for other places name nobody for this one.
void Policy::consider_rows(const Choice& choice, std::vector<Considered>& found) const {
  for (const RowList& rows : filed_under(choice.category.code)) {
    for (const std::size_t index : rows) {
      const CatalogueRow& row = book_.catalogue[index];
      if (&row == choice.row || found.size() >= kConsideredRowsMax) continue;
      if (row.area && !is_within(choice.query.area, row.area)) continue;
      const Unit* other = row.unit
                              ? unit(row.unit)
                              : unit_for(row.tier, choice.query.area, choice.category.department);
      if (other == nullptr || other == &choice.target || is_known(found, other->code)) continue;
      const bool other_type = row.request_type && row.request_type != choice.query.request_type;
      const bool other_condition = row.condition && row.condition != choice.query.condition;
      found.push_back({.tier = other->tier,
                       .unit = other->code,
                       .why = other_type        ? PassedOver::RequestType
                              : other_condition ? PassedOver::Condition
                                                : PassedOver::Outranked,
                       .rule = row.rule});
    }
  }
}

void Policy::consider_tier(const Choice& choice, Tier tier, std::vector<Considered>& found) const {
  const AreaCode place = choice.query.area;
  const Unit* there = unit_for(tier, place, choice.category.department);
  if (there == &choice.target) return;
  if (there != nullptr) {
    if (is_known(found, there->code)) return;
    found.push_back(
        {.tier = tier, .unit = there->code, .why = why_below(choice, tier), .rule = {}});
    return;
  }
  // Below the lowest nobody was looked for; at the target's own tier somebody was found.
  if (tier < choice.lowest || tier == choice.target.tier) return;
  PassedOver why = PassedOver::NoDesk;
  if (tier == Tier::Department && !choice.category.department) why = PassedOver::NoDepartment;
  const Area* compound = ancestor(place, AreaLevel::Compound);
  const bool unmanaged = compound != nullptr && compound->management == Management::Unmanaged;
  if (tier == Tier::Compound && unmanaged) why = PassedOver::Unmanaged;
  // The company is named already.
  if (!found.empty() && found.front().tier == tier && found.front().why == why) return;
  found.push_back({.tier = tier, .unit = {}, .why = why, .rule = {}});
}

// The strongest reason first: what the law says, what the catalogue says, what the colour says.
PassedOver Policy::why_below(const Choice& choice, Tier tier) {
  if (tier < choice.category.duty) return PassedOver::BelowDuty;
  const bool decided_here = tier < choice.start || tier >= choice.lowest;
  if (decided_here) {
    return choice.row != nullptr ? PassedOver::Catalogue : PassedOver::MatterClass;
  }
  return PassedOver::Red;
}

}  // namespace whistle::policy
