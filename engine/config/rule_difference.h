#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/config/problems.h"
#include "engine/config/rule_files.h"
#include "engine/core/outcome.h"

namespace whistle::config {

enum class ChangeKind : std::uint8_t { Added, Removed, Changed };

// What became of one row of a table, or of one value of rulebook.toml, between two rule books.
struct RuleChange {
  ChangeKind kind{};
  std::string table;  // "limits", "rulebook"
  std::string key;    // "resolve,blue,,,", "cards.red_points": the words of the row's key
  std::string field;  // of a row that changed: the column; empty: the row as a whole
  std::string before;
  std::string after;
  Place place;  // in the new book; of what was removed: in the old one

  bool operator==(const RuleChange&) const = default;
};

// What differs between two rule books that both load: rows by their keys, wherever they stand, and
// the values of rulebook.toml by their names; notes and sources are no rules. In the order of
// tables and keys. Fails with the problems of files that cannot be read.
Outcome<std::vector<RuleChange>, std::vector<Problem>> difference_of(RuleFiles before,
                                                                     RuleFiles after);

}  // namespace whistle::config
