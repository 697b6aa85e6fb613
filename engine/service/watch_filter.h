#pragma once

#include <bitset>
#include <cstddef>
#include <set>
#include <span>
#include <variant>
#include <vector>

#include "engine/casework/events/events.h"
#include "engine/journal/standing.h"
#include "engine/policy/policy.h"

namespace whistle::service {

inline constexpr std::size_t kEventKinds = std::variant_size_v<casework::Event::variant>;

// What somebody watches; an empty list or set: no matter which.
struct WatchFilter {
  std::bitset<kEventKinds> kinds;  // by index in casework::Event
  std::vector<AreaCode> areas;     // each with all below it
  std::vector<Severity> severities;
  std::vector<Tier> tiers;
  std::set<UnitCode> units;

  bool operator==(const WatchFilter&) const = default;

  // False when every case passes.
  bool chooses_cases() const {
    return !areas.empty() || !severities.empty() || !tiers.empty() || !units.empty();
  }
};

// True when a case that stands so passes. What is not known passes only where nothing is asked.
// Areas lie as the rule book says now.
bool passes(const WatchFilter& filter, const journal::Standing& standing,
            const policy::Policy& policy);

// True when a fact is to be told: its kind is wanted, and one of the standings passes. `standings`
// are those of the cases it is about, before and after; or, about no case, what the fact says
// itself (said_by).
bool matches(const WatchFilter& filter, std::size_t kind,
             std::span<const journal::Standing> standings, const policy::Policy& policy);

// What a fact about no case says of area, unit, severity and tier.
journal::Standing said_by(const casework::Event& event);

}  // namespace whistle::service
