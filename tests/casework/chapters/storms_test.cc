#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/support/scenario.h"

// Bursts of cases of one large class in one area.
namespace whistle::casework::storms_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr StormId kStorm{1};

// Three cases in an hour are a storm; parking, noise and litter are of one class.
policy::RuleBook stormy_rules() {
  policy::RuleBook rules = changtai_rules();
  rules.settings.storms.cases = 3;
  rules.settings.storms.window = 1h;
  rules.settings.storms.level = policy::AreaLevel::Community;
  for (policy::Category& category : rules.categories) category.major = "order";
  for (policy::Category& category : rules.categories) {
    if (category.code.value == "burst") category.major = "pipes";
  }
  return rules;
}

StormJoined joined(CaseId id, Timestamp quiet_at) {
  return {.id = id, .storm = kStorm, .quiet_at = quiet_at};
}

TEST(Storm, BeginsWithTheCaseThatMakesTheNumber) {
  const Timestamp third = kMorning + 20min;
  Scenario story(stormy_rules());
  story.submit({.category = "parking"}).submit({.category = "noise"});
  EXPECT_TRUE(story.facts<StormBegan>().empty());
  EXPECT_EQ(story.the_case().storm_area, kWaiwu);
  story.at(third).submit({.category = "litter"});
  EXPECT_EQ(story.facts<StormBegan>(), (std::vector<StormBegan>{{.id = kStorm,
                                                                 .area = kWaiwu,
                                                                 .major = "order",
                                                                 .quiet_at = third + 1h,
                                                                 .rule = {"storms.cases:3"}}}));
  EXPECT_EQ(story.facts<StormJoined>(),
            (std::vector<StormJoined>{joined({1}, third + 1h), joined({2}, third + 1h),
                                      joined({3}, third + 1h)}));
  EXPECT_EQ(story.state().registers().find(kStorm)->cases, 3U);
  for (const CaseId id : {CaseId{1}, CaseId{2}, CaseId{3}}) {
    EXPECT_EQ(story.state().find(id)->storm, kStorm);
  }
  // Grouping changes no route.
  EXPECT_EQ(story.unit(), "banyan-1");
}

TEST(Storm, GoesOnWhileCasesComeAndEndsWhenItIsQuiet) {
  Scenario story(stormy_rules());
  for (int i = 0; i < 3; ++i) story.submit({.category = "parking"});
  story.at(kMorning + 50min).submit({.category = "parking"});
  EXPECT_EQ(story.facts<StormJoined>(), (std::vector<StormJoined>{joined({4}, kMorning + 110min)}));
  EXPECT_EQ(story.state().registers().find(kStorm)->quiet_at, kMorning + 110min);
  story.time_passes_to(kMorning + 110min - 1ms);
  EXPECT_NE(story.state().registers().find(kStorm), nullptr);
  story.time_passes_to(kMorning + 110min).then({StormEnded{.id = kStorm, .cases = 4}});
  EXPECT_EQ(story.state().registers().find(kStorm), nullptr);
  EXPECT_EQ(story.state().find({4})->storm, kStorm);
}

TEST(Storm, CountsTheHourAndNotAMillisecondMore) {
  for (const Milliseconds late : {-1ms, 0ms}) {
    Scenario story(stormy_rules());
    story.submit({.category = "parking"}).at(kMorning + 30min).submit({.category = "parking"});
    story.at(kMorning + 1h + late).submit({.category = "parking"});
    EXPECT_EQ(story.facts<StormBegan>().size(), late < 0ms ? 1U : 0U);
  }
}

TEST(Storm, IsOfOneClassAndOneArea) {
  Scenario story(stormy_rules());
  story.submit({.category = "parking"}).submit({.category = "burst"});
  story.submit({.category = "parking", .area = kMill1});
  EXPECT_TRUE(story.facts<StormBegan>().empty());
  story.submit({.category = "parking", .area = kWuan});  // of no community
  EXPECT_TRUE(story.facts<StormBegan>().empty());
  EXPECT_EQ(story.the_case().storm_area, AreaCode{});
}

TEST(Storm, CountsOpenCasesOnly) {
  policy::RuleBook rules = without_checks(stormy_rules());
  Scenario story(std::move(rules));
  story.submit({.category = "parking"}).take("waiwu").finish();
  story.submit({.category = "parking"}).submit({.category = "parking"});
  EXPECT_TRUE(story.facts<StormBegan>().empty());
}

TEST(Storm, IsMadeByACaseThatAPersonClassified) {
  Report unsure{.category = "parking", .category_certainty = triage::Certainty::Unsure};
  Scenario story(stormy_rules());
  story.submit(unsure).submit({.category = "parking"}).submit({.category = "parking"});
  story.about({1}).pull("triage").classify("parking", kBanyan1);
  EXPECT_EQ(story.facts<StormBegan>().size(), 1U);
  EXPECT_EQ(story.facts<StormJoined>().back().id, CaseId{1});
}

TEST(Storm, IsNotMadeByACaseThatCameInLongAgo) {
  Report unsure{.category = "parking", .category_certainty = triage::Certainty::Unsure};
  Scenario story(stormy_rules());
  story.submit(unsure).at(kMorning + 2h);
  story.submit({.category = "parking"}).submit({.category = "parking"});
  story.about({1}).pull("triage").classify("parking", kBanyan1);
  EXPECT_TRUE(story.facts<StormBegan>().empty());
  story.submit({.category = "parking"});
  EXPECT_EQ(story.facts<StormBegan>().size(), 1U);
}

TEST(Storm, ThatWasQuietInTimeEndsBeforeTheNextBegins) {
  Scenario story(stormy_rules());
  for (int i = 0; i < 3; ++i) story.submit({.category = "parking"});
  // Nobody looked when it was quiet.
  story.at(kMorning + 3h).submit({.category = "parking"});
  EXPECT_EQ(story.facts<StormEnded>(), (std::vector<StormEnded>{{.id = kStorm, .cases = 3}}));
  EXPECT_TRUE(story.facts<StormJoined>().empty());
  story.submit({.category = "parking"}).submit({.category = "parking"});
  EXPECT_EQ(story.facts<StormBegan>().front().id, StormId{2});
}

TEST(Storm, IsNoneWhereTheRulesKnowNone) {
  policy::RuleBook rules = stormy_rules();
  rules.settings.storms.cases = 0;
  Scenario story(std::move(rules));
  for (int i = 0; i < 30; ++i) story.submit({.category = "parking"});
  EXPECT_TRUE(story.state().registers().storms().empty());
}

TEST(Storm, DropsNoComplaint) {
  Scenario story(stormy_rules());
  for (int i = 0; i < 40; ++i) story.submit({.category = "parking"});
  EXPECT_EQ(story.state().open_cases(), 40U);
  EXPECT_EQ(story.state().registers().find(kStorm)->cases, 40U);
  EXPECT_EQ(story.state().registers().counters().last_storm, kStorm);
}

TEST(StormDeathTest, RefusesNumbersAndStormsThatDoNotFit) {
  State state;
  EXPECT_DEATH(state.apply(StormBegan{
                   .id = {2}, .area = kWaiwu, .major = "order", .quiet_at = kMorning, .rule = {}}),
               "last_storm");
  EXPECT_DEATH(state.apply(StormEnded{.id = kStorm, .cases = 0}), "storms_");
  EXPECT_DEATH(state.apply(joined({1}, kMorning)), "storms_");
}

}  // namespace whistle::casework::storms_test
