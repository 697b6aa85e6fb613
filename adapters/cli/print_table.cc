#include "adapters/cli/print_table.h"

#include <algorithm>
#include <cstddef>

#include "adapters/cli/column.h"

namespace whistle::cli {

namespace {

constexpr std::string_view kGap = "  ";

std::size_t columns_of(const std::vector<std::vector<Cell>>& rows) {
  std::size_t columns = 0;
  for (const auto& row : rows) columns = std::max(columns, row.size());
  return columns;
}

}  // namespace

void Table::print(std::ostream& out, const Paint& paint, std::string_view indent) const {
  std::vector<std::vector<Cell>> rows;
  const bool titled =
      std::ranges::any_of(columns_, [](const Column& column) { return !column.title.empty(); });
  if (titled) {
    std::vector<Cell>& titles = rows.emplace_back();
    for (const Column& column : columns_) titles.push_back({column.title, Ink::Dim});
  }
  for (const auto& row : rows_) {
    std::vector<Cell>& line = rows.emplace_back();
    for (const Cell& cell : row) line.push_back({printable(cell.text), cell.ink});
    while (!line.empty() && line.back().text.empty()) line.pop_back();
  }

  std::vector<std::size_t> widths(columns_of(rows), 0);
  for (const auto& row : rows) {
    for (std::size_t at = 0; at < row.size(); ++at) {
      widths[at] = std::max(widths[at], width_of(row[at].text));
    }
  }
  for (const auto& row : rows) {
    out << indent;
    for (std::size_t at = 0; at < row.size(); ++at) {
      const std::string space(widths[at] - width_of(row[at].text), ' ');
      const bool right = at < columns_.size() && columns_[at].side == Side::Right;
      const bool last = at + 1 == row.size();
      if (right) out << space;
      // The codes of the paint have no width, so they go on after everything was measured.
      out << paint(row[at].ink, row[at].text);
      if (!right && !last) out << space;
      if (!last) out << kGap;
    }
    out << '\n';
  }
}

void Pairs::add(std::string name, Cell value) {
  if (value.text.empty()) return;
  table_.add({{std::move(name), Ink::Dim}, std::move(value)});
}

void Pairs::print(std::ostream& out, const Paint& paint, std::string_view indent) const {
  table_.print(out, paint, indent);
}

}  // namespace whistle::cli
