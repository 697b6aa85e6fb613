#pragma once

#include <filesystem>
#include <memory>
#include <optional>

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

// The folder that WHISTLE_COMPILED names, if it is set: there compiled patterns are found and kept,
// by this process and by the engines that it starts. Tests set it; a measured start must not.
std::optional<std::filesystem::path> compiled_folder();

}  // namespace whistle::bench
