#pragma once

#include <filesystem>
#include <vector>

#include "engine/config/problems.h"
#include "engine/config/rule_bundle.h"
#include "engine/core/outcome.h"
#include "engine/policy/rule_book.h"

namespace whistle::config {

// Reads the rule book of the folder `base`, overlaid by the folder `pack` when that is not empty.
// Every reference inside the result resolves. Fails with all problems of all files, in the order of
// files and lines.
Outcome<policy::RuleBook, std::vector<Problem>> load_rule_book(const std::filesystem::path& base,
                                                               const std::filesystem::path& pack);

// The same from files that were read before.
Outcome<policy::RuleBook, std::vector<Problem>> load_rule_book(const RuleBundle& kept);

// A rule book with all the files it was read from, so that it can be kept.
struct BundledBook {
  policy::RuleBook book;
  RuleBundle files;
};
Outcome<BundledBook, std::vector<Problem>> load_bundled_book(const std::filesystem::path& base,
                                                             const std::filesystem::path& pack);

}  // namespace whistle::config
