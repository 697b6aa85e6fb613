#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/casework/limits.h"
#include "tests/support/scenario.h"

// Many complaints about one cause: everybody's matter, bounded, and never lost.

namespace whistle::casework::crowd_test {

using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

constexpr CaseId kFirst{1};
constexpr CaseId kSecond{2};

Report burst(std::string requester, Severity severity = Severity::Blue) {
  return {.category = "burst",
          .area = kBanyan1,
          .severity = severity,
          .requester = std::move(requester)};
}
Report parking(std::string requester) {
  return {.category = "parking", .area = kBanyan1, .requester = std::move(requester)};
}

TEST(Crowd, CountsNoAnonymousReports) {
  Scenario story(changtai_rules());
  story.submit(burst("")).submit(burst("")).submit(burst("wang")).submit(burst("li"));
  EXPECT_EQ(story.the_case().severity, Severity::Blue);
  EXPECT_EQ(story.the_case().complaints, 4U);
  story.submit(burst("zhao"));
  EXPECT_EQ(story.the_case().severity, Severity::Yellow);
}

TEST(Crowd, TakesABoundedNumberAndThenBeginsANewCase) {
  constexpr std::size_t kNeighbours = 300;
  Scenario story(changtai_rules());
  story.submit(burst("wang"));
  for (std::size_t i = 0; i < kNeighbours; ++i) story.submit(burst("r" + std::to_string(i)));
  EXPECT_EQ(story.state().find(kFirst)->dossier->joined.size(), kJoinedMax);
  EXPECT_EQ(story.state().find(kFirst)->requesters.size(), kJoinedMax);
  EXPECT_EQ(story.state().find(kFirst)->complaints, 1 + kJoinedMax);
  // The newest case of the cause is the one that the rest joins.
  EXPECT_EQ(story.receipt().id, kSecond);
  EXPECT_EQ(story.state().find(kSecond)->complaints, kNeighbours - kJoinedMax);
  EXPECT_EQ(story.state().open_cases(), 2U);
}

TEST(Crowd, IsPatientWithOnePersonAndNinetyTwoMessages) {
  Scenario story(changtai_rules());
  for (int i = 0; i < 92; ++i) story.submit(parking("wang"));
  EXPECT_EQ(story.state().open_cases(), 1U);
  EXPECT_EQ(story.receipt().disposition, Disposition::Informed);
  EXPECT_EQ(story.the_case().reminders, 91U);
  EXPECT_EQ(story.the_case().severity, Severity::Blue);
  EXPECT_EQ(story.the_case().order_number, 1);
  // One reply and one callback are enough.
  story.take("waiwu").finish().post_check(true).call_back(Satisfaction::Satisfied);
  EXPECT_EQ(story.state().open_cases(), 0U);
}

policy::RuleBook mass_rules() {
  policy::RuleBook rules = changtai_rules();
  rules.settings.storms.households_mass = 5;
  rules.settings.requesters_yellow = 100;
  return rules;
}

TEST(Mass, IsDeclaredOnceWithTheFifthHousehold) {
  Scenario story(mass_rules());
  for (const std::string requester : {"a", "b", "", "b", "c", "d"}) {
    story.submit(burst(requester));
    EXPECT_TRUE(story.facts<MassRequestDeclared>().empty()) << requester;
  }
  EXPECT_EQ(story.the_case().severity, Severity::Blue);
  story.submit(burst("e"));
  EXPECT_EQ(story.facts<MassRequestDeclared>(),
            (std::vector<MassRequestDeclared>{
                {.id = kFirst, .households = 5, .rule = {"storms.households_mass:5"}}}));
  EXPECT_EQ(story.facts<CaseRecoloured>().front().rule.value, "storms.households_mass:5");
  EXPECT_EQ(story.the_case().severity, Severity::Yellow);
  EXPECT_TRUE(story.the_case().dossier->mass);
  story.submit(burst("f"));
  EXPECT_TRUE(story.facts<MassRequestDeclared>().empty());
}

TEST(Mass, NeverLowersTheColour) {
  Scenario story(mass_rules());
  for (const std::string requester : {"a", "b", "c", "d", "e"}) {
    story.submit(burst(requester, Severity::Red));
  }
  EXPECT_TRUE(story.the_case().dossier->mass);
  EXPECT_EQ(story.the_case().severity, Severity::Red);
}

TEST(Mass, IsNoneWhereTheRulesKnowNone) {
  policy::RuleBook rules = mass_rules();
  rules.settings.storms.households_mass = 0;
  Scenario story(std::move(rules));
  for (int i = 0; i < 20; ++i) story.submit(burst("r" + std::to_string(i)));
  EXPECT_FALSE(story.the_case().dossier->mass);
}

}  // namespace whistle::casework::crowd_test
