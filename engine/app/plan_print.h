#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "engine/calendar/time_zone.h"
#include "engine/casework/reports/plan.h"
#include "engine/config/rule_difference.h"

namespace whistle::app {

// All that a plan says.
struct PlanReport {
  std::string name;    // of the present book
  std::string before;  // versions
  std::string after;
  std::vector<config::RuleChange> changes;
  std::optional<casework::Plan> open;  // nothing: there is no journal to look at
};

// Tables for people: the first twenty rows of each.
void print_plan(const PlanReport& report, const calendar::TimeZone& zone, std::ostream& out);
// One line, nothing left out; instants in milliseconds since 1970 UTC, null for never.
void print_plan_json(const PlanReport& report, std::ostream& out);

}  // namespace whistle::app
