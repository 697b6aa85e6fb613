#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/calendar/calendar.h"
#include "engine/config/overlay.h"
#include "engine/config/rule_files.h"
#include "engine/config/toml_file.h"

namespace whistle::config {

// The days for which working time is laid out; promises reach no further.
inline constexpr std::chrono::local_days kFirstDay{std::chrono::year{2010} / 1 / 1};
inline constexpr std::chrono::local_days kLastDay{std::chrono::year{2059} / 12 / 31};

// Until when the exceptions of a calendar are known, and where that is written. A calendar without
// a table of days needs none: it is known until kLastDay.
struct CalendarSource {
  std::string name;
  Place place;       // of days_until, else of days, else of the section
  std::string days;  // the table's file; empty: it has none
  std::chrono::local_days known_until{kLastDay};
  // Until when the days after that are awaited: those who publish them have not done so yet.
  std::optional<std::chrono::local_days> awaited_until;
  bool is_sound{};  // nothing is wrong with it
};

// Collects the [[calendar]] sections of base and pack; a later calendar replaces an earlier one of
// the same name.
class CalendarRulesReader {
 public:
  CalendarRulesReader(RuleFiles& files, Problems& problems) : files_(files), problems_(problems) {}

  // Reads the calendars of one layer's rulebook.toml. Base first.
  void read(Layer layer, TomlSection root);

  // Lays all of them out. Call it once, last.
  std::vector<calendar::Calendar> take();
  // Their names with the places in that list.
  const Names& names() const { return names_; }
  // In the same order.
  std::vector<CalendarSource> sources() const;
  // A rulebook.toml could not be read, so calendars may be missing.
  void mark_incomplete() { names_.mark_incomplete(); }

 private:
  struct Sourced {
    calendar::CalendarRules rules;
    Place place;
    CalendarSource source;
    bool is_sound{};
  };

  Sourced read_calendar(Layer layer, TomlSection section, const std::string& name);
  void read_week(TomlSection section, calendar::CalendarRules& rules);
  void read_days(Layer layer, TomlSection section, calendar::CalendarRules& rules,
                 CalendarSource& source);
  void read_known_days(TomlSection section, CalendarSource& source);
  void read_exceptions(TomlSection section, calendar::CalendarRules& rules);
  calendar::DayHours read_hours(TomlSection section, std::string_view key);

  RuleFiles& files_;
  Problems& problems_;
  std::vector<Sourced> calendars_;
  Names names_{"calendar"};
};

}  // namespace whistle::config
