#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "engine/casework/chapters/draft.h"
#include "tests/support/scenario.h"

// Where an order goes, and which promises begin with it.
namespace whistle::casework::dispatch_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};

// The order that follows when this is reported.
OrderDispatched order_for(const Report& report, policy::RuleBook rules = changtai_rules()) {
  Scenario story(std::move(rules));
  story.submit(report);
  const auto orders = story.facts<OrderDispatched>();
  EXPECT_EQ(orders.size(), 1U);
  return orders.empty() ? OrderDispatched{} : orders.front();
}

TEST(Dispatch, StartsWhereTheKindOfMatterBelongs) {
  EXPECT_EQ(order_for({.category = "litter", .area = kBanyan1}).unit.value, "banyan-1");
  EXPECT_EQ(order_for({.category = "noise", .area = kBanyan1}).unit.value, "banyan");
  EXPECT_EQ(order_for({.category = "parking", .area = kBanyan1}).unit.value, "waiwu");
  EXPECT_EQ(order_for({.category = "addition", .area = kBanyan1}).unit.value, "wuan");
}

TEST(Dispatch, PassesOverTiersThatAreMissing) {
  const OrderDispatched from_building = order_for({.category = "litter", .area = kBanyan2});
  EXPECT_EQ(from_building.unit.value, "banyan");
  EXPECT_EQ(from_building.tier, Tier::Compound);
  const OrderDispatched from_nowhere = order_for({.category = "litter", .area = kMill1});
  EXPECT_EQ(from_nowhere.unit.value, "jinli");
  EXPECT_EQ(from_nowhere.tier, Tier::Community);
}

TEST(Dispatch, NeverPushesADutyDown) {
  const OrderDispatched order = order_for({.category = "streetlight", .area = kBanyan1});
  EXPECT_EQ(order.unit.value, "wuan");
  EXPECT_TRUE(order.raised_to_duty);
  EXPECT_FALSE(order_for({.category = "addition", .area = kBanyan1}).raised_to_duty);
}

TEST(Dispatch, FollowsTheCatalogue) {
  const OrderDispatched order = order_for({.category = "burst", .area = kBanyan});
  EXPECT_EQ(order.unit.value, "water");
  EXPECT_EQ(order.rule.value, "catalogue:burst");
}

TEST(Dispatch, TellsAllTiersOfRedAtOnce) {
  Scenario(changtai_rules())
      .submit({.category = "noise", .area = kBanyan1, .severity = Severity::Red})
      .then({filed(kFirst, {.category = "noise", .area = kBanyan1, .severity = Severity::Red}, 1,
                   kMorning, kBanyan),
             promise(kFirst, Stage::Resolve, "24h", kMorning, "red"),
             promise(kFirst, Stage::Sign, "5m", kMorning, "red"),
             rung_promise(kFirst, "15m", kMorning, "red", Tier::Street),
             promise(kFirst, Stage::OnSite, "30m", kMorning, "red"),
             promise(kFirst, Stage::InitialResult, "2h", kMorning, "red"),
             OrderDispatched{.id = kFirst,
                             .number = 1,
                             .unit = {"wuan"},
                             .tier = Tier::Street,
                             .rule = {"red:street"},
                             .raised_to_duty = false,
                             .queue_due = kMorning + 5min,
                             .told = {{"banyan-1"}, {"banyan"}, {"waiwu"}}}});
}

TEST(Dispatch, TellsOnlyUnitsOfTheTierItself) {
  // Nobody is at the building and the compound; the community above is told once.
  const OrderDispatched order =
      order_for({.category = "noise", .area = kMill1, .severity = Severity::Red});
  EXPECT_EQ(order.told, (std::vector<UnitCode>{{"jinli"}}));
}

