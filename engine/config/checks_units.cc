#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/checks.h"
#include "engine/policy/policy.h"

namespace whistle::config {
namespace {

policy::Policy routing_of(const policy::RuleBook& book) {
  policy::RuleBook part;
  part.areas = book.areas;
  part.units = book.units;
  return policy::Policy(std::move(part));
}

// Departments that categories name.
std::set<DepartmentCode> departments_of(const policy::RuleBook& book) {
  std::set<DepartmentCode> departments;
  for (const policy::Category& category : book.categories) {
    if (category.department) departments.insert(category.department);
  }
  return departments;
}

class UnitCheck {
 public:
  UnitCheck(const BookSources& sources, Problems& problems)
      : sources_(sources),
        problems_(problems),
        policy_(routing_of(sources.book)),
        departments_(departments_of(sources.book)) {
    for (const policy::Area& area : sources.book.areas) reach_from(area.code);
    for (const policy::CatalogueRow& row : sources.book.catalogue) reached_.insert(row.unit);
  }

  void check_units() {
    const auto& rows = sources_.table("units").rows;
    for (std::size_t i = 0; i < rows.size(); ++i) check_unit(sources_.book.units[i], rows[i]);
  }

  void check_duties() {
    const auto& rows = sources_.table("categories").rows;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      check_duty(sources_.book.categories[i], rows[i]);
    }
  }

 private:
  void reach_from(AreaCode area) {
    for (const auto& tier : kSpellings<Tier>) {
      if (tier.value != Tier::Department) note(policy_.unit_for(tier.value, area, {}));
    }
    for (const DepartmentCode& department : departments_) {
      note(policy_.unit_for(Tier::Department, area, department));
    }
  }
  void note(const policy::Unit* unit) {
    if (unit != nullptr) reached_.insert(unit->code);
  }

  // Volunteers, companies and partners are called by name, and so are departments that own no
  // category: courts and archives join in whistles. Everybody else waits to be chosen.
  void check_unit(const policy::Unit& unit, const RowSource& row) {
    if (unit.kind != policy::UnitKind::Plain || reached_.contains(unit.code)) return;
    if (unit.tier == Tier::Department && !departments_.contains(unit.department)) {
      return check_spelling(unit, row);
    }
    // Behind a unit of another kind, as a party branch behind the property company, it is there to
    // be called by name.
    const policy::Unit* first = policy_.unit_for(unit.tier, unit.area, unit.department);
    if (first == nullptr || first->kind != unit.kind) return;
    warn(row, "code",
         "nothing leads to the unit " + in_quotes(unit.code.value) + ", since " +
             in_quotes(first->code.value) +
             " comes first for its area; name it in catalogue.csv, or give it another area",
         problems_);
  }

  void check_spelling(const policy::Unit& unit, const RowSource& row) {
    std::vector<std::string_view> known;
    for (const DepartmentCode& department : departments_) known.push_back(department.value);
    const std::string meant = near_miss(unit.department.value, known);
    if (meant.empty()) return;
    warn(row, "department",
         "no category belongs to the department " + in_quotes(unit.department.value) + meant,
         problems_);
  }

  void check_duty(const policy::Category& category, const RowSource& row) {
    const bool is_department = category.duty == Tier::Department;
    const bool has_unit = std::ranges::any_of(sources_.book.units, [&](const policy::Unit& unit) {
      return is_department ? unit.tier == Tier::Department && unit.department == category.department
                           : unit.tier >= category.duty;
    });
    if (has_unit) return;
    const std::string who = is_department
                                ? "of the department " + in_quotes(category.department.value)
                                : "of tier " + in_quotes(to_word(category.duty)) + " or above";
    warn(row, is_department ? "department" : "duty",
         "no unit " + who + " is there to own the duty of " + in_quotes(category.code.value) +
             "; add one to units.csv, or give the duty to somebody else",
         problems_);
  }

  const BookSources& sources_;
  Problems& problems_;
  policy::Policy policy_;
  std::set<DepartmentCode> departments_;
  std::set<UnitCode> reached_;
};

}  // namespace

void check_units(const BookSources& sources, Problems& problems) {
  if (!sources.has_units()) return;
  UnitCheck check(sources, problems);
  check.check_units();
  check.check_duties();
}

}  // namespace whistle::config
