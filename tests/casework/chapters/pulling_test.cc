#include <gtest/gtest.h>

#include <chrono>

#include "tests/support/scenario.h"

// From several lines at once, and only what somebody can do.
namespace whistle::casework::pulling_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

PullOrders wish_for(std::string unit, std::vector<UnitCode> more, std::uint32_t max = 10) {
  return {.unit = {std::move(unit)},
          .worker = {"chen"},
          .max = max,
          .only = {},
          .sign_at_once = false,
          .more_units = std::move(more)};
}

std::vector<CaseId> granted(const Scenario& story) {
  std::vector<CaseId> ids;
  for (const Grant& grant : std::get<PullAnswer>(story.answer()).grants) ids.push_back(grant.id);
  return ids;
}

std::string unit_of(const Scenario& story, CaseId id) {
  return story.state().symbols().name(story.state().find(id)->unit);
}

TEST(PullFromSeveralLines, TakesTheFirstOfAllByColour) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"});
  story.submit({.category = "litter", .severity = Severity::Yellow});
  const std::string parking = unit_of(story, {1});
  const std::string litter = unit_of(story, {2});
  ASSERT_NE(parking, litter);
  story.when(wish_for(parking, {{litter}}));
  EXPECT_EQ(granted(story), (std::vector<CaseId>{{2}, {1}}));
}

TEST(PullFromSeveralLines, GivesNothingTwiceWhenALineIsNamedTwice) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"});
  story.when(wish_for("waiwu", {{"waiwu"}, {"waiwu"}}));
  EXPECT_EQ(granted(story), (std::vector<CaseId>{{1}}));
}

TEST(PullFromSeveralLines, GivesNothingTwiceWhenAFurtherLineIsNamedTwice) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"})
      .submit({.category = "litter", .severity = Severity::Yellow});
  const std::string parking = unit_of(story, {1});
  const std::string litter = unit_of(story, {2});
  story.when(wish_for(parking, {{litter}, {parking}, {litter}}));
  EXPECT_EQ(granted(story), (std::vector<CaseId>{{2}, {1}}));
}

TEST(PullFromSeveralLines, NeedsEachUnitToBeKnown) {
  Scenario(changtai_rules())
      .submit({.category = "parking"})
      .when(wish_for("waiwu", {{"nowhere"}}))
      .then_refused(Reason::UnknownUnit);
}

TEST(PullFromSeveralLines, FindsTheNamedOrderInAnyOfThem) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"}).submit({.category = "litter"});
  PullOrders wish = wish_for(unit_of(story, {1}), {{unit_of(story, {2})}});
  wish.only = {2};
  story.when(wish);
  EXPECT_EQ(granted(story), (std::vector<CaseId>{{2}}));
}

TEST(SelectivePull, PassesOverWhatIsNotWanted) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"});
  story.submit({.category = "parking", .severity = Severity::Yellow});
  PullOrders wish = wish_for("waiwu", {});
  wish.wanted.severities = {Severity::Blue};
  story.when(wish);
  EXPECT_EQ(granted(story), (std::vector<CaseId>{{1}}));
  // What was passed over keeps its place.
  story.when(wish_for("waiwu", {}));
  EXPECT_EQ(granted(story), (std::vector<CaseId>{{2}}));
}

TEST(SelectivePull, KnowsCategoriesAndAreasWithAllBelowThem) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"});
  PullOrders wish = wish_for("waiwu", {});
  wish.wanted.categories = {{"litter"}};
  story.when(wish).then_nothing();
  wish.wanted.categories = {{"litter"}, {"parking"}};
  wish.wanted.areas = {{999'999'999'999}};
  story.when(wish).then_nothing();
  const AreaCode place = story.state().find({1})->area;
  const policy::Area* area = story.policy().area(place);
  ASSERT_NE(area, nullptr);
  wish.wanted.areas = {area->parent};
  story.when(wish);
  EXPECT_EQ(granted(story), (std::vector<CaseId>{{1}}));
}

TEST(SelectivePull, OfOneNamedOrderLeavesItWhenItIsNotWanted) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"});
  PullOrders wish = wish_for("waiwu", {});
  wish.only = {1};
  wish.wanted.severities = {Severity::Red};
  story.when(wish).then_nothing();
  EXPECT_EQ(granted(story), (std::vector<CaseId>{}));
  wish.wanted.severities = {Severity::Blue};
  story.when(wish);
  EXPECT_EQ(granted(story), (std::vector<CaseId>{{1}}));
  // Again, after a lost answer.
  story.when(wish).then_nothing();
  EXPECT_EQ(granted(story), (std::vector<CaseId>{{1}}));
}

TEST(Streak, OfOneWorkerLetsABrokenPromiseOfAnotherLineGoFirst) {
  // Given a blue order whose promises are broken, and a flood of red ones in another line.
  policy::RuleBook rules = changtai_rules();
  rules.settings.merge = false;
  Scenario story(rules);
  story.submit({.category = "parking"}).at(Scenario::morning() + 20 * 24h);
  for (int i = 0; i < 12; ++i) story.submit({.category = "litter", .severity = Severity::Red});
  const std::string blue = unit_of(story, {1});
  const std::string red = unit_of(story, {2});
  ASSERT_NE(blue, red);
  std::vector<CaseId> taken;
  for (int i = 0; i < 9; ++i) {
    story.when(wish_for(red, {{blue}}, 1));
    taken.push_back(granted(story).front());
  }
  EXPECT_EQ(taken.back(), CaseId{1});
}

}  // namespace whistle::casework::pulling_test
