#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/config/rule_folders.h"

// The mistakes an author can make in rulebook.toml and the table of holidays it names.
namespace whistle::config::rule_book_general_test {

// The problems of the small book with a text in rulebook.toml replaced by another.
std::string with_general(std::string_view text, std::string_view replacement) {
  const RuleFolders folders;
  std::string general(kGeneral);
  const std::size_t at = general.find(text);
  EXPECT_NE(at, std::string::npos) << text;
  folders.write("base/rulebook.toml", general.replace(at, text.size(), replacement));
  return folders.problems();
}

std::string with_pack(std::string_view general) {
  const RuleFolders folders;
  folders.write("pack/rulebook.toml", general);
  return folders.problems();
}

// The problems of the small book with more rows in the table of holidays.
std::string with_holidays(std::string_view rows) {
  const RuleFolders folders;
  folders.append("base/holidays.csv", std::string(rows) + "\n");
  return folders.problems();
}

TEST(RuleBookGeneralProblems, OfPlainKeys) {
  EXPECT_EQ(with_general("name = \"small\"\n", ""),
            "base/rulebook.toml:1:1: name: is missing; 1 to 40 of the characters a-z 0-9 _ . -\n");
  EXPECT_EQ(
      with_general("\"small\"", "\"A B\""),
      "base/rulebook.toml:1:8: name: \"A B\" is not a name; 1 to 40 of the characters a-z 0-9 "
      "_ . -\n");
  EXPECT_EQ(with_general("title = \"A small", "tilte = \"A small"),
            "base/rulebook.toml:2:1: unknown key \"tilte\"; did you mean \"title\"?\n");
  EXPECT_EQ(
      with_general("default_calendar = \"office\"", "default_calendar = \"ofice\""),
      "base/rulebook.toml:3:20: default_calendar: there is no calendar \"ofice\"; did you mean "
      "\"office\"?\n");
  EXPECT_EQ(with_general("default_calendar = \"office\"\n", ""),
            "base/rulebook.toml:1:1: default_calendar: is missing; the name of a [[calendar]]\n");
  EXPECT_EQ(with_general("name = \"small\"", "name = \"small\"\nreplace = [\"limits\"]"),
            "base/rulebook.toml:2:12: replace: the base has no table below it to replace\n");
}

TEST(RuleBookGeneralProblems, OfReplacedTables) {
  EXPECT_EQ(
      with_pack("name = \"town\"\nreplace = [\"declines\", \"unit\"]\n"),
      "pack/rulebook.toml:2:24: replace: \"unit\" is not one of areas, former_names, "
      "units, categories, attributes, lexicon, exclusions, confusions, severity, request_types, "
      "declines, limits, ladders, catalogue, whistles, whistle_permissions, pauses, duties, rotas, "
      "milestones; did you mean \"units\"?\n");
  EXPECT_EQ(
      with_pack("name = \"town\"\nreplace = [\"severity\", \"limits\"]\n"),
      "base/limits.csv:1:1: no row gives the limit of stage \"resolve\" for severity \"blue\" "
      "whatever the category and the day; add one, with - for none\n"
      "base/limits.csv:1:1: no row gives the limit of stage \"resolve\" for severity \"red\" "
      "whatever the category and the day; add one, with - for none\n"
      "base/limits.csv:1:1: no row gives the limit of stage \"resolve\" for severity "
      "\"yellow\" whatever the category and the day; add one, with - for none\n"
      "base/limits.csv:1:1: no row gives the limit of stage \"sign\" for severity \"blue\" "
      "whatever the category and the day; add one, with - for none\n"
      "base/limits.csv:1:1: no row gives the limit of stage \"sign\" for severity \"red\" "
      "whatever the category and the day; add one, with - for none\n"
      "base/limits.csv:1:1: no row gives the limit of stage \"sign\" for severity \"yellow\" "
      "whatever the category and the day; add one, with - for none\n");
}

TEST(RuleBookGeneralProblems, OfCalendars) {
  EXPECT_EQ(with_general("Asia/Shanghai", "Asia/Shangai"),
            "base/rulebook.toml:7:13: time_zone: there is no time zone \"Asia/Shangai\"; did you "
            "mean \"Asia/Shanghai\"?\n");
  EXPECT_EQ(with_general("time_zone = \"Asia/Shanghai\"\n", ""),
            "base/rulebook.toml:5:1: time_zone: is missing; an IANA name such as "
            "\"Asia/Shanghai\"\n");
  EXPECT_EQ(with_general("sun = []", "sum = []"),
            "base/rulebook.toml:10:1: sun: is missing; its hours, or [] when closed\n"
            "base/rulebook.toml:17:1: unknown key \"sum\"; did you mean \"sun\"?\n");
  EXPECT_EQ(with_general("12:00\", \"14:00", "14:00\", \"12:00"),
            "base/rulebook.toml:11:23: mon: \"12:00-18:00\" must begin after the stretch before it "
            "has ended\n");
  EXPECT_EQ(with_general("\"14:00-18:00\"", "\"2-6 pm\""),
            "base/rulebook.toml:11:23: mon: \"2-6 pm\" is not a stretch of a day; opening before "
            "closing, such as \"08:00-12:00\"\n");
  EXPECT_EQ(with_general("day_hours = \"24h\"", "day_hours = \"25h\""),
            "base/rulebook.toml:22:13: day_hours: \"25h\" is not a duration from 1m to 1d\n");
  EXPECT_EQ(with_general("day_hours = \"24h\"", "landing = \"closin\""),
            "base/rulebook.toml:22:11: landing: \"closin\" is not one of closing, opening; did you "
            "mean \"closing\"?\n");
  EXPECT_EQ(with_general("[calendar.week]", "[calendar.weeks]"),
            "base/rulebook.toml:5:1: week: is missing; [calendar.week] with the hours of each day\n"
            "base/rulebook.toml:10:11: unknown key \"weeks\"; did you mean \"week\"?\n");
}

TEST(RuleBookGeneralProblems, OfCalendarNames) {
  EXPECT_THAT(with_general("name = \"always\"", "name = \"office\""),
              testing::HasSubstr("base/rulebook.toml:20:8: name: a second calendar \"office\" in "
                                 "this file\n"));
  EXPECT_EQ(with_general("name = \"always\"\n", ""),
            "base/rulebook.toml:19:1: name: a calendar needs a name; 1 to 40 of the characters a-z "
            "0-9 _ . -\n");
}

TEST(RuleBookGeneralProblems, OfHolidays) {
  EXPECT_EQ(
      with_holidays("2026-02-16,again,1\n2026-13-01,x,1\n,x,1\n2026-03-01,x,yes"),
      "base/holidays.csv:4:1: date: the date 2026-02-16 stands here a second time\n"
      "base/holidays.csv:5:1: date: \"2026-13-01\" is not a date; year, month and day, such as "
      "\"2026-02-14\"\n"
      "base/holidays.csv:6:1: date: is missing; every row needs one\n"
      "base/holidays.csv:7:14: is_off_day: \"yes\" is not one of 0, 1\n");
  EXPECT_EQ(with_general("days = \"holidays.csv\"", "days = \"holiday.csv\""),
            "base/holidays.csv:1:1: no table of a rule book is called \"holidays.csv\"\n"
            "base/rulebook.toml:8:8: days: there is no file \"holiday.csv\"\n");
  EXPECT_EQ(with_general("days = \"holidays.csv\"", "days = \"../holidays.csv\"").substr(72),
            "base/rulebook.toml:8:8: days: \"../holidays.csv\" is not the name of a file in this "
            "folder\n");
  EXPECT_EQ(with_general("makeup_as = \"mon\"\n", ""),
            "base/holidays.csv:3:24: is_off_day: a working day, but calendar \"office\" names no "
            "makeup_as, the weekday whose hours it has\n");
}

TEST(RuleBookGeneralProblems, OfExceptions) {
  const std::string exceptions = R"([[calendar.exception]]
date = "2026-02-31"
hours = []
[[calendar.exception]]
date = "2026-03-01"
[[calendar.exception]]
hours = []
[[calendar.exception]]
date = "2026-03-01"
hours = ["10:00-09:00"]
)";
  EXPECT_EQ(
      with_general("\n[[calendar]]\nname = \"always\"",
                   exceptions + "\n[[calendar]]\nname = \"always\""),
      "base/rulebook.toml:19:8: date: \"2026-02-31\" is not a date; year, month and day, such "
      "as \"2026-02-14\"\n"
      "base/rulebook.toml:21:1: hours: is missing; the day's hours, or [] when closed\n"
      "base/rulebook.toml:23:1: date: is missing; a day such as \"2026-02-14\"\n"
      "base/rulebook.toml:26:8: date: the date 2026-03-01 stands here a second time\n"
      "base/rulebook.toml:27:10: hours: \"10:00-09:00\" is not a stretch of a day; opening "
      "before closing, such as \"08:00-12:00\"\n");
}

