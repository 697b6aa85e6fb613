#include "engine/policy/policy.h"

#include <algorithm>
#include <utility>

#include "engine/core/check.h"

namespace whistle::policy {
namespace {

// Far deeper than any city; a chain that goes on leads in a circle.
constexpr std::size_t kAreaDepthMax = 32;

}  // namespace

Policy::Policy(RuleBook book) : book_(std::move(book)) {
  for (std::size_t i = 0; i < book_.areas.size(); ++i) areas_.add(book_.areas[i].code, i);
  for (std::size_t i = 0; i < book_.former_names.size(); ++i) {
    const auto code = code_in(book_.former_names[i].name);
    if (!code) continue;
    const auto [known, is_new] = former_codes_.add(*code, i);
    if (!is_new) known->reset();
  }
  for (const Area& area : book_.areas) WHISTLE_CHECK(depth(area.code) <= kAreaDepthMax);

  for (std::size_t i = 0; i < book_.units.size(); ++i) {
    const Unit& unit = book_.units[i];
    units_.add(unit.code.value, i);
    const std::string_view desk =
        unit.tier == Tier::Department ? unit.department.value : std::string_view{};
    serving_[{unit.tier, unit.area, desk}].push_back(i);
    for (const AreaCode area : unit.more_areas) serving_[{unit.tier, area, desk}].push_back(i);
  }
  for (std::size_t i = 0; i < book_.categories.size(); ++i) {
    categories_.add(book_.categories[i].code.value, i);
  }
  for (std::size_t i = 0; i < book_.limits.size(); ++i) {
    limits_[{book_.limits[i].stage, book_.limits[i].category.value}].push_back(i);
  }
  file_catalogue();
  for (std::size_t i = 0; i < book_.rotas.size(); ++i) {
    rotas_[book_.rotas[i].unit.value].push_back(i);
  }
}

void Policy::file_catalogue() {
  Lookup<std::string, RowList> rows;  // by exact code or prefix
  for (std::size_t i = 0; i < book_.catalogue.size(); ++i) {
    rows[book_.catalogue[i].category].push_back(i);
  }
  for (const Category& category : book_.categories) {
    std::vector<RowList>& filed = catalogue_[category.code.value];
    if (!filed.empty()) continue;
    const auto file = [&](const std::string& key) {
      if (const RowList* found = rows.find(key)) filed.push_back(*found);
    };
    const std::string& code = category.code.value;
    file(code);
    for (std::size_t length = code.size() + 1; length-- > 0;) file(code.substr(0, length) + "*");
  }
}

const calendar::Calendar& Policy::calendar(std::uint16_t index) const {
  WHISTLE_CHECK(index < book_.calendars.size());
  return book_.calendars[index];
}

const Area* Policy::area(AreaCode code) const {
  const std::size_t* index = areas_.find(code);
  return index != nullptr ? &book_.areas[*index] : nullptr;
}

const Unit* Policy::unit_named(std::string_view code) const {
  const std::size_t* index = units_.find(code);
  return index != nullptr ? &book_.units[*index] : nullptr;
}

const Category* Policy::category_named(std::string_view code) const {
  const std::size_t* index = categories_.find(code);
  return index != nullptr ? &book_.categories[*index] : nullptr;
}

const Area* Policy::ancestor(AreaCode code, AreaLevel level) const {
  for (const Area* place = area(code); place != nullptr; place = area(place->parent)) {
    if (place->level == level) return place;
  }
  return nullptr;
}

bool Policy::is_within(AreaCode inner, AreaCode outer) const {
  for (const Area* place = area(inner); place != nullptr; place = area(place->parent)) {
    if (place->code == outer) return true;
  }
  return false;
}

bool Policy::has_promise(AreaCode code) const {
  for (const Area* place = area(code); place != nullptr; place = area(place->parent)) {
    if (place->promise) return true;
  }
  return false;
}

// Areas from the root down to this one; 0 for an area the book does not know.
std::size_t Policy::depth(AreaCode code) const {
  std::size_t levels = 0;
  for (const Area* place = area(code); place != nullptr && levels <= kAreaDepthMax;
       place = area(place->parent)) {
    ++levels;
  }
  return levels;
}

AreaCode Policy::storm_area(AreaCode code) const {
  const Area* wide = ancestor(code, settings().storms.level);
  return wide != nullptr ? wide->code : AreaCode{};
}

std::chrono::local_days Policy::local_day(Timestamp at) const {
  return std::chrono::floor<std::chrono::days>(
      calendar(book_.default_calendar).rules().zone.to_local(at));
}

std::uint32_t Policy::period_of(Timestamp at) const {
  const std::chrono::year_month_day date{local_day(at)};
  return static_cast<std::uint32_t>(static_cast<int>(date.year())) * 100 +
         static_cast<unsigned>(date.month());
}

const WhistleRule* Policy::whistle(WhistleKind kind) const {
  const auto found = std::ranges::find(book_.whistles, kind, &WhistleRule::kind);
  return found == book_.whistles.end() ? nullptr : &*found;
}

bool Policy::may_whistle(Tier tier, WhistleKind kind) const {
  return std::ranges::any_of(book_.whistle_permissions, [&](const WhistlePermission& permission) {
    return permission.tier == tier && permission.kind == kind;
  });
}

const PauseRule* Policy::pause(const PauseCode& code) const {
  const auto found = std::ranges::find(book_.pauses, code, &PauseRule::code);
  return found == book_.pauses.end() ? nullptr : &*found;
}

}  // namespace whistle::policy
