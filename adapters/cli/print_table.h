#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "adapters/cli/ink.h"

namespace whistle::cli {

struct Cell {
  std::string text;  // anything; it is made printable
  Ink ink = Ink::Plain;
};

enum class Side : std::uint8_t { Left, Right };

struct Column {
  std::string title;
  Side side = Side::Left;
};

// Rows in aligned columns, two spaces apart, with a line of titles unless all of them are empty. A
// row ends with its last cell that is not empty.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  void add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }
  void print(std::ostream& out, const Paint& paint, std::string_view indent = "") const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

// Names and values below each other. Rows with an empty value are left out.
class Pairs {
 public:
  void add(std::string name, Cell value);
  void add(std::string name, std::string value) { add(std::move(name), Cell{std::move(value)}); }
  void print(std::ostream& out, const Paint& paint, std::string_view indent = "") const;

 private:
  Table table_{{{"", Side::Left}, {"", Side::Left}}};
};

}  // namespace whistle::cli
