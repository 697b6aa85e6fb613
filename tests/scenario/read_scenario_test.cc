#include "adapters/scenario/read_scenario.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace whistle::scenario::read_scenario_test {

const std::string kHead = "title = \"试\"\nbegins = \"2026-03-09 09:00\"\n";

std::vector<std::string> problems(const std::string& steps) {
  std::vector<std::string> texts;
  for (const auto& problem : read_scenario(kHead + steps, "s.toml").problems) {
    texts.push_back(to_text(problem));
  }
  return texts;
}

using Texts = std::vector<std::string>;

TEST(ReadScenario, ReadsEveryKeyOfAStep) {
  const ReadScenario read = read_scenario(kHead + R"(
[names]
property = "p-1"
compound = 350605103001001
[[step]]
rows = [2, 1]
at = "+5m"
say = "报修"
do = "submit"
as = "burst"
times = 2
every = "1m"
with = { text = "漏水{n}", area_code = "$compound" }
refused = "TEXT_TOO_LONG"
expect.disposition = "filed"
expect.case = [{ id = "$burst2", unit = "$property" }, { status = "dispatched" }]
expect.due = { sign = "2026-03-09 09:10" }
expect.facts = ["case_filed", "!card_issued"]
)",
                                          "s.toml");
  EXPECT_TRUE(read.problems.empty()) << to_text(read.problems.front());
  const Scenario& scenario = read.scenario;
  EXPECT_EQ(scenario.title, "试");
  EXPECT_EQ(scenario.names.at("compound"), json(350605103001001));
  ASSERT_EQ(scenario.steps.size(), 1U);
  const Step& step = scenario.steps[0];
  EXPECT_EQ(step.rows, (std::set<int>{1, 2}));
  EXPECT_EQ(step.say, "报修");
  EXPECT_EQ(step.verb, "submit");
  EXPECT_EQ(step.as, "burst");
  EXPECT_EQ(step.times, 2);
  EXPECT_EQ(step.every, (Span{0, 60'000}));
  EXPECT_EQ(step.refused, "TEXT_TOO_LONG");
  EXPECT_EQ(step.with["text"], "漏水{n}");
  ASSERT_EQ(step.checks.size(), 5U);
  EXPECT_EQ(step.checks[0].kind, Check::Kind::Reply);
  EXPECT_EQ(step.checks[1].kind, Check::Kind::Case);
  EXPECT_EQ(step.checks[2].kind, Check::Kind::Case);
  EXPECT_EQ(step.checks[3].kind, Check::Kind::Due);
  EXPECT_EQ(step.checks[4].facts.size(), 2U);
}

TEST(ReadScenario, TellsEveryUnknownWordWithItsLine) {
  EXPECT_EQ(problems("[[step]]\nsays = \"x\"\n"),
            Texts{"s.toml:4: unknown key 'says'; there are: rows at say do as with refused times "
                  "every expect"});
  EXPECT_EQ(problems("[[step]]\ndo = \"dance\"\n"), Texts{"s.toml:4: unknown verb 'dance'"});
  EXPECT_EQ(problems("[[step]]\ndo = \"submit\"\nwith = { text = \"x\", tone = \"y\" }\n"),
            Texts{"s.toml:5: 'submit' has no field 'tone'"});
  EXPECT_EQ(problems("[[step]]\nexpect.facts = [\"card_issud\"]\n"),
            Texts{"s.toml:4: unknown event 'card_issud'"});
  EXPECT_EQ(problems("[[step]]\nexpect.case = { id = 1, colour = \"red\" }\n"),
            Texts{"s.toml:4: unknown field 'colour'"});
  EXPECT_EQ(problems("[[step]]\nexpect.due = { case = 1, solve = \"-\" }\n"),
            Texts{"s.toml:4: unknown field 'solve'"});
  EXPECT_EQ(problems("[[step]]\nexpect.weather = \"fine\"\n").size(), 1U);
  EXPECT_EQ(problems("[[step]]\ndo = \"contact\"\nwith = { case = \"$who\" }\n"),
            Texts{"s.toml:5: nothing is named '$who' before this step"});
}

TEST(ReadScenario, TellsWrongValues) {
  EXPECT_EQ(problems("[[step]]\nat = \"later\"\n").size(), 1U);
  EXPECT_EQ(problems("[[step]]\nrows = [0]\n"), Texts{"s.toml:4: rows are numbers from 1 to 105"});
  EXPECT_EQ(problems("[[step]]\nrows = [106]\n").size(), 1U);
  EXPECT_EQ(problems("[[step]]\nrows = [105]\n"), Texts{});
  EXPECT_EQ(problems("[[step]]\ndo = \"contact\"\nwith = { case = \"one\" }\n"),
            Texts{"s.toml:5: case_id: \"one\" is not a whole number that the field can hold"});
  EXPECT_EQ(problems("[[step]]\ndo = \"post_check\"\nwith = { case = 1, passed = \"maybe\" }\n"),
            Texts{"s.toml:5: passed: \"maybe\" is not true or false"});
  EXPECT_EQ(problems("[[step]]\ndo = \"blow_whistle\"\nwith = { cases = 1 }\n"),
            Texts{"s.toml:5: 'cases' must be a list"});
  EXPECT_EQ(problems("[[step]]\ndo = \"submit\"\nwith = { source = \"x\" }\n"),
            Texts{"s.toml:5: 'submit' needs a 'text'"});
  EXPECT_EQ(problems("[[step]]\nas = \"x\"\n"), Texts{"s.toml:4: 'as' without something to 'do'"});
  EXPECT_EQ(problems("[[step]]\nexpect.grants = 1\n"), Texts{"s.toml:4: must be a list"});
}

TEST(ReadScenario, TellsWhatIsMissing) {
  const auto read = read_scenario("", "s.toml");
  ASSERT_EQ(read.problems.size(), 3U);
  EXPECT_EQ(to_text(read.problems[0]), "s.toml:1: 'title' is missing");
  EXPECT_EQ(to_text(read.problems[1]), "s.toml:1: 'begins' is missing");
  EXPECT_EQ(to_text(read.problems[2]), "s.toml:1: there is no [[step]]");
  EXPECT_EQ(problems("[[step]\n").size(), 1U);
  EXPECT_EQ(load_scenario("/nowhere/s.toml").problems.size(), 1U);
}

TEST(ReadScenario, KnowsThingsByTheirKind) {
  EXPECT_EQ(problems("[[step]]\ndo = \"report_in\"\nwith = { whistle = 1, unit = \"u\" }\n"),
            Texts{});
  EXPECT_EQ(problems("[[step]]\ndo = \"report_in\"\nwith = { case = 1 }\n"),
            Texts{"s.toml:5: 'report_in' has no field 'case'"});
  EXPECT_EQ(problems("[[step]]\ndo = \"do_duty\"\nwith = { duty = 1 }\n"), Texts{});
  EXPECT_EQ(problems("[[step]]\ndo = \"claim_entry\"\nwith = { entry = 1 }\n"), Texts{});
  EXPECT_EQ(problems("[[step]]\ndo = \"blow_whistle\"\nas = \"w\"\n"
                     "with = { whistler = \"u\", arrive_at = \"+2h\" }\n"
                     "[[step]]\nexpect.register = { kind = \"whistle\", key = \"$w\" }\n"),
            Texts{});
}

}  // namespace whistle::scenario::read_scenario_test
