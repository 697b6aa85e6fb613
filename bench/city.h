#pragma once

#include <memory>

#include "engine/policy/policy.h"
#include "engine/triage/triage.h"

namespace whistle::bench {

// The rule book that everything is measured with: config/base and config/cities/changtai.
struct City {
  std::unique_ptr<policy::Policy> policy;
  std::unique_ptr<triage::Triage> triage;
};

// Ends the process with a message when the rule book has problems.
City load_changtai();

}  // namespace whistle::bench
