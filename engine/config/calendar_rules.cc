#include "engine/config/calendar_rules.h"

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
  const std::size_t problems_before = problems_.size();
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
  read_days(layer, section, rules);
  read_exceptions(section, rules);
  return {std::move(rules), section.place(), problems_.size() == problems_before};
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
                                    calendar::CalendarRules& rules) {
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
    calendar::DayHours hours;
    if (kind == DayKind::Working) hours = rules.week[*makeup_as];
    if (!rules.exceptions.emplace(*day, std::move(hours)).second) {
      row.problem("date", "the date " + date_text(*day) + " stands here a second time");
    }
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

std::vector<calendar::Calendar> CalendarRulesReader::take() {
  std::vector<calendar::Calendar> calendars;
  for (Sourced& sourced : calendars_) {
    if (!sourced.is_sound) continue;
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
