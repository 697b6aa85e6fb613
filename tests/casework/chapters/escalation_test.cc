#include <gtest/gtest.h>

#include <chrono>

#include "tests/casework/chapters/late_words.h"
#include "tests/support/scenario.h"

// Time passes: promises become due soon, overdue and far overdue, cards are issued, cases climb.
namespace whistle::casework::escalation_test {

using namespace std::chrono_literals;
using namespace support;     // NOLINT(google-build-using-namespace): the words of the stories
using namespace late_words;  // NOLINT(google-build-using-namespace): the same
using policy::RungMode;

const Report kLitter{.category = "litter"};
const Report kParking{.category = "parking"};
const Report kRedNoise{.category = "noise", .severity = Severity::Red};

TEST(DueSoon, IsToldWhenThreeQuartersAreUsedUp) {
  // Four working hours from 09:00: three are over at noon.
  Scenario(changtai_rules())
      .submit(kLitter)
      .time_passes_to(shanghai("2026-03-09 12:00") - 1ms)
      .then_nothing()
      .time_passes_to(shanghai("2026-03-09 12:00"))
      .then(
          {ClockDueSoon{.id = kFirst, .stage = Stage::Rung, .due = shanghai("2026-03-09 15:00")}});
}

TEST(Budget, LastsThroughItsDueMillisecond) {
  const Timestamp due = shanghai("2026-03-09 15:00");
  Scenario story(changtai_rules());
  story.submit(kLitter).time_passes_to(shanghai("2026-03-09 14:30")).time_passes_to(due);
  story.then_nothing();
  const Timestamp after = due + 1ms;
  story.time_passes_to(after).then({ran_out(Stage::Rung, due, "banyan-1"),
                                    CaseEscalated{.id = kFirst,
                                                  .from_tier = Tier::Building,
                                                  .from_unit = {"banyan-1"},
                                                  .to_tier = Tier::Compound,
                                                  .to_unit = {"banyan"},
                                                  .mode = RungMode::HandOver,
                                                  .rule = {"rung:building:used_up"}},
                                    dropped(Stage::Sign), dropped(Stage::Rung),
                                    promise(kFirst, Stage::Sign, "1wd", after, "blue"),
                                    rung_promise(kFirst, "4wh", after, "service", Tier::Compound),
                                    OrderDispatched{.id = kFirst,
                                                    .number = 2,
                                                    .unit = {"banyan"},
                                                    .tier = Tier::Compound,
                                                    .rule = {"rung:building:used_up"},
                                                    .raised_to_duty = false,
                                                    .queue_due = shanghai("2026-03-10 09:00") + 1ms,
                                                    .told = {}}});
}

TEST(Budget, ThatIsUsedUpIsNoBrokenPromise) {
  Scenario story(changtai_rules());
  story.submit(kLitter).time_passes_to(shanghai("2026-03-09 15:01"));
  EXPECT_EQ(story.the_case().card, Card::None);
  EXPECT_EQ(story.state().tallies().overdue, 0U);
  EXPECT_EQ(story.state().tallies().escalations, 1U);
}

TEST(Overdue, EarnsAYellowCardAMillisecondAfterThePromise) {
  const Timestamp due = shanghai("2026-03-10 09:00");
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").time_passes_to(due);
  EXPECT_EQ(story.the_case().card, Card::None);
  // The budget of the community ends at the same instant as the promise of a first contact.
  story.time_passes_to(due + 1ms);
  EXPECT_EQ(story.facts<ClockRanOut>(),
            (std::vector<ClockRanOut>{ran_out(Stage::Rung, due, "waiwu"),
                                      ran_out(Stage::Contact, due, "waiwu")}));
  EXPECT_EQ(story.facts<CardIssued>(),
            (std::vector<CardIssued>{yellow_card(Stage::Contact, "waiwu")}));
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"wuan"}));
  EXPECT_EQ(story.state().tallies().overdue, 1U);
}

TEST(Overdue, OfAPromiseAloneMovesNothing) {
  Scenario story(changtai_rules());
  story.submit({.category = "burst"}).time_passes_to(kMorning + 2h + 1ms);
  EXPECT_EQ(story.facts<CardIssued>(),
            (std::vector<CardIssued>{yellow_card(Stage::Sign, "water")}));
  EXPECT_EQ(way_up(story), (std::vector<std::string>{}));
  EXPECT_EQ(story.unit(), "water");
}

