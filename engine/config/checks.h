#pragma once

#include <chrono>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/calendar_rules.h"
#include "engine/config/overlay.h"
#include "engine/config/problems.h"
#include "engine/policy/rule_book.h"

// What a rule book may say and hardly means: each check warns, none prevents loading.
namespace whistle::config {

// The days that a book is for: today alone, or the stretch of the past whose complaints it replays.
struct CheckedDays {
  std::chrono::local_days first{};
  std::chrono::local_days last{};
};

// A value of rulebook.toml: where the uppermost layer that sets it does so.
struct SettingSource {
  Place place;
  Layer layer{Layer::Base};
};

// A book and what it was read from. Row i of a sound table is value i of the book's vector.
struct BookSources {
  const policy::RuleBook& book;
  const std::map<std::string_view, OverlaidTable>& tables;
  const std::map<std::string, SettingSource>& settings;  // "storms.level"
  const std::vector<CalendarSource>& calendars;          // in the order of the book
  Layer top{Layer::Base};                                // the pack if there is one
  CheckedDays days;

  const OverlaidTable& table(std::string_view name) const { return tables.at(name); }
  // An author answers for the own rows. What stands in the base was written for many packs; that a
  // pack has no use for it is no mistake.
  bool is_own(const RowSource& row) const { return row.layer == top; }
  // A base without units and areas is a stock to draw from; nobody serves anything in it.
  bool has_units() const { return !book.units.empty(); }
};

// Runs all checks whose tables have no errors: one mistake is told once.
void check_book(const BookSources& sources, Problems& problems);

// The single checks. Each requires tables without errors: those it looks at.
void check_areas(const BookSources& sources, Problems& problems);
void check_units(const BookSources& sources, Problems& problems);
void check_catalogue(const BookSources& sources, Problems& problems);
void check_limits(const BookSources& sources, Problems& problems);
void check_ladders(const BookSources& sources, Problems& problems);
void check_patterns(const BookSources& sources, Problems& problems);
void check_calendars(const BookSources& sources, Problems& problems);
void check_rotas(const BookSources& sources, Problems& problems);
void check_whistles(const BookSources& sources, Problems& problems);
void check_settings(const BookSources& sources, Problems& problems);

// Adds a warning at a field, which begins with the column's name.
void warn(const RowSource& row, std::string_view column, const std::string& message,
          Problems& problems);

// "line 12", or "line 12 of the base" when the other row is not in the same file.
std::string line_of(const RowSource& other, const RowSource& row);

// True when a row that covers another one makes it pointless: what a pack covers of the base it
// does on purpose.
bool may_blame(const RowSource& covered, const RowSource& covering);

}  // namespace whistle::config
