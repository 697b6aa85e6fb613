#pragma once

#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace whistle::app {

// Rows of ASCII in aligned columns below their titles, two spaces apart.
class TextTable {
 public:
  struct Column {
    std::string title;
    bool is_number{};  // to the right
  };
  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Requires: as many cells as columns.
  void add(std::vector<std::string> row);
  void print(std::ostream& out) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace whistle::app
