#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

#include "engine/config/problems.h"
#include "engine/config/rule_bundle.h"
#include "engine/core/outcome.h"
#include "engine/policy/rule_book.h"

namespace whistle::config {

// A rule book that was read, and everything an author should know about it.
struct CheckedBook {
  std::optional<policy::RuleBook> book;  // none when one of the problems is an error
  RuleBundle files;                      // it was read from
  std::vector<Problem> problems;         // in the order of files and lines
};

// Reads a rule book as load_rule_book() does and looks at it closely besides: what loads and is
// hardly meant is a warning. `today` is asked where the date matters (rosters, calendars, rows that
// end), unless the book says in [replay] that it is for the past.
CheckedBook check_rule_book(const std::filesystem::path& base, const std::filesystem::path& pack,
                            std::chrono::local_days today);

// Reads the rule book of the folder `base`, overlaid by the folder `pack` when that is not empty.
// Every reference inside the result resolves. Fails with all problems of all files, in the order of
// files and lines. Warnings are not looked for.
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