TEST(Dispatch, TellsTheStreetWhenADepartmentOwnsARedDuty) {
  const OrderDispatched order =
      order_for({.category = "burst", .area = kBanyan1, .severity = Severity::Red});
  EXPECT_EQ(order.unit.value, "water");
  EXPECT_EQ(order.told, (std::vector<UnitCode>{{"banyan-1"}, {"banyan"}, {"waiwu"}, {"wuan"}}));
}

TEST(Dispatch, TellsNobodyElseOfYellowAndBlue) {
  EXPECT_TRUE(order_for({.category = "burst", .severity = Severity::Yellow}).told.empty());
  EXPECT_TRUE(order_for({.category = "burst", .severity = Severity::Blue}).told.empty());
}

TEST(Dispatch, PromisesAVisitForYellowAndNoneForBlue) {
  Scenario story(changtai_rules());
  story.submit({.category = "noise", .severity = Severity::Yellow});
  EXPECT_EQ(story.the_case().clock(Stage::OnSite)->alarms.due, kMorning + 2h);
  EXPECT_EQ(story.the_case().clock(Stage::InitialResult)->alarms.due, kMorning + 24h);
  story.submit({.category = "noise", .severity = Severity::Blue});
  EXPECT_EQ(story.the_case().clock(Stage::OnSite), nullptr);
}

TEST(Dispatch, WaitsByTheEarliestOfItsPromises) {
  EXPECT_EQ(order_for({.category = "burst", .severity = Severity::Yellow}).queue_due,
            kMorning + 30min);
  // Two hours to sign for a utility, where blue has a day.
  EXPECT_EQ(order_for({.category = "burst"}).queue_due, kMorning + 2h);
}

TEST(Dispatch, GivesATierWithoutARungNoBudget) {
  policy::RuleBook rules = changtai_rules();
  std::erase_if(ladder_of(rules, "service").rungs,
                [](const policy::Rung& rung) { return rung.tier == Tier::Community; });
  Scenario story(std::move(rules));
  story.submit({.category = "parking"});
  EXPECT_EQ(story.the_case().clock(Stage::Rung), nullptr);
}

TEST(Dispatch, ManagesWithoutALadder) {
  policy::RuleBook rules = changtai_rules();
  rules.ladders.clear();
  Scenario story(std::move(rules));
  story.submit({.category = "noise", .severity = Severity::Red});
  EXPECT_EQ(story.unit(), "wuan");
  EXPECT_EQ(story.the_case().clock(Stage::Rung), nullptr);
  story.time_passes_to(kMorning + 48h);
  EXPECT_TRUE(story.the_case().ladder_exhausted);
}

TEST(Roster, SaysWhoseTurnItIs) {
  policy::RuleBook rules = changtai_rules();
  const auto monday = std::chrono::local_days{std::chrono::year{2026} / 3 / 9};
  rules.rotas = {{.unit = {"banyan-1"},
                  .from = monday,
                  .days = 7,
                  .persons = {{"aunt-li"}, {"uncle-wu"}},
                  .rule = {"rota:banyan-1"}}};
  Scenario story(std::move(rules));
  story.submit({.category = "litter", .area = kBanyan1});
  EXPECT_EQ(story.facts<OrderAssigned>(),
            (std::vector<OrderAssigned>{
                {.id = kFirst, .person = {"aunt-li"}, .rule = {"rota:banyan-1"}}}));
  EXPECT_EQ(story.state().symbols().name(story.the_case().assignee), "aunt-li");
  // The compound has no roster: nobody's turn there.
  story.take("banyan-1").raise();
  EXPECT_EQ(story.facts<OrderAssigned>(),
            (std::vector<OrderAssigned>{{.id = kFirst, .person = {}, .rule = {"roster:none"}}}));
  EXPECT_EQ(story.the_case().assignee, Symbol{});
}

TEST(Roster, OfNobodySaysNothing) {
  Scenario story(changtai_rules());
  story.submit({.category = "litter"});
  EXPECT_TRUE(story.facts<OrderAssigned>().empty());
}

