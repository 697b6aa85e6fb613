#include "engine/casework/reports/pull_story.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/scenario.h"

// Why a pull of one named order brings nothing.
namespace whistle::casework::pull_story_test {

using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

PullOrders wish_for(std::string unit) {
  return {.unit = {std::move(unit)},
          .worker = {"chen"},
          .max = 10,
          .only = {1},
          .sign_at_once = false,
          .more_units = {}};
}

PullStory told(const Scenario& story, const PullOrders& wish) {
  const auto found = pull_story(wish, {story.state(), story.policy(), story.now()});
  EXPECT_TRUE(found);
  return found ? *found : PullStory{};
}

TEST(PullStory, OfAnOrderThatWouldBeGrantedSaysNothing) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"});
  PullOrders wish = wish_for("waiwu");
  wish.wanted.severities = {Severity::Red, Severity::Blue};
  wish.wanted.categories = {{"parking"}};
  EXPECT_EQ(told(story, wish).only, "");
  EXPECT_EQ(told(story, wish).next, (std::vector<CaseId>{{1}}));
}

TEST(PullStory, OfAnOrderOfOthersTellsNothingOfThem) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"});
  PullOrders wish = wish_for("jinli");
  wish.wanted.severities = {Severity::Red};
  EXPECT_EQ(told(story, wish).only, "case 1 is none of these lines'");
  EXPECT_TRUE(told(story, wish).next.empty());
  story.pull("waiwu", "zhou");
  EXPECT_EQ(told(story, wish).only, "case 1 is none of these lines'") << "nor who has it";
  wish.only = {99};
  EXPECT_EQ(told(story, wish).only, "case 99 is none of these lines'") << "nor which there are";
}

TEST(PullStory, SaysWhichFilterLeavesAnOrderOut) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"});
  const auto left_out_by = [&](const Wanted& wanted) {
    PullOrders wish = wish_for("waiwu");
    wish.wanted = wanted;
    const PullStory found = told(story, wish);
    EXPECT_TRUE(found.next.empty());
    EXPECT_EQ(found.lines.front().passed_over, 1U);
    return found.only;
  };
  const std::string waits = "case 1 waits in the line of waiwu; ";
  Wanted wanted;
  wanted.areas = {{999'999'999'999}};
  EXPECT_EQ(left_out_by(wanted), waits + "areas leaves it out");
  wanted.categories = {{"litter"}};
  EXPECT_EQ(left_out_by(wanted), waits + "categories leaves it out");
  wanted.severities = {Severity::Yellow};
  EXPECT_EQ(left_out_by(wanted), waits + "severities leaves it out");
}

TEST(PullStory, OfAnOrderThatIsHeldSaysByWhomWhateverIsWanted) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"}).pull("waiwu", "zhou");
  PullOrders wish = wish_for("waiwu");
  wish.wanted.severities = {Severity::Red};
  EXPECT_EQ(told(story, wish).only, "case 1 is leased to zhou of waiwu");
}

}  // namespace whistle::casework::pull_story_test
