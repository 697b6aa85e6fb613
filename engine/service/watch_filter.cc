#include "engine/service/watch_filter.h"

#include <algorithm>
#include <boost/pfr.hpp>
#include <type_traits>

namespace whistle::service {
namespace {

template <class List, class Value>
bool allows(const List& list, const Value& value) {
  return list.empty() || std::ranges::find(list, value) != list.end();
}

// The first field of each kind counts.
void note(const AreaCode& area, journal::Standing& said) {
  if (!said.area) said.area = area;
}
void note(const UnitCode& unit, journal::Standing& said) {
  if (!said.unit) said.unit = unit;
}
void note(const Severity& severity, journal::Standing& said) {
  if (said.severity == Severity{}) said.severity = severity;
}
void note(const Tier& tier, journal::Standing& said) {
  if (said.tier == Tier{}) said.tier = tier;
}
void note(const Shared<triage::Findings>& findings, journal::Standing& said) {
  note(findings->place.area, said);
  note(findings->severity.severity, said);
}
template <class Other>
void note(const Other&, journal::Standing&) {}

}  // namespace

bool passes(const WatchFilter& filter, const journal::Standing& standing,
            const policy::Policy& policy) {
  if (!allows(filter.severities, standing.severity)) return false;
  if (!allows(filter.tiers, standing.tier)) return false;
  if (!filter.units.empty() && !filter.units.contains(standing.unit)) return false;
  if (filter.areas.empty()) return true;
  return standing.area && std::ranges::any_of(filter.areas, [&](AreaCode area) {
           return policy.is_within(standing.area, area);
         });
}

bool matches(const WatchFilter& filter, std::size_t kind,
             std::span<const journal::Standing> standings, const policy::Policy& policy) {
  if (filter.kinds.any() && !filter.kinds.test(kind)) return false;
  if (!filter.chooses_cases()) return true;
  return std::ranges::any_of(standings, [&](const journal::Standing& standing) {
    return passes(filter, standing, policy);
  });
}

journal::Standing said_by(const casework::Event& event) {
  journal::Standing said;
  std::visit(
      [&said](const auto& fact) {
        boost::pfr::for_each_field(fact, [&said](const auto& field) { note(field, said); });
      },
      event);
  return said;
}

}  // namespace whistle::service
