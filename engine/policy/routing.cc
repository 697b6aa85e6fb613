#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <tuple>

#include "engine/core/check.h"
#include "engine/policy/policy.h"
#include "engine/policy/tiers.h"

namespace whistle::policy {
namespace {

Tier tier_of(MatterClass matter) {
  switch (matter) {
    case MatterClass::Routine:
      return Tier::Building;
    case MatterClass::Focal:
      return Tier::Compound;
    case MatterClass::Composite:
      return Tier::Community;
    case MatterClass::Specialist:
      return Tier::Street;
  }
  return Tier::Street;
}

std::string_view ladder_name(const Category* category, Severity severity) {
  switch (severity) {
    case Severity::Red:
      return "red";
    case Severity::Yellow:
      return "yellow";
    case Severity::Blue:
      break;
  }
  return category != nullptr && category->dispute ? "dispute" : "service";
}

const Ladder* ladder_named(const RuleBook& book, std::string_view name) {
  const auto found = std::ranges::find(book.ladders, name, &Ladder::name);
  return found == book.ladders.end() ? nullptr : &*found;
}

}  // namespace

std::optional<Destination> Policy::destination(const Category& category,
                                               const ConditionCode& condition, AreaCode area,
                                               Severity severity, RequestType request_type) const {
  Destination destination;
  const Unit* named = nullptr;
  Tier lowest = tier_of(category.matter_class);
  const CatalogueQuery query{category.code, condition, area, request_type};
  const CatalogueRow* row = catalogue_row(query);
  if (row != nullptr) {
    if (row->unit) {
      named = unit(row->unit);
      WHISTLE_CHECK(named != nullptr);
    }
    lowest = named != nullptr ? named->tier : row->tier;
    destination.rule = row->rule;
  } else {
    destination.rule = {"matter_class:" + std::string(to_word(category.matter_class))};
  }

  const Tier start = lowest;
  destination.raised_to_duty = lowest < category.duty;
  lowest = std::max(lowest, category.duty);
  if (severity == Severity::Red && lowest < Tier::Street) {
    lowest = Tier::Street;
    destination.rule = {"red:street"};
  }

  const bool is_welcome = named != nullptr && lowest == start && serves(*named, area);
  const Unit* target = is_welcome ? named : nullptr;
  for (const Tier tier : kTiers) {
    if (target == nullptr && tier >= lowest) target = unit_for(tier, area, category.department);
  }
  if (target == nullptr) return std::nullopt;
  destination.unit = target->code;
  destination.tier = target->tier;
  destination.considered = considered({category, query, row, start, lowest, *target});
  return destination;
}

const CatalogueRow* Policy::catalogue_row(const CatalogueQuery& query) const {
  for (const RowList& rows : filed_under(query.category)) {
    if (const CatalogueRow* row = best_row(rows, query)) return row;
  }
  return nullptr;
}

std::span<const Policy::RowList> Policy::filed_under(const CategoryCode& category) const {
  const std::vector<RowList>* filed = catalogue_.find(category.value);
  return filed != nullptr ? std::span(*filed) : std::span<const RowList>{};
}

// The row that fits best of those filed under one code or prefix.
const CatalogueRow* Policy::best_row(const RowList& rows, const CatalogueQuery& query) const {
  const auto rank = [this](const CatalogueRow& row) {
    return std::tuple{row.request_type.has_value(), bool{row.condition}, depth(row.area)};
  };
  const CatalogueRow* best = nullptr;
  for (const std::size_t index : rows) {
    const CatalogueRow& row = book_.catalogue[index];
    if (row.request_type && row.request_type != query.request_type) continue;
    if (row.condition && row.condition != query.condition) continue;
    if (row.area && !is_within(query.area, row.area)) continue;
    if (best == nullptr || rank(*best) < rank(row)) best = &row;
  }
  return best;
}

const Unit* Policy::unit_for(Tier tier, AreaCode area_code,
                             const DepartmentCode& department) const {
  if (tier == Tier::Department && !department) return nullptr;
  const std::string_view key = tier == Tier::Department ? department.value : std::string_view{};
  for (const Area* place = area(area_code); place != nullptr; place = area(place->parent)) {
    const RowList* units = serving_.find(std::tuple{tier, place->code, key});
    if (units == nullptr) continue;
    for (const std::size_t index : *units) {
      if (serves(book_.units[index], area_code)) return &book_.units[index];
    }
  }
  return nullptr;
}

// Not whether the place lies in the unit's area, but whether the unit is there for such a place.
bool Policy::serves(const Unit& unit, AreaCode area_code) const {
  if (unit.kind != UnitKind::PropertyCompany) return true;
  const Area* compound = ancestor(area_code, AreaLevel::Compound);
  return compound == nullptr || compound->management != Management::Unmanaged;
}

const Ladder* Policy::ladder(const Category* category, Severity severity) const {
  if (severity == Severity::Blue && category != nullptr) {
    const Ladder* own = ladder_named(book_, to_word(category->matter_class));
    if (own != nullptr) return own;
  }
  return ladder_named(book_, ladder_name(category, severity));
}

const Rung* Policy::rung(const Ladder& ladder, Tier tier) const {
  const auto found = std::ranges::find(ladder.rungs, tier, &Rung::tier);
  return found == ladder.rungs.end() ? nullptr : &*found;
}

std::optional<Policy::Step> Policy::next_step(const Ladder& ladder, Tier tier, AreaCode area,
                                              const Category* category) const {
  const DepartmentCode department = category != nullptr ? category->department : DepartmentCode{};
  for (const Rung& rung : ladder.rungs) {
    if (rung.tier <= tier) continue;
    if (const Unit* unit = unit_for(rung.tier, area, department)) return Step{&rung, unit};
  }
  return std::nullopt;
}

}  // namespace whistle::policy
