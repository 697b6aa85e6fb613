#pragma once

#include <array>
#include <charconv>
#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "engine/calendar/calendar.h"
#include "engine/core/check.h"

// Two real offices for tests, and times of day as people write them.
namespace whistle::calendar {

inline int number_in(std::string_view text, std::size_t from, std::size_t count) {
  int number = 0;
  WHISTLE_CHECK(from + count <= text.size());
  const auto read = std::from_chars(text.data() + from, text.data() + from + count, number);
  WHISTLE_CHECK(read.ec == std::errc{} && read.ptr == text.data() + from + count);
  return number;
}

// "2026-02-13"
inline std::chrono::local_days day(std::string_view text) {
  return std::chrono::local_days{std::chrono::year{number_in(text, 0, 4)} /
                                 std::chrono::month{static_cast<unsigned>(number_in(text, 5, 2))} /
                                 std::chrono::day{static_cast<unsigned>(number_in(text, 8, 2))}};
}

// "2026-02-13 17:50", with seconds if need be
inline LocalTime wall(std::string_view text) {
  const int seconds = text.size() > 16 ? number_in(text, 17, 2) : 0;
  return LocalTime{day(text)} + std::chrono::hours{number_in(text, 11, 2)} +
         std::chrono::minutes{number_in(text, 14, 2)} + std::chrono::seconds{seconds};
}

inline std::string padded(long number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// The reverse of wall(): seconds and milliseconds only when there are any.
inline std::string shown(LocalTime local) {
  const auto date = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day parts{date};
  const std::chrono::hh_mm_ss time{local - date};
  std::string text = std::to_string(static_cast<int>(parts.year())) + "-" +
                     padded(static_cast<unsigned>(parts.month())) + "-" +
                     padded(static_cast<unsigned>(parts.day())) + " " +
                     padded(time.hours().count()) + ":" + padded(time.minutes().count());
  if (time.seconds().count() != 0 || time.subseconds().count() != 0) {
    text += ":" + padded(time.seconds().count());
  }
  if (time.subseconds().count() != 0)
    text += "+" + std::to_string(time.subseconds().count()) + "ms";
  return text;
}

inline std::string shown(const TimeZone& zone, Timestamp instant) {
  return instant == kNever ? "never" : shown(zone.to_local(instant));
}

inline Timestamp at(const Calendar& calendar, std::string_view text) {
  return calendar.rules().zone.to_instant(wall(text));
}

inline Limit limit_of(std::string_view text) {
  const auto limit = parse_limit(text);
  WHISTLE_CHECK(limit.has_value());
  return *limit;
}

// When a promise given at a local time falls due, as local time.
inline std::string due(const Calendar& calendar, std::string_view start, std::string_view limit) {
  return shown(calendar.rules().zone, calendar.due(at(calendar, start), limit_of(limit)));
}

inline Calendar made(CalendarRules rules) {
  auto calendar = Calendar::make(std::move(rules));
  WHISTLE_CHECK(calendar.has_value());
  return *std::move(calendar);
}

inline Hours from_to(std::string_view from, std::string_view until) {
  const auto time = [](std::string_view text) {
    return std::chrono::hours{number_in(text, 0, 2)} + std::chrono::minutes{number_in(text, 3, 2)};
  };
  return {time(from), time(until)};
}

// Shows 02:00 as 03:00 on the second Sunday of March and 02:00 as 01:00 on the first of November.
inline TimeZone new_york() {
  using std::chrono::hours;
  const auto utc = [](std::string_view text) { return Timestamp{wall(text).time_since_epoch()}; };
  return {"America/New_York",
          -hours{5},
          {{utc("2014-03-09 07:00"), -hours{4}},
           {utc("2014-11-02 06:00"), -hours{5}},
           {utc("2015-03-08 07:00"), -hours{4}},
           {utc("2015-11-01 06:00"), -hours{5}},
           {utc("2016-03-13 07:00"), -hours{4}},
           {utc("2016-11-06 06:00"), -hours{5}}}};
}

inline TimeZone shanghai() { return {"Asia/Shanghai", std::chrono::hours{8}, {}}; }

inline void add_days_off(CalendarRules& rules,
                         std::initializer_list<std::pair<std::string_view, std::string_view>> off) {
  for (const auto& [first, last] : off) {
    for (auto date = day(first); date <= day(last); date += std::chrono::days{1}) {
      rules.exceptions[date] = {};
    }
  }
}

// 08-12 and 14-18 from Monday to Friday; holidays and make-up days as the State Council set them
// (NateScarlet/holiday-cn, MIT).
inline CalendarRules chinese_office_rules() {
  CalendarRules rules;
  rules.name = "office";
  rules.zone = shanghai();
  rules.first_day = day("2025-01-01");
  rules.last_day = day("2026-12-31");
  const DayHours hours{from_to("08:00", "12:00"), from_to("14:00", "18:00")};
  for (std::size_t weekday = 0; weekday < 5; ++weekday) rules.week[weekday] = hours;
  add_days_off(rules, {{"2025-01-01", "2025-01-01"},
                       {"2025-01-28", "2025-02-04"},
                       {"2025-04-04", "2025-04-06"},
                       {"2025-05-01", "2025-05-05"},
                       {"2025-05-31", "2025-06-02"},
                       {"2025-10-01", "2025-10-08"},
                       {"2026-01-01", "2026-01-03"},
                       {"2026-02-15", "2026-02-23"},
                       {"2026-04-04", "2026-04-06"},
                       {"2026-05-01", "2026-05-05"},
                       {"2026-06-19", "2026-06-21"},
                       {"2026-09-25", "2026-09-27"},
                       {"2026-10-01", "2026-10-07"}});
  for (const std::string_view made_up :
       {"2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04",
        "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"}) {
    rules.exceptions[day(made_up)] = hours;
  }
  return rules;
}

// 08:30-17:00 from Monday to Friday; a budget used up at 17:00 is due when the office opens again.
inline CalendarRules boston_office_rules() {
  CalendarRules rules;
  rules.name = "boston";
  rules.zone = new_york();
  rules.landing = Landing::Opening;
  rules.working_day = std::chrono::minutes{510};
  rules.first_day = day("2015-01-01");
  rules.last_day = day("2015-12-31");
  for (std::size_t weekday = 0; weekday < 5; ++weekday) {
    rules.week[weekday] = {from_to("08:30", "17:00")};
  }
  for (const std::string_view holiday :
       {"2015-01-01", "2015-01-19", "2015-02-16", "2015-04-20", "2015-05-25"}) {
    rules.exceptions[day(holiday)] = {};
  }
  return rules;
}

// Open day and night.
inline CalendarRules always_rules(TimeZone zone) {
  CalendarRules rules;
  rules.name = "always";
  rules.zone = std::move(zone);
  rules.working_day = std::chrono::hours{24};
  rules.first_day = day("2015-01-01");
  rules.last_day = day("2016-12-31");
  for (DayHours& hours : rules.week) hours = {from_to("00:00", "24:00")};
  return rules;
}

}  // namespace whistle::calendar
