#pragma once

#include <vector>

#include "engine/policy/rule_book.h"

// The rules of changtai_rules() about what several units do together, what may rest and what comes
// again and again; as shipped (config/base), so that tests speak of real promises. Measured by the
// first calendar of the book.
namespace whistle::support {

// Named "whistles:<kind>".
std::vector<policy::WhistleRule> joint_whistles();
// Streets and the district: all kinds; communities: routine and express; compounds: emergency.
std::vector<policy::WhistlePermission> joint_permissions();
// Named "pauses:<code>".
std::vector<policy::PauseRule> pause_rules();
// Named "duties:<code>".
std::vector<policy::DutyRule> duty_rules();

}  // namespace whistle::support
