#include "engine/app/calendar_verb.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/app/calendar_print.h"
#include "tests/app/calendar_asking.h"
#include "tests/config/rule_folders.h"

namespace whistle::app::calendar_verb_test {

using nlohmann::json;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// The last line, without its name.
std::string result_of(const Answer& answer) {
  EXPECT_EQ(answer.code, 0) << answer.err;
  const std::string text = answer.out.substr(0, answer.out.size() - 1);
  const std::string line = text.substr(text.find_last_of('\n') + 1);
  return line.substr(std::min<std::size_t>(line.size(), 10));
}

// A book whose only holidays are those of 2026.
const policy::RuleBook& small_book() {
  static const policy::RuleBook book = config::RuleFolders().book();
  return book;
}

std::string due(const std::string& start, const std::string& limit) {
  return result_of(ask("calendar add office \"" + start + "\" " + limit));
}

std::string worked(const std::string& from, const std::string& until) {
  return result_of(ask("calendar worked office \"" + from + "\" \"" + until + "\""));
}

json line_of(const std::string& words, const std::string& city = "") {
  const Answer answer = ask("calendar " + words + " --json", shipped_book(city));
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_EQ(std::ranges::count(answer.out, '\n'), 1) << answer.out;
  return json::parse(answer.out, nullptr, false);
}

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

// The values of the MIT calendar that the rules were taken from, read from the shipped book.
TEST(CalendarAdd, AgreesWithTheChineseOracle) {
  EXPECT_EQ(due("2026-02-13 17:50", "4wh"), "2026-02-14 Sat 11:50 +08:00");
  EXPECT_EQ(due("2026-02-13 17:50", "12wh"), "2026-02-24 Tue 11:50 +08:00");
  EXPECT_EQ(due("2026-02-13 17:50", "5wd"), "2026-02-27 Fri 17:50 +08:00");
  EXPECT_EQ(due("2025-09-30 16:00", "1wd"), "2025-10-09 Thu 16:00 +08:00");
  EXPECT_EQ(due("2026-05-08 17:00", "2wh"), "2026-05-09 Sat 09:00 +08:00");
  EXPECT_EQ(due("2026-01-03 09:00", "4wh"), "2026-01-04 Sun 12:00 +08:00");
  EXPECT_EQ(due("2026-03-06 13:00", "1wh"), "2026-03-06 Fri 15:00 +08:00");
  EXPECT_EQ(due("2026-09-18 18:00", "1wh"), "2026-09-20 Sun 09:00 +08:00");
  EXPECT_EQ(due("2026-02-16 23:00", "2h"), "2026-02-17 Tue 01:00 +08:00");
}

TEST(CalendarAdd, TakesTimesWithAnOffset) {
  EXPECT_EQ(due("2026-02-13T09:50Z", "4wh"), "2026-02-14 Sat 11:50 +08:00");
  EXPECT_EQ(due("2026-02-13T17:50:30", "4wh"), "2026-02-14 Sat 11:50:30 +08:00");
}

TEST(CalendarAdd, ShowsHowALimitIsUsedUp) {
  EXPECT_EQ(ask("calendar add office \"2026-02-13 17:50\" 12wh").out,
            R"(calendar  office, Asia/Shanghai
start     2026-02-13 Fri 17:50 +08:00
limit     12wh: 12h of working time

day                              kind         hours                      used  remaining
2026-02-13 Fri                   ordinary     08:00-12:00 14:00-18:00     10m    11h 50m
2026-02-14 Sat                   make-up day  08:00-12:00 14:00-18:00      8h     3h 50m
2026-02-15 Sun - 2026-02-23 Mon  holiday      closed                        -     3h 50m
2026-02-24 Tue                   ordinary     08:00-12:00 14:00-18:00  3h 50m          -

due       2026-02-24 Tue 11:50 +08:00
)");
}

TEST(CalendarAdd, ShowsNoHoursForALimitThatRunsDayAndNight) {
  EXPECT_EQ(ask("calendar add office \"2026-02-16 23:00\" 2h").out,
            R"(calendar  office, Asia/Shanghai
start     2026-02-16 Mon 23:00 +08:00
limit     2h: 2h, day and night

day             used  remaining
2026-02-16 Mon    1h         1h
2026-02-17 Tue    1h          -

due       2026-02-17 Tue 01:00 +08:00
)");
}

TEST(CalendarAdd, CountsDaysForALimitThatEndsWithADay) {
  EXPECT_EQ(ask("calendar add office \"2026-02-13 17:50\" 2wd-end").out,
            R"(calendar  office, Asia/Shanghai
start     2026-02-13 Fri 17:50 +08:00
limit     2wd-end: to the end of working day 2 after the start

day                              kind         hours                    counted  remaining
2026-02-13 Fri                   ordinary     08:00-12:00 14:00-18:00        -     2 days
2026-02-14 Sat                   make-up day  08:00-12:00 14:00-18:00    1 day      1 day
2026-02-15 Sun - 2026-02-23 Mon  holiday      closed                         -      1 day
2026-02-24 Tue                   ordinary     08:00-12:00 14:00-18:00    1 day          -

note      the day of the start does not count, whether or not anybody works on it
due       2026-02-24 Tue 18:00 +08:00
)");
  // Business that ends at midnight ends on its own day.
  EXPECT_THAT(ask("calendar add always 2026-02-13T17:50 1wd-end").out,
              HasSubstr("2026-02-14 Sat  ordinary  00:00-24:00    1 day          -\n"));
}

TEST(CalendarAdd, LeavesOutTheMiddleOfALongWay) {
  const std::string out = ask("calendar add office \"2026-03-02 09:00\" 30d").out;

  EXPECT_EQ(lines_of(out), 3 + 1 + 1 + kDayLinesMax + 1 + 1) << out;
  EXPECT_THAT(out, HasSubstr("\n2026-03-08 Sun   24h       561h\n"));
  EXPECT_THAT(out, HasSubstr("\n... 17 days     408h       153h\n"));
  EXPECT_THAT(out, HasSubstr("\n2026-03-26 Thu"));
  EXPECT_THAT(out, EndsWith("\ndue       2026-04-01 Wed 09:00 +08:00\n"));
  // One day less than fits is shown whole.
  EXPECT_THAT(ask("calendar add office \"2026-03-02 09:00\" 14d").out, Not(HasSubstr("...")));
  EXPECT_THAT(ask("calendar add office \"2026-03-02 09:00\" 15d").out, HasSubstr("... 2 days"));
}

TEST(CalendarAdd, SaysFromWhenAPromiseOutsideHoursCounts) {
  EXPECT_THAT(ask("calendar add office \"2026-01-03 09:00\" 4wh").out,
              HasSubstr("note      the start is outside hours: counted from 2026-01-04 Sun 08:00"));
  EXPECT_THAT(ask("calendar add office \"2026-03-06 09:00\" 1wh").out, Not(HasSubstr("note")));
}

TEST(CalendarAdd, SaysWhereABudgetLandsThatIsUsedUpAtClosingTime) {
  EXPECT_THAT(ask("calendar add office \"2026-03-06 09:00\" 7wh").out,
              HasSubstr("note      used up at closing time, and due at once (landing = "
                        "\"closing\")\ndue       2026-03-06 Fri 18:00"));
  const Answer boston =
      ask("calendar add office \"2015-01-02 08:30\" 10wd", shipped_book("boston"));
  EXPECT_THAT(boston.out, HasSubstr("limit     10wd: 10 days of 8h 30m, 85h of working time"));
  EXPECT_THAT(boston.out, HasSubstr("and due when the office opens again (landing = \"opening\")"));
  EXPECT_THAT(boston.out, EndsWith("due       2015-01-16 Fri 08:30 -05:00\n"));
}

TEST(CalendarAdd, WarnsOfYearsWithoutKnownHolidays) {
  constexpr const char* kNote = "no holidays are known after 2026: ordinary weeks are assumed";
  const auto asked = [](const std::string& words) {
    return ask("calendar " + words, small_book()).out;
  };
  EXPECT_THAT(asked("add office 2026-12-31T09:00 8wh"), HasSubstr(kNote));
  EXPECT_THAT(asked("add office 2026-12-31T08:00 8wh"), Not(HasSubstr(kNote)));
  EXPECT_THAT(asked("worked office 2026-12-31T09:00 2027-01-01T00:00"), HasSubstr(kNote));
  EXPECT_THAT(asked("worked office 2026-12-31T09:00 2026-12-31T23:59"), Not(HasSubstr(kNote)));
  // Holidays do not matter to limits and calendars that know none.
  EXPECT_THAT(asked("add office 2026-12-31T09:00 3d"), Not(HasSubstr(kNote)));
  EXPECT_THAT(asked("add always 2026-12-31T09:00 1wd"), Not(HasSubstr(kNote)));
}

TEST(CalendarAdd, FollowsTheClocksOfTheZone) {
  const std::string out =
      ask("calendar add office \"2015-03-07 12:00\" 1d", shipped_book("boston")).out;

  EXPECT_THAT(out, HasSubstr("start     2015-03-07 Sat 12:00 -05:00\n"));
  EXPECT_THAT(out, HasSubstr("2015-03-07 Sat   12h        11h\n2015-03-08 Sun   11h          -\n"));
  EXPECT_THAT(out, EndsWith("due       2015-03-08 Sun 12:00 -04:00\n"));
}

TEST(CalendarAdd, SaysWhenTheCalendarEndsBefore) {
  const Answer answer = ask("calendar add office \"2059-12-31 09:00\" 1wd-end");

  EXPECT_EQ(answer.code, 0);
  EXPECT_THAT(answer.out, EndsWith("due       never: the calendar ends with 2059-12-31, before the "
                                   "limit is used up\n"));
  const json line = line_of("add office \"2059-12-31 09:00\" 1wd-end");
  EXPECT_TRUE(line.at("due").is_null());
  EXPECT_TRUE(line.at("due_ms").is_null());
  EXPECT_TRUE(line.at("budget_ms").is_null());
}

TEST(CalendarWorked, MeasuresWorkingTime) {
  EXPECT_EQ(worked("2026-02-13 17:50", "2026-02-14 11:50"), "4h");
  EXPECT_EQ(worked("2026-02-13 17:50", "2026-02-24 11:50"), "12h");
  EXPECT_EQ(worked("2026-02-13 17:50", "2026-02-27 17:50"), "40h");
  EXPECT_EQ(worked("2026-03-07 00:00", "2026-03-09 08:00"), "0h");
  EXPECT_EQ(worked("2026-03-06 09:00", "2026-03-06 09:00"), "0h");
}

TEST(CalendarWorked, ShowsTheDays) {
  EXPECT_EQ(ask("calendar worked office 2026-05-08T17:00 2026-05-11T10:30").out,
            R"(calendar  office, Asia/Shanghai
from      2026-05-08 Fri 17:00 +08:00
to        2026-05-11 Mon 10:30 +08:00

day             kind         hours                    worked   so far
2026-05-08 Fri  ordinary     08:00-12:00 14:00-18:00      1h       1h
2026-05-09 Sat  make-up day  08:00-12:00 14:00-18:00      8h       9h
2026-05-10 Sun  day off      closed                        -       9h
2026-05-11 Mon  ordinary     08:00-12:00 14:00-18:00  2h 30m  11h 30m

worked    11h 30m
)");
}

TEST(CalendarList, NamesTheCalendars) {
  const std::string out = ask("calendar list", small_book()).out;

  EXPECT_THAT(out, StartsWith("calendar          time zone      landing  day  week "));
  EXPECT_THAT(out, HasSubstr("\noffice (default)  Asia/Shanghai  closing   8h  "
                             "Mon-Thu 08:00-12:00 14:00-18:00, Fri 08:00-12:00  "
                             "2, 2026-02-14 to 2026-02-16\n"));
  EXPECT_THAT(out, HasSubstr("\nalways            Asia/Shanghai  closing  24h  "
                             "Mon-Sun 00:00-24:00                               -\n"));
}

TEST(CalendarJson, TellsWhatTheTextTells) {
  const json line = line_of("add office \"2026-02-13 17:50\" 4wh");

  EXPECT_EQ(line.at("calendar"), "office");
  EXPECT_EQ(line.at("time_zone"), "Asia/Shanghai");
  EXPECT_EQ(line.at("limit"), "4wh");
  EXPECT_EQ(line.at("start"), "2026-02-13T17:50:00+08:00");
  EXPECT_EQ(line.at("start_ms"), 1770976200000);
  EXPECT_EQ(line.at("due"), "2026-02-14T11:50:00+08:00");
  EXPECT_EQ(line.at("due_ms"), 1771041000000);
  EXPECT_EQ(line.at("budget_ms"), 14400000);
  EXPECT_EQ(line.at("notes"), json::array());
  EXPECT_EQ(line.at("days"), json::parse(R"([
      {"date": "2026-02-13", "weekday": "Fri", "kind": "ordinary",
       "hours": ["08:00-12:00", "14:00-18:00"], "used_ms": 600000, "total_ms": 600000},
      {"date": "2026-02-14", "weekday": "Sat", "kind": "make_up",
       "hours": ["08:00-12:00", "14:00-18:00"], "used_ms": 13800000, "total_ms": 14400000}])"));
}

TEST(CalendarJson, HasEveryDayThatTheTextLeavesOut) {
  const json days = line_of("add office \"2026-03-02 09:00\" 30d").at("days");

  ASSERT_EQ(days.size(), 31U);
  EXPECT_EQ(days.at(6), json::parse(R"({"date": "2026-03-08", "weekday": "Sun",
                                        "used_ms": 86400000, "total_ms": 572400000})"));
  EXPECT_EQ(line_of("add office \"2026-02-13 17:50\" 5wd-end").at("days").back().at("working_days"),
            5);
}

TEST(CalendarJson, MeasuresAndLists) {
  const json line = line_of("worked office 2026-05-08T17:00 2026-05-11T10:30");
  EXPECT_EQ(line.at("worked_ms"), 41400000);
  EXPECT_EQ(line.at("to"), "2026-05-11T10:30:00+08:00");
  EXPECT_EQ(line.at("days").size(), 4U);
  EXPECT_EQ(line.at("days").at(2).at("kind"), "off");

  const json calendars = line_of("list", "boston").at("calendars");
  ASSERT_EQ(calendars.size(), 2U);
  EXPECT_EQ(calendars.at(0).at("calendar"), "office");
  EXPECT_EQ(calendars.at(0).at("default"), true);
  EXPECT_EQ(calendars.at(0).at("landing"), "opening");
  EXPECT_EQ(calendars.at(0).at("working_day_ms"), 30600000);
  EXPECT_EQ(calendars.at(0).at("week").at(6), json::array());
  EXPECT_EQ(calendars.at(0).at("named_days").at("2015-01-19"), json::array());
}

TEST(CalendarErrors, NameTheCalendarsThereAre) {
  const Answer answer = ask("calendar add ofice 2026-02-13T17:50 4wh");

  EXPECT_EQ(answer.code, 1);
  EXPECT_EQ(answer.out, "");
  EXPECT_EQ(answer.err,
            "CALENDAR: \"ofice\" is not one of office, always; did you mean \"office\"?\n");
}

TEST(CalendarErrors, SayWhatATimeAndALimitLookLike) {
  const Answer answer = ask("calendar add office tomorrow 4weeks");

  EXPECT_EQ(answer.code, 1);
  EXPECT_EQ(answer.err,
            "LIMIT: limit '4weeks' has an unknown unit 'weeks'; known are m, h, d, wh, wd and "
            "wd-end; such as 30m, 24h, 3d, 4wh, 5wd or 5wd-end\n"
            "TIME: \"tomorrow\" is not a time; a day and a time of day such as "
            "\"2026-02-13 17:50\" or 2026-02-13T17:50, with :seconds and with +08:00 or Z if need "
            "be\n");
  EXPECT_EQ(ask("calendar worked office 2026-02-13 17:50").code, 1);
}

TEST(CalendarErrors, SayWhichDaysTheCalendarHas) {
  EXPECT_EQ(ask("calendar add office 2009-12-31T23:59 4wh").err,
            "TIME: \"2009-12-31T23:59\" is outside the days of calendar office, 2010-01-01 to "
            "2059-12-31\n");
  EXPECT_EQ(ask("calendar add office 2010-01-01T00:00 4wh").code, 0);
  EXPECT_EQ(ask("calendar worked office 2059-12-31T23:59 2060-01-01T00:00").code, 1);
}

TEST(CalendarErrors, TellTheEarlierTimeFromTheLater) {
  const Answer answer = ask("calendar worked office 2026-03-06T10:00 2026-03-06T09:00");

  EXPECT_EQ(answer.code, 1);
  EXPECT_EQ(answer.err,
            "TO: 2026-03-06 Fri 09:00 +08:00 is before 2026-03-06 Fri 10:00 +08:00; the earlier "
            "time comes first\n");
}

TEST(CalendarErrors, AskForWhatIsMissing) {
  EXPECT_EQ(ask("calendar").code, 1);
  EXPECT_THAT(ask("calendar add office 2026-02-13T17:50").err, HasSubstr("LIMIT is required"));
}

TEST(CalendarErrors, RemindOfTheQuotesAroundATime) {
  const Answer answer = ask("calendar add office 2026-02-13 17:50 4wh");

  EXPECT_EQ(answer.code, 1);
  EXPECT_THAT(answer.err, StartsWith("\"4wh\": one word too many; a time with a space in it stands "
                                     "in quotes, such as \"2026-02-13 17:50\"\n"));
  EXPECT_EQ(ask("calendar list --all").code, 1);
}

TEST(CalendarErrors, PrintTheProblemsOfTheRules) {
  const config::RuleFolders folders;
  config::EngineSettings settings;
  settings.rules_base = folders.path("base");
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(run_calendar(settings, {}, out, err), 0) << err.str();
  EXPECT_THAT(out.str(), HasSubstr("office (default)"));

  out.str("");
  folders.append("base/limits.csv", "sign,purple,,,,5m,,,\n");
  EXPECT_EQ(run_calendar(settings, {}, out, err), 2);
  EXPECT_EQ(out.str(), "");
  EXPECT_THAT(err.str(), HasSubstr("limits.csv:8:6: "));
  EXPECT_THAT(err.str(), HasSubstr("the rule book has 1 problem(s); nothing was loaded\n"));
}

}  // namespace whistle::app::calendar_verb_test
