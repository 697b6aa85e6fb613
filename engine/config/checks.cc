#include "engine/config/checks.h"

#include <algorithm>

namespace whistle::config {
namespace {

using Check = void (*)(const BookSources&, Problems&);

// A check and the tables it looks at.
struct Entry {
  Check check;
  std::initializer_list<std::string_view> tables;
};

bool is_sound(const OverlaidTable& table, const Problems& problems) {
  return table.complete && !problems.has_error_in(table.file) &&
         std::ranges::none_of(table.sources, [&](const auto& source) {
           return problems.has_error_in(source->file);
         });
}

}  // namespace

void check_book(const BookSources& sources, Problems& problems) {
  const std::initializer_list<Entry> checks{
      {check_areas, {"areas", "units"}},
      {check_units, {"areas", "units", "categories", "catalogue"}},
      {check_catalogue, {"areas", "units", "categories", "catalogue"}},
      {check_limits, {"limits", "categories"}},
      {check_ladders, {"ladders", "units"}},
      {check_patterns, {"lexicon", "severity", "request_types", "declines"}},
      {check_calendars, {}},
      {check_rotas, {"rotas", "units"}},
      {check_whistles, {"whistles", "whistle_permissions", "units"}},
      {check_settings, {"areas", "units"}},
  };
  for (const Entry& entry : checks) {
    const bool can_run = std::ranges::all_of(entry.tables, [&](std::string_view name) {
      return is_sound(sources.table(name), problems);
    });
    if (can_run) entry.check(sources, problems);
  }
}

void warn(const RowSource& row, std::string_view column, const std::string& message,
          Problems& problems) {
  problems.warn(row.place(column), std::string(column) + ": " + message);
}

std::string line_of(const RowSource& other, const RowSource& row) {
  const std::string line = "line " + std::to_string(other.row->line());
  if (other.table == row.table) return line;
  return line + (other.layer == Layer::Base ? " of the base" : " of the pack");
}

bool may_blame(const RowSource& covered, const RowSource& covering) {
  return covered.layer >= covering.layer;
}

}  // namespace whistle::config
