#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "tests/config/rule_folders.h"

// The sections of rulebook.toml that came with the chapters of casework.
namespace whistle::config::chapter_settings_test {

// The problems of the small book with more at the end of the base's rulebook.toml, whose lines are
// counted from the first of these.
std::string problems_with(std::string_view sections) {
  const RuleFolders folders;
  folders.append("base/rulebook.toml", sections);
  const std::string prefix = "base/rulebook.toml:";
  std::string problems = folders.problems();
  const auto lines = std::count(kGeneral.begin(), kGeneral.end(), '\n');
  std::string text;
  while (problems.starts_with(prefix)) {
    const std::size_t colon = problems.find(':', prefix.size());
    const long line = std::stol(problems.substr(prefix.size(), colon - prefix.size()));
    const std::size_t end = problems.find('\n') + 1;
    text += std::to_string(line - lines) + problems.substr(colon, end - colon);
    problems.erase(0, end);
  }
  return text + problems;
}

policy::Settings settings_with(std::string_view sections) {
  const RuleFolders folders;
  folders.append("base/rulebook.toml", sections);
  return folders.book().settings;
}

TEST(ChapterSettings, HaveDefaults) {
  const policy::Settings settings = RuleFolders().book().settings;

  EXPECT_EQ(settings.returns.before_ruling, 3U);
  EXPECT_EQ(settings.pauses.clinic_days, 14U);
  EXPECT_FALSE(settings.callbacks.secretary_visit.red);
  EXPECT_EQ(settings.storms.cases, 20U);
  EXPECT_TRUE(settings.escalation.express_from.empty());
  EXPECT_EQ(settings.scores.stars.size(), 5U);
  EXPECT_FALSE(settings.modes.wartime_calendar);
  EXPECT_FALSE(settings.modes.wartime_duty);
}

TEST(ChapterSettings, AreReadFromTheirSections) {
  const policy::Settings settings = settings_with(R"(
[returns]
per_unit = 2
before_ruling = 4
[pauses]
free_extensions = 0
extensions_max = 3
review_days_max = 60
clinic_days = 7
[callbacks]
attempts_max = 5
secretary_visit = ["red", "yellow"]
unhappy_for_card = 3
[storms]
households_mass = 0
cases = 30
window = "30m"
level = "compound"
[escalation]
acknowledge = "45m"
express_from = ["community", "compound"]
copy_district = true
[lists]
claim_days = 10
points_per_hour = 2
fund_fen_per_household = 0
[scores]
response = 0.1
solve = 0.3
satisfaction = 0.6
whistles_low = 0
whistles_high = 1
appeal_days = 15
owners_weight = 60
stars = [0.1, 0.2, 0.3, 0.4, 1]
exposed_top = 20
)");

  EXPECT_EQ(settings.returns.per_unit_max, 2U);
  EXPECT_EQ(settings.returns.before_ruling, 4U);
  EXPECT_EQ(settings.pauses.free_extensions, 0U);
  EXPECT_EQ(settings.pauses.extensions_max, 3U);
  EXPECT_EQ(settings.pauses.review_days_max, 60U);
  EXPECT_EQ(settings.pauses.clinic_days, 7U);
  EXPECT_EQ(settings.callbacks.attempts_max, 5U);
  EXPECT_TRUE(settings.callbacks.secretary_visit.red);
  EXPECT_TRUE(settings.callbacks.secretary_visit.yellow);
  EXPECT_FALSE(settings.callbacks.secretary_visit.blue);
  EXPECT_EQ(settings.callbacks.unhappy_for_card, 3U);
  EXPECT_EQ(settings.storms.households_mass, 0U);
  EXPECT_EQ(settings.storms.cases, 30U);
  EXPECT_EQ(settings.storms.window, std::chrono::minutes{30});
  EXPECT_EQ(settings.storms.level, policy::AreaLevel::Compound);
  EXPECT_EQ(settings.escalation.acknowledge, std::chrono::minutes{45});
  EXPECT_EQ(settings.escalation.express_from, (std::vector{Tier::Community, Tier::Compound}));
  EXPECT_TRUE(settings.escalation.copy_district);
  EXPECT_EQ(settings.lists.claim_days, 10U);
  EXPECT_EQ(settings.lists.points_per_hour, 2U);
  EXPECT_EQ(settings.lists.fund_fen_per_household, 0U);
  EXPECT_DOUBLE_EQ(settings.scores.response, 0.1);
  EXPECT_DOUBLE_EQ(settings.scores.solve, 0.3);
  EXPECT_DOUBLE_EQ(settings.scores.satisfaction, 0.6);
  EXPECT_DOUBLE_EQ(settings.scores.whistles_low, 0);
  EXPECT_DOUBLE_EQ(settings.scores.whistles_high, 1);
  EXPECT_EQ(settings.scores.appeal_days, 15U);
  EXPECT_EQ(settings.scores.owners_weight, 60U);
  EXPECT_EQ(settings.scores.stars, (std::vector<double>{0.1, 0.2, 0.3, 0.4, 1}));
  EXPECT_EQ(settings.scores.exposed_top, 20U);
}

TEST(ChapterSettings, OfThePackAreLaidOverTheBase) {
  const RuleFolders folders;
  folders.append("base/rulebook.toml", "[storms]\ncases = 30\n[callbacks]\nattempts_max = 5\n");
  folders.append("pack/rulebook.toml", "[storms]\ncases = 0\n");
  const policy::Settings settings = folders.book().settings;

  EXPECT_EQ(settings.storms.cases, 0U);
  EXPECT_EQ(settings.callbacks.attempts_max, 5U);
}

TEST(ChapterSettingsProblems, OfNumbersOutsideTheirRange) {
  EXPECT_EQ(problems_with("[returns]\nper_unit = -1\nbefore_ruling = 0\n"),
            "2:12: per_unit: -1 is not a whole number from 0 to 100\n"
            "3:17: before_ruling: 0 is not a whole number from 1 to 100\n");
  EXPECT_EQ(problems_with("[pauses]\nreview_days_max = 0\nclinic_days = 367\n"),
            "2:19: review_days_max: 0 is not a whole number from 1 to 3650\n"
            "3:15: clinic_days: 367 is not a whole number from 1 to 366\n");
  EXPECT_EQ(problems_with("[callbacks]\nattempts_max = 0\nunhappy_for_card = \"two\"\n"),
            "2:16: attempts_max: 0 is not a whole number from 1 to 100\n"
            "3:20: unhappy_for_card: must be a whole number from 1 to 100\n");
  EXPECT_EQ(problems_with("[storms]\ncases = -1\nwindow = \"31d\"\n"),
            "2:9: cases: -1 is not a whole number from 0 to 1000000\n"
            "3:10: window: \"31d\" is not a duration from 1m to 30d\n");
  EXPECT_EQ(problems_with("[lists]\nclaim_days = 0\npoints_per_hour = 1001\n"),
            "2:14: claim_days: 0 is not a whole number from 1 to 3650\n"
            "3:19: points_per_hour: 1001 is not a whole number from 0 to 1000\n");
  EXPECT_EQ(problems_with("[scores]\nappeal_days = 0\nowners_weight = 101\nexposed_top = 0\n"),
            "2:15: appeal_days: 0 is not a whole number from 1 to 366\n"
            "3:17: owners_weight: 101 is not a whole number from 0 to 100\n"
            "4:15: exposed_top: 0 is not a whole number from 1 to 1000\n");
}

TEST(ChapterSettingsProblems, OfWords) {
  EXPECT_EQ(problems_with("[callbacks]\nsecretary_visit = [\"rde\"]\n"),
            "2:20: secretary_visit: \"rde\" is not one of blue, yellow, red; did you mean "
            "\"red\"?\n");
  EXPECT_EQ(problems_with("[storms]\nlevel = \"comunity\"\n"),
            "2:9: level: \"comunity\" is not one of district, street, community, compound, "
            "building; did you mean \"community\"?\n");
  EXPECT_EQ(problems_with("[escalation]\nexpress_from = [\"comunity\", \"street\", \"street\"]\n"
                          "copy_district = \"yes\"\nacknowledge = \"0m\"\n"),
            "2:17: express_from: \"comunity\" is not one of building, compound, community, street, "
            "department, district; did you mean \"community\"?\n"
            "2:39: express_from: \"street\" stands here a second time\n"
            "3:17: copy_district: must be true or false\n"
            "4:15: acknowledge: \"0m\" is not a duration from 1m to 30d\n");
  EXPECT_EQ(problems_with("[storms]\ncase = 3\n[storm]\n"),
            "2:1: unknown key \"case\"; did you mean \"cases\"?\n"
            "3:2: unknown key \"storm\"; did you mean \"storms\"?\n");
}

TEST(ChapterSettingsProblems, OfFractions) {
  EXPECT_EQ(problems_with("[scores]\nwhistles_low = -0.1\nwhistles_high = 1.5\n"),
            "2:16: whistles_low: -0.1 is not a number from 0.0 to 1.0\n"
            "3:17: whistles_high: 1.5 is not a number from 0.0 to 1.0\n");
  EXPECT_EQ(problems_with("[scores]\nwhistles_low = 0.4\n"),
            "2:16: whistles_low: whistles_low must not be above whistles_high\n");
  EXPECT_EQ(problems_with("[scores]\nwhistles_low = 0.3\n"), "");
  EXPECT_EQ(problems_with("[scores]\nresponse = 0.3\n"),
            "2:12: response: response, solve and satisfaction must add up to 1\n");
  EXPECT_EQ(problems_with("[scores]\nresponse = nan\n"),
            "2:12: response: nan is not a number from 0.0 to 1.0\n");
}

TEST(ChapterSettingsProblems, OfStars) {
  const std::string wrong =
      "stars: must be the scores that make 1 to 5 stars, each above the one before\n";
  EXPECT_EQ(problems_with("[scores]\nstars = [0.1, 0.2, 0.3, 0.4]\n"), "2:9: " + wrong);
  EXPECT_EQ(problems_with("[scores]\nstars = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]\n"), "2:9: " + wrong);
  EXPECT_EQ(problems_with("[scores]\nstars = [0.1, 0.2, 0.2, 0.4, 0.5]\n"), "2:9: " + wrong);
  EXPECT_EQ(problems_with("[scores]\nstars = [0.1, 0.3, 0.2, 0.4, 0.5]\n"), "2:9: " + wrong);
  EXPECT_EQ(problems_with("[scores]\nstars = [0.1, 0.2, 0.3, 0.4, 1.1]\n"),
            "2:30: stars: 1.1 is not a number from 0.0 to 1.0\n");
  EXPECT_EQ(problems_with("[scores]\nstars = [0.1, 0.2, \"b\", 0.4, 0.5]\n"),
            "2:20: stars: must be a number from 0.0 to 1.0\n");
  EXPECT_EQ(problems_with("[scores]\nstars = 0.5\n"),
            "2:9: stars: must be a list of numbers, such as [0.5, 1.0]\n");
}

TEST(ChapterSettingsProblems, OfAPackThatDisagreesWithTheBase) {
  const RuleFolders folders;
  folders.append("pack/rulebook.toml",
                 "[pauses]\nextensions_max = 0\n[scores]\nsolve = 0.5\nwhistles_high = 0\n");
  EXPECT_EQ(folders.problems(),
            "pack/rulebook.toml:3:18: extensions_max: free_extensions, 1, must not be above "
            "extensions_max, 0\n"
            "pack/rulebook.toml:5:9: solve: response, solve and satisfaction must add up to 1\n"
            "pack/rulebook.toml:6:17: whistles_high: whistles_low must not be above "
            "whistles_high\n");
}

TEST(ChapterSettingsProblems, OfExtensions) {
  EXPECT_EQ(problems_with("[pauses]\nfree_extensions = 3\n"),
            "2:19: free_extensions: free_extensions, 3, must not be above extensions_max, 2\n");
  EXPECT_EQ(problems_with("[pauses]\nfree_extensions = 2\n"), "");
}

constexpr std::string_view kWatch =
    "code,care,name,every,times,card,source\nwatch,,Watch,1d,,no,\n";

TEST(Modes, NameACalendarAndADuty) {
  const RuleFolders folders;
  folders.write("base/duties.csv", kWatch);
  folders.append("base/rulebook.toml",
                 "[modes]\nwartime_calendar = \"always\"\nwartime_duty = \"watch\"\n");
  const policy::RuleBook book = folders.book();
  folders.append("pack/rulebook.toml", "[modes]\nwartime_calendar = \"\"\nwartime_duty = \"\"\n");
  const policy::RuleBook without = folders.book();

  ASSERT_TRUE(book.settings.modes.wartime_calendar);
  EXPECT_EQ(book.calendars[*book.settings.modes.wartime_calendar].name(), "always");
  EXPECT_EQ(book.settings.modes.wartime_duty.value, "watch");
  EXPECT_FALSE(without.settings.modes.wartime_calendar) << "a pack may do without";
  EXPECT_FALSE(without.settings.modes.wartime_duty);
}

TEST(ModesProblems, OfNamesThatNobodyHas) {
  EXPECT_EQ(problems_with("[modes]\nwartime_calendar = \"alway\"\nwartime_duty = \"watch\"\n"),
            "2:20: wartime_calendar: there is no calendar \"alway\"; did you mean \"always\"?\n"
            "3:16: wartime_duty: there is no duty \"watch\"; add it, or name one that is there\n");
}

TEST(ModesProblems, OfACalendarThatRests) {
  EXPECT_EQ(problems_with("[modes]\nwartime_calendar = \"office\"\n"),
            "2:20: wartime_calendar: the calendar \"office\" is not open day and night, every "
            "day; name one that is, or \"\" for none\n");
  // The first lines stand in the section of the calendar "always".
  EXPECT_EQ(problems_with("[[calendar.exception]]\ndate = \"2026-01-01\"\nhours = []\n"
                          "[modes]\nwartime_calendar = \"always\"\n"),
            "5:20: wartime_calendar: the calendar \"always\" is not open day and night, every "
            "day; name one that is, or \"\" for none\n");
  EXPECT_EQ(problems_with("[[calendar.exception]]\ndate = \"2026-01-01\"\nhours = "
                          "[\"00:00-24:00\"]\n[modes]\nwartime_calendar = \"always\"\n"),
            "");
}

}  // namespace whistle::config::chapter_settings_test
