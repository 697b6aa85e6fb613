#include <algorithm>
#include <string>

#include "engine/config/checks.h"

namespace whistle::config {
namespace {

// Both empty or both the same, or the second one open to all.
bool is_open_to(const RowSource& row, const RowSource& other, std::string_view column) {
  const std::string& theirs = other.cell(column).text;
  return theirs.empty() || theirs == row.cell(column).text;
}

// True when `other` is asked before `row` for a category, wherever `row` might decide.
bool comes_first(const RowSource& other, const RowSource& row, const std::string& code) {
  const std::string& wide = row.cell("category").text;
  const std::string& narrow = other.cell("category").text;
  const bool is_prefix = narrow.ends_with('*');
  const bool matches =
      is_prefix ? narrow.size() > wide.size() &&
                      code.starts_with(std::string_view(narrow).substr(0, narrow.size() - 1))
                : narrow == code;
  return matches && may_blame(row, other) && is_open_to(row, other, "condition") &&
         is_open_to(row, other, "area") && is_open_to(row, other, "request_type");
}

}  // namespace

void check_catalogue(const BookSources& sources, Problems& problems) {
  const auto& rows = sources.table("catalogue").rows;
  for (const RowSource& row : rows) {
    const std::string& category = row.cell("category").text;
    if (!category.ends_with('*')) continue;
    const std::string_view prefix(category.data(), category.size() - 1);
    const bool never_decides =
        std::ranges::all_of(sources.book.categories, [&](const policy::Category& one) {
          return !one.code.value.starts_with(prefix) ||
                 std::ranges::any_of(rows, [&](const RowSource& other) {
                   return comes_first(other, row, one.code.value);
                 });
        });
    if (!never_decides) continue;
    warn(row, "category",
         in_quotes(category) +
             " never decides, since each category it stands for has a row that names it more "
             "exactly; remove the row",
         problems);
  }
}

}  // namespace whistle::config
