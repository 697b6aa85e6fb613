#include "engine/config/rule_book_files.h"

#include <algorithm>
#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "tests/config/rule_folders.h"

namespace whistle::config::rule_book_files_test {

using namespace std::chrono;
using namespace std::chrono_literals;
using calendar::Limit;
using calendar::LimitUnit;

local_days day(int y, unsigned m, unsigned d) {
  return local_days{year{y} / month{m} / std::chrono::day{d}};
}

const calendar::Calendar& calendar_of(const policy::RuleBook& book, std::string_view name) {
  const auto found = std::ranges::find(book.calendars, name, &calendar::Calendar::name);
  EXPECT_NE(found, book.calendars.end()) << name;
  return *found;
}

TEST(RuleBookFiles, ReadAreasAndUnits) {
  const policy::RuleBook book = RuleFolders().book();
  ASSERT_EQ(book.areas.size(), 3U);
  EXPECT_EQ(book.areas[1].code, AreaCode{12});
  EXPECT_EQ(book.areas[1].name, "Wuan");
  EXPECT_EQ(book.areas[1].level, policy::AreaLevel::Street);
  EXPECT_EQ(book.areas[1].parent, AreaCode{1});
  EXPECT_EQ(book.areas[1].aliases, (std::vector<std::string>{"old town", "Wu"}));
  EXPECT_TRUE(book.areas[1].promise);
  EXPECT_FALSE(book.areas[0].promise);
  EXPECT_EQ(book.areas[0].parent, AreaCode{});
  EXPECT_EQ(book.areas[2].management, policy::Management::SelfManaged);
  EXPECT_EQ(book.areas[2].households, 310U);
  EXPECT_EQ(book.areas[2].outline, "POLYGON ((1 2, 3 2, 3 4, 1 2))");

  ASSERT_EQ(book.units.size(), 3U);
  EXPECT_EQ(book.units[2].code.value, "water");
  EXPECT_EQ(book.units[2].tier, Tier::Department);
  EXPECT_EQ(book.units[2].area, AreaCode{1});
  EXPECT_EQ(book.units[2].department.value, "water");
}

TEST(RuleBookFiles, ReadCategories) {
  const policy::RuleBook book = RuleFolders().book();
  ASSERT_EQ(book.categories.size(), 3U);
  const policy::Category& noise = book.categories[0];
  EXPECT_EQ(noise.code.value, "06001");
  EXPECT_EQ(noise.kind, "matter");
  EXPECT_EQ(noise.matter_class, MatterClass::Focal);
  EXPECT_EQ(noise.duty, Tier::Building);
  EXPECT_EQ(noise.one_cause, policy::OneCause::None);
  EXPECT_TRUE(noise.dispute);
  EXPECT_FALSE(noise.utility);
  const policy::Category& building = book.categories[1];
  EXPECT_TRUE(building.enforcement);
  EXPECT_TRUE(building.always_yellow);
  const policy::Category& pipe = book.categories[2];
  EXPECT_EQ(pipe.nature, 2);
  EXPECT_EQ(pipe.department.value, "water");
  EXPECT_EQ(pipe.one_cause, policy::OneCause::Compound);
}

TEST(RuleBookFiles, ReadTheWords) {
  const policy::RuleBook book = RuleFolders().book();
  ASSERT_EQ(book.lexicon.size(), 2U);
  EXPECT_FALSE(book.lexicon[0].pattern.regex);
  EXPECT_EQ(book.lexicon[0].weight, 8);
  EXPECT_TRUE(book.lexicon[1].pattern.regex);
  EXPECT_EQ(book.lexicon[1].pattern.text, "burst(ing)? pipe");
  ASSERT_EQ(book.severity.size(), 4U);
  EXPECT_EQ(book.severity[0].axis, policy::Axis::Trigger);
  EXPECT_EQ(book.severity[0].rule.value, "gas_leak");
  EXPECT_EQ(book.severity[2].axis, policy::Axis::Scope);
  EXPECT_EQ(book.severity[2].value, 2);
  EXPECT_EQ(book.request_types.at(0).request_type, RequestType::Inquiry);
  EXPECT_EQ(book.declines.at(0).ground, "litigation");
}

TEST(RuleBookFiles, ReadLimitsWithTheirRules) {
  const policy::RuleBook book = RuleFolders().book();
  ASSERT_EQ(book.limits.size(), 6U);
  const policy::LimitRule& red = book.limits[0];
  EXPECT_EQ(red.stage, Stage::Sign);
  EXPECT_EQ(red.severity, Severity::Red);
  EXPECT_EQ(red.limit, (Limit{5, LimitUnit::Minute}));
  EXPECT_EQ(red.calendar, book.default_calendar);
  EXPECT_EQ(red.rule.value, "limits.csv:2 ordinance 9");
  EXPECT_EQ(book.calendars[book.limits[1].calendar].name(), "always");
  EXPECT_EQ(book.limits[1].rule.value, "limits.csv:3");
  EXPECT_EQ(book.limits[3].severity, std::nullopt);
  const policy::LimitRule& pipe = book.limits[4];
  EXPECT_EQ(pipe.category.value, "pipe");
  EXPECT_EQ(pipe.condition.value, "night");
  EXPECT_EQ(pipe.from, day(2026, 1, 1));
  EXPECT_EQ(pipe.until, day(2026, 12, 31));
  EXPECT_EQ(book.limits[5].limit, std::nullopt);
}

TEST(RuleBookFiles, ReadLaddersAndTheCatalogue) {
  const policy::RuleBook book = RuleFolders().book();
  ASSERT_EQ(book.ladders.size(), 4U);
  EXPECT_EQ(book.ladders[0].name, "service");
  ASSERT_EQ(book.ladders[0].rungs.size(), 2U);
  EXPECT_EQ(book.ladders[0].rungs[0].budget, (Limit{1, LimitUnit::WorkDay}));
  EXPECT_EQ(book.ladders[0].rungs[1].budget, std::nullopt);
  EXPECT_EQ(book.ladders[0].rungs[1].mode, policy::RungMode::Supervise);
  EXPECT_EQ(book.ladders[3].name, "red");
  EXPECT_EQ(book.ladders[3].rungs[1].budget, std::nullopt);

  ASSERT_EQ(book.catalogue.size(), 3U);
  EXPECT_EQ(book.catalogue[0].rule.value, "utility_direct");
  EXPECT_EQ(book.catalogue[1].category, "06*");
  EXPECT_EQ(book.catalogue[1].area, AreaCode{12});
  EXPECT_EQ(book.catalogue[1].rule.value, "catalogue.csv:3");
  EXPECT_EQ(book.catalogue[2].unit.value, "wuan");
  EXPECT_EQ(book.catalogue[2].tier, Tier::Street) << "the tier of the unit";
}

TEST(RuleBookFiles, GiveHolidaysAndMakeUpDaysTheirHours) {
  const policy::RuleBook book = RuleFolders().book();
  const auto& rules = calendar_of(book, "office").rules();
  EXPECT_EQ(rules.zone.name(), "Asia/Shanghai");
  EXPECT_EQ(rules.exceptions.at(day(2026, 2, 16)), calendar::DayHours{});
  // A Saturday with the hours of a Monday.
  EXPECT_EQ(rules.exceptions.at(day(2026, 2, 14)), rules.week[0]);
  EXPECT_EQ(rules.week[4], (calendar::DayHours{{8h, 12h}}));
  EXPECT_EQ(rules.week[6], calendar::DayHours{});
  EXPECT_EQ(rules.working_day, 8h);
  EXPECT_EQ(rules.landing, calendar::Landing::Closing);
  EXPECT_EQ(calendar_of(book, "always").rules().working_day, 24h);
}

TEST(RuleBookFiles, LetInlineExceptionsBeatTheHolidayTable) {
  const RuleFolders folders;
  folders.write("base/rulebook.toml",
                std::string(kGeneral).replace(kGeneral.find("[[calendar]]\nname = \"always\""), 0,
                                              "[[calendar.exception]]\n"
                                              "date = \"2026-02-14\"\n"
                                              "hours = [\"10:00-17:00\"]\n"
                                              "note = \"short\"\n"));
  const policy::RuleBook book = folders.book();
  EXPECT_EQ(calendar_of(book, "office").rules().exceptions.at(day(2026, 2, 14)),
            (calendar::DayHours{{10h, 17h}}));
}

TEST(RuleBookFiles, CountWorkingTimeInTheZoneOfTheCalendar) {
  const RuleFolders folders;
  folders.write("pack/rulebook.toml", R"(name = "town"
default_calendar = "city_hall"
[[calendar]]
name = "city_hall"
time_zone = "America/New_York"
landing = "opening"
day_hours = "510m"
[calendar.week]
mon = ["08:30-17:00"]
tue = ["08:30-17:00"]
wed = ["08:30-17:00"]
thu = ["08:30-17:00"]
fri = ["08:30-17:00"]
sat = []
sun = []
)");
  const policy::RuleBook book = folders.book();
  const calendar::Calendar& hall = book.calendars[book.default_calendar];
  EXPECT_EQ(hall.name(), "city_hall");
  // Friday 10:00 before the clocks go forward; the limit of a day ends Monday at 10:00.
  const Timestamp friday{sys_days{2015y / March / 6} + 15h};
  EXPECT_EQ(hall.due(friday, {1, LimitUnit::WorkDay}),
            Timestamp{sys_days{2015y / March / 9} + 14h});
}

TEST(RuleBookFiles, LetAPackReplaceRowsAndAddOthers) {
  const RuleFolders folders;
  folders.write("pack/limits.csv",
                "stage,severity,category,condition,from,limit,until,calendar,source\n"
                "sign,yellow,,,,45m,,,town rule\n"
                "callback,,,,,3wd,,,\n");
  const policy::RuleBook book = folders.book();
  ASSERT_EQ(book.limits.size(), 7U);
  EXPECT_EQ(book.limits[0].rule.value, "limits.csv:2 ordinance 9");
  EXPECT_EQ(book.limits[1].limit, (Limit{45, LimitUnit::Minute}));
  EXPECT_EQ(book.limits[1].rule.value, "limits.csv:2 town rule");
  EXPECT_EQ(book.limits[6].stage, Stage::Callback);
}

TEST(RuleBookFiles, LetAPackDropATableOfTheBase) {
  const RuleFolders folders;
  folders.write("pack/rulebook.toml", "name = \"town\"\nreplace = [\"lexicon\", \"declines\"]\n");
  folders.write("pack/lexicon.csv", "pattern,category,weight,note\nloud,06001,8,\n");
  const policy::RuleBook book = folders.book();
  ASSERT_EQ(book.lexicon.size(), 1U);
  EXPECT_EQ(book.lexicon[0].pattern.text, "loud");
  EXPECT_TRUE(book.declines.empty());
}

TEST(RuleBookFiles, LetAPackReplaceACalendarAndKeepItsPlace) {
  const RuleFolders folders;
  const std::size_t always = kGeneral.find("[[calendar]]\nname = \"always\"");
  std::string office(kGeneral.substr(0, always));
  office.replace(office.find("18:00"), 5, "17:30");
  folders.write("pack/rulebook.toml", office);
  // The pack has no holidays.csv, so its calendar takes the one of the base.
  const policy::RuleBook book = folders.book();
  ASSERT_EQ(book.calendars.size(), 2U);
  EXPECT_EQ(book.calendars[0].name(), "office");
  EXPECT_EQ(book.calendars[0].rules().week[0], (calendar::DayHours{{8h, 12h}, {14h, 17h + 30min}}));
  EXPECT_EQ(book.calendars[0].rules().exceptions.size(), 2U);
}

TEST(RuleBookFiles, TakeSettingsFromThePackWhereItHasThem) {
  const RuleFolders folders;
  folders.append("base/rulebook.toml", R"([triage]
certain_score = 7
certain_lead = 2
[cards]
red_ratio = 3
due_soon_ratio = 0.5
[checks]
post_check = ["red", "yellow"]
callback = ["red"]
[merge]
enabled = false
window = "2d"
[lease]
duration = "90s"
[limits]
text_bytes = 1024
)");
  folders.append("pack/rulebook.toml", R"(title = "Town"
[triage]
certain_lead = 4
[checks]
callback = []
)");
  const policy::RuleBook book = folders.book();
  EXPECT_EQ(book.name, "town");
  EXPECT_EQ(book.title, "Town");
  EXPECT_EQ(book.settings.certain_score, 7);
  EXPECT_EQ(book.settings.certain_lead, 4);
  EXPECT_EQ(book.settings.yellow_sum, 5) << "the default";
  EXPECT_EQ(book.settings.cards.ratios.far_overdue, 3.0);
  EXPECT_EQ(book.settings.cards.ratios.due_soon, 0.5);
  EXPECT_TRUE(book.settings.post_check.red);
  EXPECT_TRUE(book.settings.post_check.yellow);
  EXPECT_FALSE(book.settings.post_check.blue);
  EXPECT_FALSE(book.settings.callback.red);
  EXPECT_FALSE(book.settings.merge);
  EXPECT_EQ(book.settings.merge_window, 48h);
  EXPECT_EQ(book.settings.lease, 90s);
  EXPECT_EQ(book.settings.text_bytes_max, 1024U);
}

TEST(RuleBookFiles, AreReadWithoutAPack) {
  const auto book = RuleFolders().load_base();
  ASSERT_TRUE(book);
  EXPECT_EQ(book->name, "small");
  EXPECT_EQ(book->title, "A small book");
}

TEST(RuleBookFiles, HaveTheSameVersionWhileTheirBytesStayTheSame) {
  const std::string version = RuleFolders().book().version;
  EXPECT_EQ(version.size(), 64U);
  EXPECT_EQ(version, RuleFolders().book().version) << "folders do not matter";
}

TEST(RuleBookFiles, ChangeTheirVersionWithAnyByteThatTakesPart) {
  const RuleFolders folders;
  const std::string version = folders.book().version;
  folders.write("base/README.md", "takes no part");
  EXPECT_EQ(folders.book().version, version);
  folders.append("base/limits.csv", "# a comment\n");
  const std::string commented = folders.book().version;
  EXPECT_NE(commented, version);
  folders.append("base/holidays.csv", "2026-02-17,Spring Festival,1\n");
  const std::string with_holiday = folders.book().version;
  EXPECT_NE(with_holiday, commented);
  folders.write("pack/declines.csv", "pattern,ground,note\n");
  EXPECT_NE(folders.book().version, with_holiday) << "an empty table takes part";
}

}  // namespace whistle::config::rule_book_files_test
