#pragma once

#include <string>
#include <string_view>

#include "engine/calendar/calendar.h"
#include "engine/core/area_code.h"
#include "engine/core/time_point.h"
#include "engine/policy/rule_book.h"

// Small rule books, built in code, for tests of everything above the policy floor.
namespace whistle::support {

// A district in small: one street, two communities, one of them with everybody in place and the
// other with hardly anybody.
//
//   Changtai (centre, water, urban_management)
//     Wuan (street)
//       Waiwu (community)
//         Banyan (compound, opted in to "call and we come")
//           Banyan 1 (building)   Banyan 2 (building, nobody)
//       Jinli (community)
//         Mill (compound, nobody, unmanaged)
//           Mill 1 (building, nobody)
inline constexpr AreaCode kChangtai{350605};
inline constexpr AreaCode kWuan{350605100};
inline constexpr AreaCode kWaiwu{350605100001};
inline constexpr AreaCode kBanyan{350605100001001};
inline constexpr AreaCode kBanyan1{350605100001001001};
inline constexpr AreaCode kBanyan2{350605100001001002};
inline constexpr AreaCode kJinli{350605100002};
inline constexpr AreaCode kMill{350605100002001};
inline constexpr AreaCode kMill1{350605100002001001};

// Categories, with what they are there for:
//   litter       routine: starts at the building; one cause for each building
//   noise        focal and a dispute: starts at the compound
//   parking      composite: starts at the community
//   streetlight  routine, but a duty of the street
//   burst        utility of the water department, one cause for each compound; 2 hours to sign
//   outage       utility, always yellow, resolved in 24 hours; one cause for each community
//   addition     enforcement, urban management, a duty of the street
//   gas          worst on every axis; belongs to the emergency lines as well
//   bill         an inquiry
//
// Limits by colour and ladders as shipped (config/base), so that tests speak of real promises. All
// colours are checked and called back. Rules are named "limits:<stage>:<colour>". No case has the
// requester's own clock; with_requester_limits() is for the tests that are about it.
//
// Whistles, pauses and duties as shipped, named "whistles:<kind>", "pauses:<code>" and
// "duties:<code>"; nobody has a roster. No storms, no mass requests, no visits by the secretary, no
// copies to the district. In wartime the calendar "always" counts.
policy::RuleBook changtai_rules();

// 08:00-12:00 and 14:00-18:00 Shanghai time, Monday to Friday, with the holidays and the make-up
// days of the spring of 2026.
calendar::Calendar office_calendar();
// Day and night, every day.
calendar::Calendar always_calendar();

// Changes for one test, made to a book before it is used.
policy::RuleBook without_unit(policy::RuleBook book, std::string_view unit);
policy::RuleBook without_checks(policy::RuleBook book);  // no post-check and no callback
// The requester's own clock as shipped: red 24h, yellow 72h, blue 5wd.
policy::RuleBook with_requester_limits(policy::RuleBook book);
policy::Ladder& ladder_of(policy::RuleBook& book, std::string_view name);

// An instant as the wall in Changtai shows it: "2026-03-09 09:00", seconds and milliseconds 0.
Timestamp shanghai(std::string_view text);

// "30m", "5wd": the notation of the rule books. Requires: it is right.
calendar::Limit limit_of(std::string_view text);

}  // namespace whistle::support