TEST(Overdue, MovesTheCaseWhenNoBudgetIsLeftButThePromiseToResolve) {
  policy::RuleBook rules = changtai_rules();
  for (policy::Rung& rung : ladder_of(rules, "service").rungs) rung.budget.reset();
  const Timestamp due = shanghai("2026-03-16 09:00");
  Scenario story(std::move(rules));
  story.submit(kParking).take("waiwu").contact().time_passes_to(due);
  EXPECT_EQ(story.unit(), "waiwu");
  story.time_passes_to(due + 1ms);
  EXPECT_EQ(story.facts<CaseEscalated>().front().rule.value, "resolve:overdue");
  EXPECT_EQ(story.unit(), "wuan");
}

TEST(FarOverdue, EarnsARedCardAndClimbs) {
  // Two hours to sign, twice that is too much.
  Scenario story(changtai_rules());
  story.submit({.category = "burst"}).time_passes_to(shanghai("2026-03-09 13:00"));
  EXPECT_EQ(story.the_case().card, Card::Yellow);
  story.time_passes_to(shanghai("2026-03-09 13:00") + 1ms)
      .then({ran_out(Stage::Sign, kMorning + 2h, "water", true), red_card(Stage::Sign, "water"),
             CaseEscalated{.id = kFirst,
                           .from_tier = Tier::Department,
                           .from_unit = {"water"},
                           .to_tier = Tier::District,
                           .to_unit = {"centre"},
                           .mode = RungMode::Supervise,
                           .rule = {"sign:far_overdue"}},
             dropped(Stage::Rung)});
  EXPECT_EQ(story.state().tallies().overdue, 1U);
}

TEST(FarOverdue, BeginsAMillisecondAfterTwiceTheLimitAlsoWhenNothingWasToldBefore) {
  for (const Milliseconds late : {0ms, 1ms}) {
    Scenario story(changtai_rules());
    story.submit({.category = "burst"}).at(kMorning + 4h + late).tick();
    EXPECT_EQ(story.the_case().card, late == 0ms ? Card::Yellow : Card::Red);
  }
}

TEST(Cards, OnlyRatchetUp) {
  Scenario story(changtai_rules());
  story.submit({.category = "burst"}).time_passes_to(shanghai("2026-03-09 13:01"));
  EXPECT_EQ(story.the_case().card, Card::Red);
  // The promise to resolve breaks as well; a yellow card would be a step down.
  story.time_passes_to(shanghai("2026-03-16 09:01"));
  EXPECT_TRUE(story.facts<CardIssued>().empty());
  EXPECT_EQ(story.the_case().card, Card::Red);
  EXPECT_EQ(story.state().tallies().yellow_cards, 1U);
  EXPECT_EQ(story.state().tallies().red_cards, 1U);
}

TEST(Cards, AreRedAtOnceForRed) {
  Scenario story(changtai_rules());
  story.submit(kRedNoise).time_passes_to(kMorning + 5min);
  EXPECT_EQ(story.the_case().card, Card::None);
  story.time_passes_to(kMorning + 5min + 1ms);
  EXPECT_EQ(story.facts<CardIssued>(), (std::vector<CardIssued>{red_card(Stage::Sign, "wuan")}));
  // Whoever was told in parallel now watches; the street keeps the case.
  EXPECT_EQ(story.facts<CaseEscalated>().front().rule.value, "sign:overdue");
  EXPECT_EQ(story.unit(), "wuan");
  EXPECT_EQ(story.the_case().watch_tier, Tier::District);
}

TEST(Cards, TakeTheirPointsFromTheBook) {
  policy::RuleBook rules = changtai_rules();
  rules.settings.cards.red_points = -42;
  Scenario story(std::move(rules));
  story.submit(kRedNoise).time_passes_to(kMorning + 6min);
  EXPECT_EQ(story.facts<CardIssued>().front().points, -42);
}

TEST(Red, ClimbsWhenNobodySignsInAQuarterOfAnHour) {
  policy::RuleBook rules = changtai_rules();
  // Without the promise to sign in five minutes.
  std::erase_if(rules.limits,
                [](const policy::LimitRule& rule) { return rule.stage == Stage::Sign; });
  Scenario story(std::move(rules));
  story.submit({.category = "addition", .severity = Severity::Red});
  story.time_passes_to(kMorning + 15min);
  EXPECT_EQ(way_up(story), (std::vector<std::string>{}));
  story.time_passes_to(kMorning + 15min + 1ms);
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"urban"}));
  EXPECT_EQ(story.facts<CaseEscalated>().front().mode, RungMode::Parallel);
}

