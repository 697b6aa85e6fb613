#include "engine/service/scope.h"

#include <algorithm>

namespace whistle::service {
namespace {

Problem denied(const char* reason, std::string message) {
  return {kPermissionDenied, reason, std::move(message), 0};
}

template <class T>
bool lists(const std::optional<std::vector<T>>& list, const T& value) {
  return list && std::ranges::find(*list, value) != list->end();
}

// One principal in one of its roles.
class Judge {
 public:
  Judge(const Principal& principal, Role role, const policy::Policy& policy)
      : principal_(principal), role_(role), policy_(policy) {}

  std::optional<Problem> judge(const Matter& matter) const {
    if (role_ == Role::Admin) return std::nullopt;
    if (matter.has_no_case && role_ == Role::Worker) {
      return denied("ROLE", "complaint: it became no case that " + principal_.name + " works on");
    }
    if (matter.source && is_of_sources() && !speaks_for(*matter.source)) {
      return denied("SOURCE", "source: " + principal_.name + " does not speak for \"" +
                                  *matter.source + "\"");
    }
    if (matter.unit) {
      if (auto problem = judge_unit(*matter.unit, matter)) return problem;
    }
    for (const UnitCode& unit : matter.also) {
      if (auto problem = judge_unit(unit, matter)) return problem;
    }
    if (matter.item) {
      if (auto problem = judge_case(*matter.item, matter.unit.has_value())) return problem;
    }
    if (matter.areas) return judge_areas(*matter.areas, matter);
    return std::nullopt;
  }

 private:
  bool is_of_sources() const { return role_ == Role::Intake || role_ == Role::Gateway; }
  bool is_of_units() const { return role_ == Role::Worker || role_ == Role::Gateway; }

  bool speaks_for(const std::string& source) const {
    return !principal_.sources || lists(principal_.sources, source);
  }
  bool covers(AreaCode area) const {
    if (!principal_.areas) return true;
    return area && std::ranges::any_of(*principal_.areas, [&](AreaCode own) {
             return area == own || policy_.is_within(area, own);
           });
  }
  bool covers(const UnitCode& code) const {
    if (!principal_.areas) return true;
    const policy::Unit* unit = policy_.unit(code);
    return unit != nullptr && covers(unit->area);
  }
  // A desk that is named is theirs, wherever it is.
  bool is_own(const UnitCode& unit) const {
    if (is_of_units() && principal_.units) return lists(principal_.units, unit);
    return covers(unit) || lists(principal_.units, unit);
  }

  std::optional<Problem> judge_unit(const UnitCode& unit, const Matter& matter) const {
    if (role_ == Role::Intake) return std::nullopt;
    if (unit) {
      if (is_own(unit)) return std::nullopt;
      return denied(is_of_units() && principal_.units ? "UNIT" : "AREA_SCOPE",
                    "unit: " + principal_.name + " does not act for \"" + unit.value + "\"");
    }
    // For all units: only who is not limited, unless an area says which.
    if (is_of_units() && principal_.units) {
      return denied("UNIT", "unit: " + principal_.name + " must name a unit of its own");
    }
    if (principal_.areas && !matter.areas) {
      return denied("AREA_SCOPE", "unit: " + principal_.name + " must name a unit in its areas");
    }
    return std::nullopt;
  }

  std::optional<Problem> judge_case(const Matter::Case& item, bool unit_was_judged) const {
    if (role_ == Role::Intake && principal_.sources &&
        std::ranges::none_of(item.sources, [&](const auto& one) { return speaks_for(one); })) {
      return denied("SOURCE", "case: no complaint of it came from a source of " + principal_.name);
    }
    const auto is_theirs = [&](const UnitCode& unit) { return lists(principal_.units, unit); };
    const bool has_unit = std::ranges::any_of(item.units, is_theirs);
    if (is_of_units() && principal_.units && !unit_was_judged && !has_unit) {
      return denied("UNIT", "case: no unit of " + principal_.name + " has to do with it");
    }
    const bool named = !is_of_units() && has_unit;
    if (covers(item.area) || named) return std::nullopt;
    return denied("AREA_SCOPE", "case: it is not in an area of " + principal_.name);
  }

  std::optional<Problem> judge_areas(const std::vector<AreaCode>& areas,
                                     const Matter& matter) const {
    const bool names_own =
        !matter.units.empty() && std::ranges::all_of(matter.units, [&](const UnitCode& unit) {
          return lists(principal_.units, unit);
        });
    if (is_of_units() && principal_.units && !matter.unit && !names_own) {
      return denied("UNIT", "units: " + principal_.name + " sees the work of its own units only");
    }
    if (!principal_.areas) return std::nullopt;
    // Where a unit was named, it was judged; the area may then be left out.
    if (areas.empty() && matter.unit && *matter.unit) return std::nullopt;
    if (!areas.empty() && std::ranges::all_of(areas, [&](AreaCode area) { return covers(area); })) {
      return std::nullopt;
    }
    return denied("AREA_SCOPE", "area: " + principal_.name + " must name an area of its own");
  }

  const Principal& principal_;
  const Role role_;
  const policy::Policy& policy_;
};

}  // namespace

bool needs_matter(const Permission& permission, const Principal& principal) {
  const Subject& subject = permission.subject;
  // Whether there is a case decides, too.
  if (subject.is_complaint && principal.roles.has(Role::Worker)) return true;
  const bool is_limited = principal.areas || principal.units || principal.sources;
  return is_limited && !(subject.case_field.empty() && subject.cases_field.empty() &&
                         subject.unit_field.empty() && subject.area_field.empty() &&
                         subject.source_field.empty() && !subject.is_complaint);
}

bool needs_sources(const Permission& permission, const Principal& principal) {
  return principal.sources && (permission.roles & principal.roles).has(Role::Intake);
}

std::optional<Problem> judge(const Permission& permission, const Principal& principal,
                             const Matter& matter, const policy::Policy& policy) {
  std::optional<Problem> in_the_way;
  for (const auto& role : kSpellings<Role>) {
    if (!(permission.roles & principal.roles).has(role.value)) continue;
    auto problem = Judge(principal, role.value, policy).judge(matter);
    if (!problem) return std::nullopt;
    in_the_way = std::move(problem);
  }
  if (in_the_way) return in_the_way;
  return denied("ROLE", std::string(permission.name) + ": no role of " + principal.name + " may");
}

std::set<CaseId> out_of_reach(const Permission& permission, const Principal& principal,
                              const Matter& matter, const policy::Policy& policy) {
  std::set<CaseId> cases;
  for (const auto& [id, item] : matter.listed) {
    if (!item || judge(permission, principal, {.item = item}, policy)) cases.insert(id);
  }
  return cases;
}

}  // namespace whistle::service