TEST(Copy, GoesToTheDistrictOfAStreetsFirstOrder) {
  policy::RuleBook rules = changtai_rules();
  rules.settings.escalation.copy_district = true;
  Scenario story(rules);
  story.submit({.category = "addition"});
  EXPECT_EQ(
      story.facts<OrderCopied>(),
      (std::vector<OrderCopied>{{.id = kFirst, .unit = {"centre"}, .rule = {"copy:district"}}}));
  // Not of one that climbed there, nor of one that went elsewhere.
  story.submit({.category = "parking"});
  EXPECT_TRUE(story.facts<OrderCopied>().empty());
  story.take("waiwu").raise();
  EXPECT_EQ(story.unit(), "wuan");
  EXPECT_TRUE(story.facts<OrderCopied>().empty());
}

TEST(Copy, GoesToNobodyUnlessTheRulesSaySo) {
  Scenario story(changtai_rules());
  story.submit({.category = "addition"});
  EXPECT_TRUE(story.facts<OrderCopied>().empty());
}

TEST(Copy, GoesToAllParallelTiersOfACaseThatBecameRedWhereItIs) {
  Scenario story(changtai_rules());
  story.submit({.category = "addition", .area = kBanyan1});
  const Context context{story.state(), story.policy(), story.now()};
  Draft draft(context, story.the_case());
  draft.severity = Severity::Red;
  tell_all(draft);
  story.given(draft.events);
  std::vector<std::string> units;
  for (const Event& event : draft.events) {
    const auto& copy = std::get<OrderCopied>(event);
    EXPECT_EQ(copy.rule.value, "red:all_tiers");
    units.push_back(copy.unit.value);
  }
  EXPECT_EQ(units, (std::vector<std::string>{"banyan-1", "banyan", "waiwu", "urban"}));
}

TEST(RequesterClock, RunsOnWhateverHappensToOrders) {
  Scenario story(with_requester_limits(changtai_rules()));
  story.submit({.category = "litter"});
  ASSERT_NE(story.the_case().clock(Stage::Requester), nullptr);
  const CaseClock promised = *story.the_case().clock(Stage::Requester);
  story.take("banyan-1").raise().take("banyan").finish().post_check(false);
  ASSERT_NE(story.the_case().clock(Stage::Requester), nullptr);
  EXPECT_EQ(*story.the_case().clock(Stage::Requester), promised);
}

ModeChanged changed(AreaCode area, OperatingMode mode) {
  return {.area = area, .mode = mode, .by = {"centre"}, .reason = "flood", .since = kMorning};
}

TEST(Wartime, CountsTheBudgetOfATierDayAndNight) {
  Scenario story(changtai_rules());
  story.given({changed(kWaiwu, OperatingMode::Wartime)});
  story.submit({.category = "litter", .area = kBanyan1});
  EXPECT_EQ(story.the_case().clock(Stage::Rung)->alarms.due, kMorning + 4h);
  story.submit({.category = "litter", .area = kMill1});
  EXPECT_NE(story.unit(), "banyan-1");
  EXPECT_EQ(story.the_case().clock(Stage::Rung)->alarms.due, shanghai("2026-03-10 09:00"));
}

TEST(Wartime, EndsWhereANearerAreaIsAtPeace) {
  Scenario story(changtai_rules());
  story.submit({.category = "litter", .area = kBanyan1});
  const auto at_war = [&] {
    const Context context{story.state(), story.policy(), story.now()};
    return Draft(context, story.the_case()).wartime();
  };
  EXPECT_FALSE(at_war());
  story.given({changed(kChangtai, OperatingMode::Wartime)}).about(kFirst);
  EXPECT_TRUE(at_war());
  story.given({changed(kBanyan, OperatingMode::Peacetime)}).about(kFirst);
  EXPECT_FALSE(at_war());
  story.given({changed(kJinli, OperatingMode::Wartime)}).about(kFirst);
  EXPECT_FALSE(at_war());
}

}  // namespace whistle::casework::dispatch_test