TEST(Red, TellsAllTiersAtOnceAndStopsClimbingWhenSomebodySigned) {
  Scenario story(changtai_rules());
  story.submit({.category = "addition", .severity = Severity::Red});
  EXPECT_EQ(story.facts<OrderDispatched>().front().told,
            (std::vector<UnitCode>{{"banyan-1"}, {"banyan"}, {"waiwu"}, {"urban"}}));
  story.at(kMorning + 5min).take("wuan").arrive().progress();
  EXPECT_EQ(story.the_case().clock(Stage::Rung), nullptr);
  story.time_passes_to(kMorning + 24h);
  EXPECT_EQ(way_up(story), (std::vector<std::string>{}));
  story.time_passes_to(kMorning + 24h + 1ms);
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"urban"}));
}

TEST(Outage, CollapsesIntoOneStepAndTheHighestCard) {
  Scenario story(changtai_rules());
  story.submit(kLitter).at(shanghai("2026-03-31 09:00")).tick();
  EXPECT_EQ(story.facts<ClockRanOut>(),
            (std::vector<ClockRanOut>{
                ran_out(Stage::Resolve, shanghai("2026-03-16 09:00"), "banyan-1", true),
                ran_out(Stage::Sign, shanghai("2026-03-10 09:00"), "banyan-1", true),
                ran_out(Stage::Rung, shanghai("2026-03-09 15:00"), "banyan-1", true)}));
  EXPECT_EQ(story.facts<CardIssued>(),
            (std::vector<CardIssued>{red_card(Stage::Resolve, "banyan-1")}));
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"wuan"}));
  EXPECT_TRUE(story.facts<ClockDueSoon>().empty());
  // Nothing is left to tell at this instant.
  story.tick().then_nothing();
}

TEST(Outage, PassesOverARungWhoseBudgetIsUsedUpAsWell) {
  // The compound would have had its four hours from 15:00 on.
  const Timestamp due = shanghai("2026-03-10 09:00");
  for (const Milliseconds late : {0ms, 1ms}) {
    Scenario story(changtai_rules());
    story.submit(kLitter).at(due + late).tick();
    const CaseEscalated step = story.facts<CaseEscalated>().front();
    EXPECT_EQ(step.to_unit.value, late == 0ms ? "banyan" : "waiwu");
    EXPECT_EQ(step.collapsed, late == 0ms ? 0 : 1);
    EXPECT_EQ(story.facts<CaseEscalated>().size(), 1U);
  }
}

TEST(Outage, PassesOverThreeRungsInOneStepAndGivesAWholeBudget) {
  policy::RuleBook rules = changtai_rules();
  // Litter that has a competent department at the top.
  for (policy::Category& category : rules.categories) {
    if (category.code.value == "litter") category.department = {"water"};
  }
  // Building 15:00, then 4wh, 1wd and 1wd.
  const Timestamp due = shanghai("2026-03-12 09:00");
  Scenario early(rules);
  early.submit(kLitter).at(due).tick();
  EXPECT_EQ(way_up(early), (std::vector<std::string>{"wuan"}));

  const Timestamp now = due + 1ms;
  Scenario story(rules);
  story.submit(kLitter).at(now).tick();
  EXPECT_EQ(story.facts<CaseEscalated>(),
            (std::vector<CaseEscalated>{{.id = kFirst,
                                         .from_tier = Tier::Building,
                                         .from_unit = {"banyan-1"},
                                         .to_tier = Tier::Department,
                                         .to_unit = {"water"},
                                         .mode = RungMode::HandOver,
                                         .rule = {"rung:building:used_up"},
                                         .collapsed = 3}}));
  EXPECT_EQ(story.the_case().order_number, 2U);
  EXPECT_EQ(story.the_case().escalations, 1U);
  EXPECT_EQ(story.the_case().clock(Stage::Rung)->alarms.due, shanghai("2026-03-16 09:00") + 1ms);
}

