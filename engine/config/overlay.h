#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/config/csv_table.h"
#include "engine/config/rule_files.h"

namespace whistle::config {

enum class Need : std::uint8_t { Required, Optional };

// A table as the format describes it: key columns carry a star, columns that a file may lack a
// question mark. Its file is `name`.csv; an older base may lack the file of an optional table.
struct TableSpec {
  std::string_view name;
  std::string_view columns;
  Need need{Need::Required};
};

// A row and the table it stands in.
struct RowSource {
  const CsvTable* table{};
  const CsvRow* row{};
  Layer layer{Layer::Base};

  const CsvCell& cell(std::string_view column) const { return row->cells[table->index_of(column)]; }
  Place place(std::string_view column) const { return table->place(cell(column)); }
};

// The rows of base and pack that hold: a pack's row stands in the place of the base row with the
// same key, its other rows follow.
struct OverlaidTable {
  std::string file;  // of the uppermost layer, for problems of the whole table
  std::vector<RowSource> rows;
  bool complete{true};  // false when rows were left out because of a problem
  std::vector<std::shared_ptr<const CsvTable>> sources;
};

// The column names of a specification, without their marks.
std::vector<std::string> column_names(std::string_view columns);
// Those of them that make up a row's key.
std::vector<std::string> key_column_names(std::string_view columns);
// Those of them that a file may lack.
std::vector<std::string> optional_column_names(std::string_view columns);

// Reads the table from the base and the pack. A base must have the file unless the table is
// optional, a pack may. `replaced` drops the base table. Two rows with one key in one file are a
// problem.
OverlaidTable read_overlaid(const TableSpec& spec, RuleFiles& files, bool replaced,
                            Problems& problems);

// The words that other tables may refer to.
class Names {
 public:
  // `what` as messages name it: "category".
  explicit Names(std::string what) : what_(std::move(what)) {}
  static Names of(std::string what, const OverlaidTable& table, std::string_view column);

  // The index tells which one is meant; a known word keeps its first index.
  void add(std::string word) { indexes_.emplace(std::move(word), indexes_.size()); }
  std::optional<std::size_t> find(std::string_view word) const;
  // False only when no word begins so, as far as is known.
  bool may_have_prefix(std::string_view prefix) const;
  // A word may be missing only because its row could not be read; then nobody else is blamed.
  void mark_incomplete() { complete_ = false; }

  // True, with a problem at `place`, when there is no such word.
  bool is_dangling(std::string_view word, const Place& place, std::string_view column,
                   Problems& problems) const;

 private:
  std::string what_;
  std::map<std::string, std::size_t, std::less<>> indexes_;
  bool complete_{true};
};

}  // namespace whistle::config
