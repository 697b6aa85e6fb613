#include "engine/casework/reports/plan.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/scenario.h"

// What another rule book would change for open cases, told before anything is changed.
namespace whistle::casework::plan_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};
constexpr CaseId kSecond{2};
const Report kParking{.category = "parking"};
const Report kRedBurst{.category = "burst", .severity = Severity::Red};

// The same book with another limit for a stage and colour.
policy::Policy with_limit(Stage stage, Severity severity, std::string_view limit) {
  policy::RuleBook book = changtai_rules();
  for (policy::LimitRule& rule : book.limits) {
    if (rule.stage == stage && rule.severity == severity) rule.limit = limit_of(limit);
  }
  return policy::Policy(std::move(book));
}

TEST(Plan, OfTheSameRulesIsEmpty) {
  Scenario story(changtai_rules());
  story.submit(kParking).submit(kRedBurst);
  const Plan same = plan(story.state(), story.policy(), policy::Policy(changtai_rules()), kMorning);
  EXPECT_EQ(same.open_cases, 2U);
  EXPECT_EQ(same.affected_cases, 0U);
  EXPECT_TRUE(same.moves.empty());
  EXPECT_TRUE(same.routes.empty());
}

TEST(Plan, NamesExactlyTheCasesThatOneLimitIsAbout) {
  Scenario story(changtai_rules());
  story.submit(kParking).submit(kRedBurst).submit(kParking).at(kMorning + 1h);
  const policy::Policy after = with_limit(Stage::Resolve, Severity::Blue, "3wd");
  const Plan found = plan(story.state(), story.policy(), after, story.now());
  EXPECT_EQ(found.open_cases, 3U);
  EXPECT_EQ(found.affected_cases, 2U);
  ASSERT_EQ(found.moves.size(), 2U);
  EXPECT_EQ(found.moves[0].id, kFirst);
  EXPECT_EQ(found.moves[0].stage, Stage::Resolve);
  EXPECT_EQ(found.moves[0].due, shanghai("2026-03-16 09:00"));
  EXPECT_EQ(found.moves[0].would_be, shanghai("2026-03-12 09:00"));
  EXPECT_EQ(found.moves[1].id, CaseId{3});
}

TEST(Plan, MovesNothing) {
  Scenario story(changtai_rules());
  story.submit(kParking);
  const Timestamp due = story.the_case().clock(Stage::Resolve)->alarms.due;
  plan(story.state(), story.policy(), with_limit(Stage::Resolve, Severity::Blue, "3wd"), kMorning);
  EXPECT_EQ(story.the_case().clock(Stage::Resolve)->alarms.due, due);
}

TEST(Plan, SaysThatAPromiseWouldNotBeMadeAnyMore) {
  policy::RuleBook book = changtai_rules();
  std::erase_if(book.limits,
                [](const policy::LimitRule& rule) { return rule.stage == Stage::Resolve; });
  Scenario story(changtai_rules());
  story.submit(kParking);
  const Plan found = plan(story.state(), story.policy(), policy::Policy(std::move(book)), kMorning);
  ASSERT_EQ(found.moves.size(), 1U);
  EXPECT_EQ(found.moves[0].would_be, kNever);
  EXPECT_TRUE(found.moves[0].rule.value.empty());
}

TEST(Plan, LeavesWhatIsBrokenAlready) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").contact().time_passes_to(shanghai("2026-03-17 09:00"));
  ASSERT_TRUE(story.the_case().clock(Stage::Resolve)->overdue);
  const policy::Policy after = with_limit(Stage::Resolve, Severity::Blue, "9wd");
  EXPECT_TRUE(plan(story.state(), story.policy(), after, story.now()).moves.empty());
}

TEST(Plan, CountsWhatLinesWouldGainAndLose) {
  policy::RuleBook book = changtai_rules();
  book.catalogue.insert(book.catalogue.begin(), {.category = "parking",
                                                 .request_type = {},
                                                 .condition = {},
                                                 .area = {},
                                                 .tier = Tier::Street,
                                                 .unit = {},
                                                 .rule = {"parking_to_the_street"}});
  Scenario story(changtai_rules());
  story.submit(kParking).submit(kParking).submit(kRedBurst);
  ASSERT_EQ(story.state().line("waiwu")->size(), 2U);
  // In somebody's hands already: it stays there.
  story.about(kSecond).take("waiwu");
  const CaseId waiting =
      story.state().find(kFirst)->status == Status::Dispatched ? kFirst : kSecond;
  const Plan found =
      plan(story.state(), story.policy(), policy::Policy(std::move(book)), story.now());
  ASSERT_EQ(found.routes.size(), 1U);
  EXPECT_EQ(found.routes[0],
            (PlannedRoute{waiting, {"waiwu"}, {"wuan"}, {"parking_to_the_street"}}));
  EXPECT_EQ(found.lines.at({"waiwu"}), (LineChange{.gains = 0, .loses = 1}));
  EXPECT_EQ(found.lines.at({"wuan"}), (LineChange{.gains = 1, .loses = 0}));
}

}  // namespace whistle::casework::plan_test