TEST(Outage, GivesTheCaseToSomebodyBeforeItIsOnlyWatched) {
  Scenario story(changtai_rules());
  story.submit(kLitter).at(shanghai("2026-06-01 09:00")).tick();
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"wuan"}));
  EXPECT_EQ(story.facts<CaseEscalated>().front().collapsed, 2);
}

TEST(Outage, LapsesTheLeaseOfAnOrderThatClimbsInTheSameStep) {
  Scenario story(changtai_rules());
  story.submit(kLitter).pull("banyan-1").at(shanghai("2026-03-10 08:59")).tick();
  EXPECT_EQ(story.events().front(), Event(LeaseLapsed{.id = kFirst, .token = {1}}));
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"banyan"}));
  EXPECT_EQ(story.state().line("banyan-1")->size(), 0U);
  EXPECT_EQ(story.state().line("banyan")->size(), 1U);
}

TEST(CallAndWeCome, LeavesTheCaseWithWhoShouldHaveCome) {
  Scenario story(changtai_rules());
  story.submit({.category = "noise", .request_type = RequestType::Help}).take("banyan");
  story.time_passes_to(kMorning + 61min);
  EXPECT_EQ(story.the_case().card, Card::Red);  // twice the five minutes are over
  EXPECT_EQ(way_up(story), (std::vector<std::string>{}));
  EXPECT_EQ(story.unit(), "banyan");
}

TEST(CallAndWeCome, MovesRed) {
  Scenario story(changtai_rules());
  story.submit({.category = "noise", .severity = Severity::Red, .request_type = RequestType::Help});
  story.take("wuan").contact().time_passes_to(kMorning + 30min + 1ms);
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"centre"}));
}

TEST(Tick, TellsNoMoreCasesThanAskedFor) {
  Scenario story(changtai_rules());
  for (int i = 0; i < 5; ++i) story.submit(kParking);
  story.at(shanghai("2026-03-20 09:00")).tick(0).then_nothing();
  story.tick(2).then_told(TickAnswer{.cases = 2});
  story.tick(1024).then_told(TickAnswer{.cases = 3});
  story.tick(1024).then_nothing().then_told(TickAnswer{.cases = 0});
}

TEST(Tick, TellsTheEarliestFirst) {
  Scenario story(changtai_rules());
  story.submit(kParking).at(kMorning + 1s).submit({.category = "burst"});
  story.at(shanghai("2026-03-09 11:01")).tick(1);
  EXPECT_EQ(case_of(story.events().front()), CaseId{2});
}

TEST(Tick, TellsTheDeskThatAComplaintWasReadLate) {
  Scenario story(changtai_rules());
  story.submit({.category = "noise", .category_certainty = triage::Certainty::Unsure});
  story.time_passes_to(kMorning + 15min + 1ms);
  EXPECT_EQ(story.facts<CardIssued>(),
            (std::vector<CardIssued>{yellow_card(Stage::Accept, "triage")}));
  EXPECT_EQ(way_up(story), (std::vector<std::string>{}));
}

TEST(Tick, MovesNoCaseThatWaitsForTheCentre) {
  Scenario story(changtai_rules());
  story.submit(kRedNoise).take("wuan").finish().time_passes_to(kMorning + 2h);
  EXPECT_EQ(story.facts<ClockRanOut>().size(), 2U);  // overdue, then far overdue
  EXPECT_EQ(way_up(story), (std::vector<std::string>{}));
  EXPECT_EQ(story.the_case().place, Place::Desk);
}

TEST(Escalation, KeepsTheWorkOfWhoKeepsThePromise) {
  Scenario story(changtai_rules());
  story.submit(kLitter).take("banyan-1").contact().at(shanghai("2026-03-09 15:00")).finish();
  story.time_passes_to(shanghai("2026-03-09 18:00"));
  EXPECT_EQ(way_up(story), (std::vector<std::string>{}));
}

TEST(Escalation, TakesTheWorkAwayFromWhoBreaksIt) {
  Scenario story(changtai_rules());
  story.submit(kLitter).take("banyan-1").contact();
  story.time_passes_to(shanghai("2026-03-09 15:01"));
  EXPECT_EQ(story.unit(), "banyan");
  EXPECT_EQ(story.the_case().place, Place::Queue);
  EXPECT_EQ(story.the_case().token, Token{});
}

}  // namespace whistle::casework::escalation_test
