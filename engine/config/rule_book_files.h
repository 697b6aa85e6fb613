#pragma once

#include <filesystem>
#include <vector>

#include "engine/config/problems.h"
#include "engine/core/outcome.h"
#include "engine/policy/rule_book.h"

namespace whistle::config {

// Reads the rule book of the folder `base`, overlaid by the folder `pack` when that is not empty.
// Every reference inside the result resolves. Fails with all problems of all files, in the order of
// files and lines.
Outcome<policy::RuleBook, std::vector<Problem>> load_rule_book(const std::filesystem::path& base,
                                                               const std::filesystem::path& pack);

}  // namespace whistle::config
