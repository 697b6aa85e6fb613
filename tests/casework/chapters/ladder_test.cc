#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/casework/chapters/late_words.h"
#include "tests/support/scenario.h"

// The way up: rung by rung when a budget is used up, at once when a unit says that it cannot.
namespace whistle::casework::ladder_test {

using namespace std::chrono_literals;
using namespace support;     // NOLINT(google-build-using-namespace): the words of the stories
using namespace late_words;  // NOLINT(google-build-using-namespace): the same
using policy::RungMode;

const Report kLitter{.category = "litter"};
const Report kParking{.category = "parking"};

TEST(Ladder, IsClimbedRungByRungToTheTop) {
  Scenario story(changtai_rules());
  story.submit(kLitter).time_passes_to(shanghai("2026-03-31 09:00"));
  // No department is competent for litter, so the street is followed by the district, which only
  // watches.
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"banyan", "waiwu", "wuan", "centre"}));
  EXPECT_EQ(story.facts<CaseEscalated>().back().mode, RungMode::Supervise);
  EXPECT_EQ(story.unit(), "wuan");
  EXPECT_EQ(story.the_case().tier, Tier::Street);
  EXPECT_EQ(story.the_case().watch_tier, Tier::District);
}

TEST(Ladder, SkipsTiersThatAreMissingAndCostsNoTimeForThem) {
  Scenario story(without_unit(changtai_rules(), "waiwu"));
  story.submit(kLitter).time_passes_to(shanghai("2026-03-10 10:01"));
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"banyan", "wuan"}));
}

TEST(Ladder, PassesAnEmptyStepAtTheInstantOfTheOneBelow) {
  // The compound has it from 15:00 and a millisecond on, for four hours.
  const Timestamp due = shanghai("2026-03-10 09:00") + 1ms;
  Scenario story(without_unit(changtai_rules(), "waiwu"));
  story.submit(kLitter).time_passes_to(due);
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"banyan"}));
  story.time_passes_to(due + 1ms);
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"wuan"}));
  EXPECT_EQ(story.facts<CaseEscalated>().front().collapsed, 0);
}

TEST(Ladder, OfADisputeIsSlower) {
  Scenario story(changtai_rules());
  story.submit({.category = "noise"}).time_passes_to(shanghai("2026-03-11 14:59"));
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"waiwu"}));
  story.time_passes_to(shanghai("2026-03-11 15:01"));
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"wuan"}));
}

TEST(Ladder, OfYellowRunsDayAndNight) {
  const Timestamp evening = shanghai("2026-03-14 20:00");  // of a Saturday
  Scenario story(changtai_rules(), evening);
  story.submit({.category = "litter", .severity = Severity::Yellow}).take("banyan-1").arrive();
  story.time_passes_to(evening + 2h);
  EXPECT_EQ(way_up(story), (std::vector<std::string>{}));
  story.time_passes_to(evening + 2h + 1ms);
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"banyan"}));
  story.take("banyan").time_passes_to(evening + 6h + 2ms);
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"waiwu"}));
}

TEST(Ladder, IsClimbedFasterWhenNobodySigns) {
  // Yellow has half an hour to sign; twice that is too much, before the two hours are used up.
  Scenario story(changtai_rules());
  story.submit({.category = "litter", .severity = Severity::Yellow});
  story.time_passes_to(kMorning + 1h);
  EXPECT_EQ(way_up(story), (std::vector<std::string>{}));
  story.time_passes_to(kMorning + 1h + 1ms);
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"banyan"}));
}

TEST(Ladder, GoesOnToTheDepartmentThatIsCompetent) {
  Scenario story(changtai_rules());
  story.submit({.category = "addition"}).take("wuan").raise();
  EXPECT_EQ(story.unit(), "urban");
}

TEST(Supervision, LeavesTheHolderTheCase) {
  Scenario story(changtai_rules());
  story.submit({.category = "burst"})
      .take("water")
      .contact()
      .raise("no parts")
      .then({CaseEscalated{.id = kFirst,
                           .from_tier = Tier::Department,
                           .from_unit = {"water"},
                           .to_tier = Tier::District,
                           .to_unit = {"centre"},
                           .mode = RungMode::Supervise,
                           .rule = {"beyond_capacity:no parts"}},
             dropped(Stage::Rung)});
  EXPECT_EQ(story.the_case().place, Place::Hands);
  EXPECT_EQ(story.the_case().watch_tier, Tier::District);
  story.finish();
}

TEST(Supervision, LastsAsLongAsTheBudgetOfWhoWatches) {
  policy::RuleBook rules = changtai_rules();
  policy::Rung& street = ladder_of(rules, "service").rungs[3];
  ASSERT_EQ(street.tier, Tier::Street);
  street.mode = RungMode::Supervise;
  Scenario story(std::move(rules));
  story.submit(kParking).take("waiwu").contact().raise().then(
      {CaseEscalated{.id = kFirst,
                     .from_tier = Tier::Community,
                     .from_unit = {"waiwu"},
                     .to_tier = Tier::Street,
                     .to_unit = {"wuan"},
                     .mode = RungMode::Supervise,
                     .rule = {"beyond_capacity:beyond us"}},
       dropped(Stage::Rung), rung_promise(kFirst, "1wd", kMorning, "service", Tier::Street)});
  story.time_passes_to(shanghai("2026-03-10 09:01"));
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"centre"}));
  EXPECT_EQ(story.facts<CaseEscalated>().front().from_tier, Tier::Street);
}

TEST(Ladder, IsExhaustedOnceAndSaysSo) {
  Scenario story(changtai_rules());
  story.submit({.category = "burst"})
      .take("water")
      .raise()
      .raise("still")
      .then({LadderExhausted{.id = kFirst, .rule = {"beyond_capacity:still"}}});
  EXPECT_TRUE(story.the_case().ladder_exhausted);
  story.raise("again").then_nothing();
}

TEST(Ladder, IsClimbedAnewByANewOrder) {
  Scenario story(changtai_rules());
  story.submit({.category = "burst"}).take("water").raise().raise();
  story.finish().post_check(false);
  EXPECT_FALSE(story.the_case().ladder_exhausted);
  EXPECT_EQ(story.the_case().watch_tier, Tier::Department);
}

TEST(Raise, MovesTheCaseOneRungAtOnce) {
  Scenario(changtai_rules())
      .submit(kParking)
      .take("waiwu")
      .at(kMorning + 1h)
      .raise("a road")
      .then({CaseEscalated{.id = kFirst,
                           .from_tier = Tier::Community,
                           .from_unit = {"waiwu"},
                           .to_tier = Tier::Street,
                           .to_unit = {"wuan"},
                           .mode = RungMode::HandOver,
                           .rule = {"beyond_capacity:a road"}},
             dropped(Stage::Contact), dropped(Stage::Rung),
             promise(kFirst, Stage::Sign, "1wd", kMorning + 1h, "blue"),
             rung_promise(kFirst, "1wd", kMorning + 1h, "service", Tier::Street),
             OrderDispatched{.id = kFirst,
                             .number = 2,
                             .unit = {"wuan"},
                             .tier = Tier::Street,
                             .rule = {"beyond_capacity:a road"},
                             .raised_to_duty = false,
                             .queue_due = shanghai("2026-03-10 10:00"),
                             .told = {}}});
}

}  // namespace whistle::casework::ladder_test
