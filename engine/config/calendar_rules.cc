#include "engine/config/calendar_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/config/row_reader.h"
#include "engine/config/zone_database.h"

namespace whistle::config {
namespace {

constexpr auto kLandings = std::to_array<Spelling<calendar::Landing>>(
    {{calendar::Landing::Closing, "closing"}, {calendar::Landing::Opening, "opening"}});

constexpr auto kWeekdays = std::to_array<Spelling<std::size_t>>(
    {{0, "mon"}, {1, "tue"}, {2, "wed"}, {3, "thu"}, {4, "fri"}, {5, "sat"}, {6, "sun"}});

enum class DayKind : std::uint8_t { Working, Off };
constexpr auto kDayKinds =
    std::to_array<Spelling<DayKind>>({{DayKind::Working, "0"}, {DayKind::Off, "1"}});

constexpr std::string_view kDayColumns = "date*,name,is_off_day";
constexpr Range<Milliseconds> kWorkingDay{std::chrono::minutes{1}, std::chrono::hours{24}};

bool has_hours(const calendar::CalendarRules& rules) {
  const auto is_open = [](const calendar::DayHours& hours) { return !hours.empty(); };
  return std::ranges::any_of(rules.week, is_open) ||
         std::ranges::any_of(rules.exceptions,
                             [&](const auto& exception) { return is_open(exception.second); });
}

}  // namespace

void CalendarRulesReader::read(Layer layer, TomlSection root) {
  std::set<std::string> here;
  for (TomlSection& section : root.sections("calendar")) {
    const std::string name = section.text("name").value_or("");
    const bool is_named = is_slug(name);
    if (!is_named) {
      section.problem("name", "a calendar needs a name; " + std::string(kSlugRule));
      names_.mark_incomplete();
    } else if (!here.insert(name).second) {
      section.problem("name", "a second calendar " + in_quotes(name) + " in this file");
    }
    Sourced calendar = read_calendar(layer, section, name);
    if (!is_named) continue;
    if (const auto index = names_.find(name)) {
      calendars_[*index] = std::move(calendar);
    } else {
      names_.add(name);
      calendars_.push_back(std::move(calendar));
    }
  }
}

CalendarRulesReader::Sourced CalendarRulesReader::read_calendar(Layer layer, TomlSection section,
                                                                const std::string& name) {
  const std::size_t problems_before = problems_.error_count();
  calendar::CalendarRules rules;
  rules.name = name;
  rules.first_day = kFirstDay;
  rules.last_day = kLastDay;
  if (const auto zone_name = section.text("time_zone")) {
    auto zone = find_zone(*zone_name);
    if (zone) {
      rules.zone = *std::move(zone);
    } else {
      section.problem("time_zone", zone.error());
    }
  } else if (!section.has("time_zone")) {
    section.missing("time_zone", "an IANA name such as \"Asia/Shanghai\"");
  }
  rules.landing = section.word("landing", kLandings).value_or(calendar::Landing::Closing);
  rules.working_day = section.duration("day_hours", kWorkingDay).value_or(rules.working_day);
  read_week(section, rules);
  CalendarSource source;
  source.name = name;
  source.place = section.place();
  read_days(layer, section, rules, source);
  read_known_days(section, source);
  read_exceptions(section, rules);
  return {std::move(rules), section.place(), std::move(source),
          problems_.error_count() == problems_before};
}

void CalendarRulesReader::read_week(TomlSection section, calendar::CalendarRules& rules) {
  TomlSection week = section.section("week");
  if (!week.is_present()) {
    if (!section.has("week")) section.missing("week", "[calendar.week] with the hours of each day");
    return;
  }
  for (const auto& day : kWeekdays) {
    if (!week.has(day.word)) week.missing(day.word, "its hours, or [] when closed");
    rules.week[day.value] = read_hours(week, day.word);
  }
}

void CalendarRulesReader::read_days(Layer layer, TomlSection section,
                                    calendar::CalendarRules& rules, CalendarSource& source) {
  const auto makeup_as = section.word("makeup_as", kWeekdays);
  const auto name = section.text("days");
  if (!name) return;
  if (name->empty() || name->find('/') != std::string::npos) {
    return section.problem("days", in_quotes(*name) + " is not the name of a file in this folder");
  }
  // A pack may use the holidays of the base.
  const Layer from = files_.has(layer, *name) ? layer : Layer::Base;
  if (!files_.has(from, *name)) {
    return section.problem("days", "there is no file " + in_quotes(*name));
  }
  const auto bytes = files_.read(from, *name, problems_);
  if (!bytes) return;
  source.place = section.place("days");
  source.days = *name;
  source.known_until = kFirstDay;
  const CsvTable table =
      read_csv(files_.path(from, *name), *bytes, column_names(kDayColumns), problems_);
  for (const CsvRow& cells : table.rows) {
    RowReader row({&table, &cells}, problems_);
    if (!row.has("date")) row.required("date");
    const auto day = row.date("date");
    const DayKind kind = row.word("is_off_day", kDayKinds);
    if (kind == DayKind::Working && row.is_sound() && !makeup_as) {
      row.problem("is_off_day", "a working day, but calendar " + in_quotes(rules.name) +
                                    " names no makeup_as, the weekday whose hours it has");
    }
    if (!row.is_sound() || !day) continue;
    source.known_until = std::max(source.known_until, *day);
    calendar::DayHours hours;
    if (kind == DayKind::Working) hours = rules.week[*makeup_as];
    if (!rules.exceptions.emplace(*day, std::move(hours)).second) {
      row.problem("date", "the date " + date_text(*day) + " stands here a second time");
    }
  }
}

// Such tables are made year by year: unless it says otherwise, its last year is complete.
void CalendarRulesReader::read_known_days(TomlSection section, CalendarSource& source) {
  const auto read_day = [&](std::string_view key) -> std::optional<std::chrono::local_days> {
    const auto text = section.text(key);
    if (!text) return std::nullopt;
    const auto day = parse_date(*text);
    if (!day) {
      section.problem(key, day.error());
      return std::nullopt;
    }
    return *day;
  };
  const auto until = read_day("days_until");
  source.awaited_until = read_day("next_days_by");
  if (source.days.empty()) {
    for (const std::string_view key : {"days_until", "next_days_by"}) {
      if (section.has(key) && !section.has("days")) {
        section.problem(key, "the calendar names no table of days; set days as well");
      }
    }
    return;
  }
  const std::chrono::year_month_day last{source.known_until};
  source.known_until = std::chrono::local_days{last.year() / std::chrono::December / 31};
  if (until) {
    source.known_until = *until;
    source.place = section.place("days_until");
  }
  if (source.awaited_until && *source.awaited_until > source.known_until) {
    section.problem("next_days_by", date_text(*source.awaited_until) + " is after " +
                                        date_text(source.known_until) +
                                        ", the last day that is known; the next ones must be known "
                                        "by then");
  }
}

void CalendarRulesReader::read_exceptions(TomlSection section, calendar::CalendarRules& rules) {
  std::set<std::chrono::local_days> here;
  for (TomlSection& exception : section.sections("exception")) {
    static_cast<void>(exception.text("note"));
    const calendar::DayHours hours = read_hours(exception, "hours");
    if (!exception.has("hours")) exception.missing("hours", "the day's hours, or [] when closed");
    const auto text = exception.text("date");
    if (!text) {
      if (!exception.has("date")) exception.missing("date", "a day such as \"2026-02-14\"");
      continue;
    }
    const auto day = parse_date(*text);
    if (!day) {
      exception.problem("date", day.error());
    } else if (!here.insert(*day).second) {
      exception.problem("date", "the date " + *text + " stands here a second time");
    } else {
      rules.exceptions[*day] = hours;
    }
  }
}

calendar::DayHours CalendarRulesReader::read_hours(TomlSection section, std::string_view key) {
  calendar::DayHours hours;
  for (const TomlText& part : section.texts(key).value_or(std::vector<TomlText>{})) {
    const auto stretch = parse_hours(part.text);
    if (!stretch) {
      problems_.add(part.place, std::string(key) + ": " + stretch.error());
    } else if (!hours.empty() && stretch->from <= hours.back().until) {
      problems_.add(part.place, std::string(key) + ": " + in_quotes(part.text) +
                                    " must begin after the stretch before it has ended");
    } else {
      hours.push_back(*stretch);
    }
  }
  return hours;
}

std::vector<CalendarSource> CalendarRulesReader::sources() const {
  std::vector<CalendarSource> sources;
  for (const Sourced& sourced : calendars_) {
    sources.push_back(sourced.source);
    sources.back().is_sound = sourced.is_sound;
  }
  return sources;
}

std::vector<calendar::Calendar> CalendarRulesReader::take() {
  std::vector<calendar::Calendar> calendars;
  for (Sourced& sourced : calendars_) {
    if (!sourced.is_sound) continue;
    if (!has_hours(sourced.rules)) {
      problems_.add(sourced.place, "week: the calendar " + in_quotes(sourced.rules.name) +
                                       " has no working time; give the hours of one day at least, "
                                       "such as mon = [\"08:00-12:00\"]");
      continue;
    }
    auto calendar = calendar::Calendar::make(std::move(sourced.rules));
    if (calendar) {
      calendars.push_back(*std::move(calendar));
    } else {
      problems_.add(sourced.place, calendar.error());
    }
  }
  return calendars;
}

}  // namespace whistle::config