TEST(RuleBookGeneralProblems, OfACalendarWithoutWorkingTime) {
  EXPECT_EQ(
      with_pack(R"(name = "town"
[[calendar]]
name = "never"
time_zone = "UTC"
[calendar.week]
mon = []
tue = []
wed = []
thu = []
fri = []
sat = []
sun = []
)"),
      "pack/rulebook.toml:2:1: week: the calendar \"never\" has no working time; give the hours of "
      "one day at least, such as mon = [\"08:00-12:00\"]\n");
}

TEST(RuleBookGeneralProblems, OfSettings) {
  EXPECT_EQ(
      with_pack(R"(name = "town"
[triage]
certain_score = 0
[severity]
yellow_sum = 10
[merge]
window = "2 weeks"
[cards]
red_ratio = 0.5
yellow_points = 5
[checks]
post_check = ["red", "orange", "red"]
[lease]
duration = "25h"
[limits]
text_byte = 1
)"),
      "pack/rulebook.toml:3:17: certain_score: 0 is not a whole number from 1 to 1000\n"
      "pack/rulebook.toml:5:14: yellow_sum: 10 is not a whole number from 1 to 9\n"
      "pack/rulebook.toml:7:10: window: \"2 weeks\" is not a duration; a number and s, m, h or "
      "d, such as \"5m\"\n"
      "pack/rulebook.toml:9:13: red_ratio: 0.5 is not a number from 1.0 to 100.0\n"
      "pack/rulebook.toml:10:17: yellow_points: 5 is not a whole number from -1000 to 0\n"
      "pack/rulebook.toml:12:22: post_check: \"orange\" is not one of blue, yellow, red\n"
      "pack/rulebook.toml:12:32: post_check: \"red\" stands here a second time\n"
      "pack/rulebook.toml:14:12: duration: \"25h\" is not a duration from 1s to 1d\n"
      "pack/rulebook.toml:16:1: unknown key \"text_byte\"; did you mean \"text_bytes\"?\n");
}

TEST(RuleBookGeneralProblems, OfBrokenToml) {
  EXPECT_EQ(with_pack("name = \n").substr(0, 33), "pack/rulebook.toml:1:8: not TOML:");
}

}  // namespace whistle::config::rule_book_general_test
