#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/core/principal.h"
#include "engine/policy/policy.h"
#include "engine/service/frames.h"
#include "engine/service/permissions.h"

// Whether somebody may do what they ask for: pure, from the table, the principal and what the
// request is about.
namespace whistle::service {

// What a request is about, as far as a limit may be held against it. Absent: it names none.
struct Matter {
  struct Case {
    AreaCode area{};
    std::vector<UnitCode> units{};     // that have to do with it: who has it first
    std::vector<std::string> sources;  // of its complaints, where they matter: needs_sources()
  };
  std::optional<Case> item{};
  // Each case that it lists, nothing of those that are not there. No reason to refuse the others.
  using Listed = std::map<CaseId, std::optional<Case>>;
  Listed listed{};
  std::optional<UnitCode> unit{};                // on whose behalf; empty: for all
  std::vector<UnitCode> also{};                  // on whose behalf as well
  std::optional<std::vector<AreaCode>> areas{};  // it is about; empty: about all
  std::vector<UnitCode> units{};                 // it is narrowed to; empty: to none
  std::optional<std::string> source{};           // it speaks for
  bool has_no_case{};                            // a complaint that became none
};

// True when one of the roles that let this principal do it is held to limits, so that judging needs
// the matter.
bool needs_matter(const Permission& permission, const Principal& principal);

// True when the sources of the complaints of a case matter for that; they cost a read each.
bool needs_sources(const Permission& permission, const Principal& principal);

// Nothing when the principal may: one of its roles is among those of the permission and within its
// limits. Else PERMISSION_DENIED with the reason that stood in the way:
//
//   ROLE        none of its roles may do this
//   SOURCE      intake: another source's complaint
//   UNIT        worker, gateway: another unit's work, or no unit named where one must be
//   AREA_SCOPE  dispatcher, supervisor, and anybody with areas: it lies elsewhere, or nowhere
std::optional<Problem> judge(const Permission& permission, const Principal& principal,
                             const Matter& matter, const policy::Policy& policy);

// Of the cases that a request lists, those that are not there or beyond the limits of the
// principal: it must not learn which of the two. Requires: it may do this, judge().
std::set<CaseId> out_of_reach(const Permission& permission, const Principal& principal,
                              const Matter& matter, const policy::Policy& policy);

}  // namespace whistle::service
