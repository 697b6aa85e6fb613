#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/support/scenario.h"

// Straight up, past the tiers between, where the rules open that lane.
namespace whistle::casework::express_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};

TakeExpressLane express(const Scenario& story, Tier to) {
  return {.id = story.id(),
          .token = story.token(),
          .worker = {"chen"},
          .to = to,
          .reason = "an old debt"};
}

TEST(ExpressLane, LeadsPastTheTiersBetween) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"}).take("waiwu");
  const RuleName why{"express_lane:an old debt"};
  story.when(express(story, Tier::District))
      .then({CaseEscalated{.id = kFirst,
                           .from_tier = Tier::Community,
                           .from_unit = {"waiwu"},
                           .to_tier = Tier::District,
                           .to_unit = {"centre"},
                           .mode = policy::RungMode::HandOver,
                           .rule = why,
                           .collapsed = 0},
             ClockDropped{.id = kFirst, .stage = Stage::Contact},
             ClockDropped{.id = kFirst, .stage = Stage::Rung},
             promise(kFirst, Stage::Sign, "1wd", kMorning, "blue"),
             OrderDispatched{.id = kFirst,
                             .number = 2,
                             .unit = {"centre"},
                             .tier = Tier::District,
                             .rule = why,
                             .raised_to_duty = false,
                             .queue_due = shanghai("2026-03-10 09:00"),
                             .told = {}}});
  story.finish().then_refused(Reason::TokenSuperseded);
}

TEST(ExpressLane, IsOpenToTheTiersThatTheRulesName) {
  Scenario story(changtai_rules());
  story.submit({.category = "noise"}).take("banyan");
  story.when(express(story, Tier::Street)).then_refused(Reason::NotPermitted);
  policy::RuleBook closed = changtai_rules();
  closed.settings.escalation.express_from.clear();
  Scenario nobody(closed);
  nobody.submit({.category = "parking"}).take("waiwu");
  nobody.when(express(nobody, Tier::Street)).then_refused(Reason::NotPermitted);
}

TEST(ExpressLane, LeadsUpOnly) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"}).take("waiwu");
  story.when(express(story, Tier::Community)).then_refused(Reason::BadValue);
  story.when(express(story, Tier::Building)).then_refused(Reason::BadValue);
  story.when(express(story, Tier{})).then_refused(Reason::BadValue);
  story.when(express(story, Tier{9})).then_refused(Reason::BadValue);
  story.when(express(story, Tier::Street));
  EXPECT_EQ(story.unit(), "wuan");
}

TEST(ExpressLane, NeedsSomebodyAtItsEnd) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"}).take("waiwu");
  // No department has the duty.
  story.when(express(story, Tier::Department)).then_refused(Reason::NoUnitForPlace);
}

TEST(ExpressLane, IsForTheHolderWithAReason) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"});
  story.when(express(story, Tier::Street)).then_refused(Reason::TokenSuperseded);
  story.take("waiwu");
  TakeExpressLane wish = express(story, Tier::Street);
  wish.reason.clear();
  story.when(wish).then_refused(Reason::MissingReason);
  wish = express(story, Tier::Street);
  wish.worker = {};
  story.when(wish).then_refused(Reason::MissingIdentity);
  story.finish().when(express(story, Tier::Street)).then_refused(Reason::WrongState);
}

}  // namespace whistle::casework::express_test
