#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/problems.h"

namespace whistle::config {

// A field and where it begins: at its opening quote when it is quoted.
struct CsvCell {
  std::string text;
  std::uint32_t line{};
  std::uint32_t column{};
};

// Its cells stand in the order of the table's columns, whatever the order in the file.
struct CsvRow {
  std::vector<CsvCell> cells;

  std::uint32_t line() const { return cells.front().line; }
};

struct CsvTable {
  std::string file;
  std::vector<std::string> columns;
  std::vector<CsvRow> rows;
  bool complete{true};  // false when something was left out because of a problem

  // The index of a column. Requires: the table has it.
  std::size_t index_of(std::string_view column) const;
  Place place(const CsvCell& cell) const { return {file, cell.line, cell.column}; }
};

// Reads RFC 4180 text: UTF-8 with or without byte order mark, a header row, and lines that begin
// with `#` as comments. The header must name all `columns`, in any order, and no others; those of
// them that are `optional` may be absent, and their fields are empty then and stand where the row
// begins. What cannot be read becomes a problem and is left out. Requires: columns is not empty,
// and the first of them is not optional.
CsvTable read_csv(std::string file, std::string_view bytes, std::vector<std::string> columns,
                  Problems& problems, const std::vector<std::string>& optional = {});

}  // namespace whistle::config
