#include "engine/config/area_tables.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "engine/config/notation.h"
#include "engine/config/outline.h"
#include "engine/config/row_reader.h"

namespace whistle::config {
namespace {

using policy::Management;
using policy::UnitKind;

constexpr auto kYes = std::to_array<Spelling<bool>>({{true, "yes"}});
constexpr auto kAreaKinds = std::to_array<Spelling<bool>>({{true, "industrial_grid"}});

constexpr Range<std::int64_t> kHouseholds{0, 100'000'000};

AreaCode read_code(RowReader& row) {
  const std::string text = row.required("code");
  const bool is_decimal = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (text.empty()) return {};
  if (!is_decimal || text.size() > kAreaDigitsMax || text.front() == '0') {
    row.problem("code", in_quotes(text) + " is not an area code; 1 to " +
                            std::to_string(kAreaDigitsMax) + " digits, the first not 0");
    return {};
  }
  return area_code(text);
}

policy::Area read_area(RowReader& row, const Names& codes) {
  policy::Area area;
  area.code = read_code(row);
  area.name = row.required("name");
  area.level = row.word("level", kSpellings<policy::AreaLevel>);
  area.parent = area_code(row.optional_reference("parent", codes));
  area.aliases = row.parts("aliases", "an alias");
  area.management =
      row.optional_word("management", kSpellings<Management>).value_or(Management::Unknown);
  area.households =
      static_cast<std::uint32_t>(row.integer("households", kHouseholds, kHouseholds.min));
  area.promise = row.optional_word("promise", kYes).value_or(false);
  area.industrial = row.optional_word("kind", kAreaKinds).value_or(false);
  area.outline = row.text("outline");
  if (!area.outline.empty()) {
    const auto sound = check_outline(area.outline);
    if (!sound) row.problem("outline", sound.error());
  }
  return area;
}

// An area and its row, for the checks that need the whole tree.
struct SourcedArea {
  policy::Area area;
  RowSource source;
};
using AreasByCode = std::map<AreaCode, SourcedArea>;

const SourcedArea* parent_of(const AreasByCode& areas, const policy::Area& area) {
  const auto parent = areas.find(area.parent);
  return parent == areas.end() ? nullptr : &parent->second;
}

// The chain from `start` up to `start` again, or nothing when it ends at a root or turns in a
// circle that `start` is not part of.
std::string circle_through(const AreasByCode& areas, const policy::Area& start) {
  std::string chain = std::to_string(start.code.value);
  const SourcedArea* next = parent_of(areas, start);
  for (std::size_t steps = 0; next != nullptr && steps < areas.size(); ++steps) {
    chain += " -> " + std::to_string(next->area.code.value);
    if (next->area.code == start.code) return chain;
    next = parent_of(areas, next->area);
  }
  return {};
}

void check_tree(const AreasByCode& areas, Problems& problems) {
  for (const auto& [code, sourced] : areas) {
    const SourcedArea* parent = parent_of(areas, sourced.area);
    // On a proper tree levels rise towards the root, so a circle shows as a level that does not.
    if (parent == nullptr || parent->area.level < sourced.area.level) continue;
    RowReader row(sourced.source, problems);
    const std::string circle = circle_through(areas, sourced.area);
    if (!circle.empty()) {
      row.problem("parent",
                  "the area lies within itself: " + circle + "; the topmost one has no parent");
      continue;
    }
    row.problem("parent",
                "a " + row.text("level") + " cannot lie within " + in_quotes(row.text("parent")) +
                    ", a " + parent->source.cell("level").text + "; a parent is of a higher level");
  }
}

bool is_called(const policy::Area& area, const std::string& name) {
  return area.name == name || std::to_string(area.code.value) == name ||
         std::ranges::find(area.aliases, name) != area.aliases.end();
}

// The further areas of a unit: known, and each of them once.
std::vector<AreaCode> read_more_areas(RowReader& row, const Names& areas) {
  std::set<std::string> named{row.text("area")};
  std::vector<AreaCode> codes;
  for (const std::string& code : row.parts("more_areas", "an area")) {
    if (!named.insert(code).second) {
      row.problem("more_areas", "the area " + in_quotes(code) + " is named a second time");
    }
    row.check_reference("more_areas", code, areas);
    codes.push_back(area_code(code));
  }
  return codes;
}

policy::Unit read_unit(RowReader& row, const Names& areas, const Names& calendars) {
  policy::Unit unit;
  unit.code = {row.slug("code")};
  unit.name = row.required("name");
  unit.tier = row.word("tier", kSpellings<Tier>);
  unit.area = area_code(row.reference("area", areas));
  unit.more_areas = read_more_areas(row, areas);
  unit.department = {row.optional_slug("department")};
  unit.kind = row.optional_word("kind", kSpellings<UnitKind>).value_or(UnitKind::Plain);
  static_cast<void>(row.optional_reference("calendar", calendars));
  if (unit.code.value == "triage")
    row.problem("code", "is the desk where people read complaints; choose another code");
  if (unit.code.value == "dispatch")
    row.problem("code", "is the desk of returned orders; choose another code");
  if (row.text("tier") == to_word(Tier::Department)) {
    if (!unit.department) row.problem("department", "is missing; a department unit names its own");
  } else if (unit.department && from_word<Tier>(row.text("tier"))) {
    row.problem("department", "only a unit of tier " + in_quotes(to_word(Tier::Department)) +
                                  " has a department");
  }
  return unit;
}

}  // namespace

AreaCode area_code(const std::string& text) {
  AreaCode code;
  std::from_chars(text.data(), text.data() + text.size(), code.value);
  return code;
}

std::vector<policy::Area> read_areas(const OverlaidTable& table, Problems& problems) {
  const Names codes = Names::of("area", table, "code");
  AreasByCode by_code;
  std::vector<policy::Area> areas;
  for (const RowSource& source : table.rows) {
    RowReader row(source, problems);
    policy::Area area = read_area(row, codes);
    if (!row.is_sound()) continue;
    by_code.emplace(area.code, SourcedArea{area, source});
    areas.push_back(std::move(area));
  }
  check_tree(by_code, problems);
  return areas;
}

std::vector<policy::FormerName> read_former_names(const OverlaidTable& table, const Names& areas,
                                                  const std::vector<policy::Area>& known,
                                                  Problems& problems) {
  std::map<AreaCode, const policy::Area*> by_code;
  for (const policy::Area& area : known) by_code.emplace(area.code, &area);
  return read_rows(table, problems, [&](RowReader& row) {
    policy::FormerName former;
    former.name = row.required("name");
    former.area = area_code(row.reference("area", areas));
    former.from = row.date("from");
    former.until = row.date("until");
    if (former.from && former.until && *former.until < *former.from) {
      row.problem("until",
                  "the name ended before it began; " + in_quotes(row.text("from")) + " or later");
    }
    const auto area = by_code.find(former.area);
    if (area != by_code.end() && is_called(*area->second, former.name)) {
      row.problem("name", in_quotes(former.name) +
                              " is what the area is called today; leave it to " + "areas.csv");
    }
    return former;
  });
}

std::vector<policy::Unit> read_units(const OverlaidTable& table, const Names& areas,
                                     const Names& calendars, Problems& problems) {
  std::map<std::tuple<Tier, AreaCode, UnitKind>, std::string> places;
  return read_rows(table, problems, [&](RowReader& row) {
    policy::Unit unit = read_unit(row, areas, calendars);
    if (!row.is_sound()) return unit;
    // A department may have several desks for one area; the first takes what the dispatch catalogue
    // does not send to another.
    if (unit.tier == Tier::Department) return unit;
    const auto [first, is_new] =
        places.emplace(std::tuple{unit.tier, unit.area, unit.kind}, unit.code.value);
    if (!is_new) {
      row.problem("tier", "a second unit with this tier, area and kind; the first is " +
                              in_quotes(first->second) + "; change one of the three");
    }
    return unit;
  });
}

}  // namespace whistle::config
