#pragma once

#include <filesystem>
#include <vector>

#include "engine/config/problems.h"
#include "engine/core/outcome.h"
#include "engine/core/principal.h"

namespace whistle::config {

// Reads the file of principals (config/README.md has all keys). Fails with all problems at once.
// Whether areas and units exist is a question to the rule book in force, which may change.
Outcome<std::vector<Principal>, std::vector<Problem>> load_principals(
    const std::filesystem::path& file);

// "2027-01-01" (midnight UTC), "2027-01-01T08:00+08:00", "2027-01-01T00:00:00Z".
Outcome<Timestamp, std::string> parse_instant(std::string_view text);

// "50/s", "600/min", "1000/h".
Outcome<Rate, std::string> parse_rate(std::string_view text);

}  // namespace whistle::config
