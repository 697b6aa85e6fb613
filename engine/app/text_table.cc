#include "engine/app/text_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/check.h"

namespace whistle::app {

void TextTable::add(std::vector<std::string> row) {
  WHISTLE_CHECK(row.size() == columns_.size());
  rows_.push_back(std::move(row));
}

void TextTable::print(std::ostream& out) const {
  std::vector<std::string> titles;
  std::vector<std::size_t> widths;
  for (const Column& column : columns_) {
    titles.push_back(column.title);
    widths.push_back(column.title.size());
  }
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  const auto print_row = [&](const std::vector<std::string>& row) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line += "  ";
      line += columns_[i].is_number ? fmt::format("{:>{}}", row[i], widths[i])
                                    : fmt::format("{:<{}}", row[i], widths[i]);
    }
    // A line ends with its last letter.
    out << line.substr(0, line.find_last_not_of(' ') + 1) << '\n';
  };
  print_row(titles);
  for (const auto& row : rows_) print_row(row);
}

}  // namespace whistle::app
