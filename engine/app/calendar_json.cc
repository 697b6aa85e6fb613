#include <nlohmann/json.hpp>
#include <string>

#include "engine/app/calendar_print.h"
#include "engine/app/wall_time.h"
#include "engine/config/notation.h"

namespace whistle::app {
namespace {

using calendar::CalendarRules;
using calendar::DayHours;
using Json = nlohmann::ordered_json;

std::string_view word_of(DayKind kind) {
  switch (kind) {
    case DayKind::Ordinary:
      return "ordinary";
    case DayKind::Off:
      return "off";
    case DayKind::Holiday:
      return "holiday";
    case DayKind::MakeUp:
      return "make_up";
    case DayKind::Special:
      return "special";
  }
  return "";
}

Json hours_json(const DayHours& day) {
  Json hours = Json::array();
  for (const calendar::Hours& stretch : day) hours.push_back(hours_text(stretch));
  return hours;
}

// Both ways of writing a time; null for never.
void add_time(Json& line, const std::string& name, Timestamp at, const calendar::TimeZone& zone) {
  line[name] = at == kNever ? Json() : Json(iso_text(at, zone));
  line[name + "_ms"] = at == kNever ? Json() : Json(at.time_since_epoch().count());
}

void add_calendar(Json& line, const calendar::Calendar& calendar) {
  line["calendar"] = calendar.name();
  line["time_zone"] = calendar.rules().zone.name();
}

// Every day, also those that the text leaves out. Limits that run day and night know no hours, and
// only those that count days have a count of them.
Json days_of(const std::vector<WalkedDay>& days, calendar::Limit limit) {
  Json list = Json::array();
  for (const WalkedDay& day : days) {
    Json entry;
    entry["date"] = config::date_text(day.day);
    entry["weekday"] = weekday_text(day.day);
    if (is_working(limit)) {
      entry["kind"] = word_of(day.kind);
      entry["hours"] = hours_json(day.hours);
    }
    entry["used_ms"] = day.used.count();
    entry["total_ms"] = day.total.count();
    if (limit.unit == calendar::LimitUnit::WorkDayEnd) entry["working_days"] = day.working_days;
    list.push_back(std::move(entry));
  }
  return list;
}

void print_line(std::ostream& out, const Json& line) { out << line.dump() << '\n'; }

}  // namespace

void print_json(std::ostream& out, const DueAnswer& answer) {
  const calendar::TimeZone& zone = answer.calendar.rules().zone;
  Json line;
  add_calendar(line, answer.calendar);
  line["limit"] = to_text(answer.limit);
  add_time(line, "start", answer.start, zone);
  add_time(line, "due", answer.due, zone);
  // How much a limit is worth that ends with a day nobody knows is not known either.
  const bool is_known = answer.budget != Milliseconds::max();
  line["budget_ms"] = is_known ? Json(answer.budget.count()) : Json();
  line["days"] = days_of(answer.days, answer.limit);
  line["notes"] = notes_on(answer);
  print_line(out, line);
}

void print_json(std::ostream& out, const WorkedAnswer& answer) {
  const calendar::TimeZone& zone = answer.calendar.rules().zone;
  Json line;
  add_calendar(line, answer.calendar);
  add_time(line, "from", answer.from, zone);
  add_time(line, "to", answer.until, zone);
  line["worked_ms"] = answer.worked.count();
  line["days"] = days_of(answer.days, kWorkingTime);
  line["notes"] = notes_on(answer);
  print_line(out, line);
}

void print_json(std::ostream& out, const policy::RuleBook& book) {
  Json list = Json::array();
  for (std::size_t i = 0; i < book.calendars.size(); ++i) {
    const CalendarRules& rules = book.calendars[i].rules();
    Json entry;
    add_calendar(entry, book.calendars[i]);
    entry["default"] = i == book.default_calendar;
    entry["landing"] = rules.landing == calendar::Landing::Closing ? "closing" : "opening";
    entry["working_day_ms"] = rules.working_day.count();
    entry["week"] = Json::array();
    for (const DayHours& day : rules.week) entry["week"].push_back(hours_json(day));
    entry["first_day"] = config::date_text(rules.first_day);
    entry["last_day"] = config::date_text(rules.last_day);
    entry["named_days"] = Json::object();
    for (const auto& [day, hours] : rules.exceptions) {
      entry["named_days"][config::date_text(day)] = hours_json(hours);
    }
    list.push_back(std::move(entry));
  }
  print_line(out, Json{{"calendars", std::move(list)}});
}

}  // namespace whistle::app
