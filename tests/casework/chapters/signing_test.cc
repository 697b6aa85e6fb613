#include <gtest/gtest.h>

#include <chrono>

#include "engine/casework/limits.h"
#include "tests/support/scenario.h"

// Pulled under a lease, then signed for; each with a token that fences out everybody else.
namespace whistle::casework::signing_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};
constexpr CaseId kSecond{2};
constexpr CaseId kThird{3};

const Report kParking{.category = "parking"};

PullOrders wish_for(CaseId only, std::string worker = "chen", bool sign_at_once = false) {
  return {.unit = {"waiwu"},
          .worker = {std::move(worker)},
          .max = 1,
          .only = only,
          .sign_at_once = sign_at_once};
}

TEST(Pull, LeasesTheFirstOrderForAMinute) {
  Scenario(changtai_rules())
      .submit(kParking)
      .submit(kParking)
      .pull("waiwu", "chen")
      .then({OrderLeased{.id = kFirst, .worker = {"chen"}, .token = {1}, .until = kMorning + 60s}})
      .then_told(PullAnswer{{{.id = kFirst, .token = {1}, .until = kMorning + 60s}}});
}

TEST(Pull, GivesEachWorkerAnOrderOfTheirOwn) {
  Scenario story(changtai_rules());
  story.submit(kParking).submit(kParking).pull("waiwu", "chen").pull("waiwu", "zhou");
  EXPECT_EQ(story.id(), kSecond);
  story.pull("waiwu", "wu").then_nothing().then_told(PullAnswer{});
}

TEST(Pull, GivesSeveralAtOnceInTheOrderOfTheLine) {
  Scenario(changtai_rules())
      .submit(kParking)
      .submit({.category = "parking", .severity = Severity::Yellow})
      .submit(kParking)
      .pull("waiwu", "chen", 2)
      .then_told(PullAnswer{{{.id = kSecond, .token = {1}, .until = kMorning + 60s},
                             {.id = kFirst, .token = {2}, .until = kMorning + 60s}}});
}

TEST(Pull, GivesAtLeastOneAndAtMostTheBound) {
  Scenario story(changtai_rules());
  for (std::uint32_t i = 0; i <= kPullMax + 1; ++i) story.submit(kParking);
  story.pull("waiwu", "chen", 0);
  EXPECT_EQ(story.facts<OrderLeased>().size(), 1U);
  story.pull("waiwu", "chen", kPullMax + 1);
  EXPECT_EQ(story.facts<OrderLeased>().size(), kPullMax);
  EXPECT_EQ(story.state().line("waiwu")->size(), 1U);
}

TEST(Pull, GivesTheNamedOrderOutOfTurn) {
  Scenario(changtai_rules())
      .submit(kParking)
      .submit(kParking)
      .when(wish_for(kSecond))
      .then(
          {OrderLeased{.id = kSecond, .worker = {"chen"}, .token = {1}, .until = kMorning + 60s}});
}

TEST(Pull, GivesNothingWhenTheNamedOrderWaitsElsewhere) {
  Scenario(changtai_rules())
      .submit(kParking)
      .submit({.category = "litter"})
      .when(wish_for(kSecond))
      .then_nothing()
      .then_told(PullAnswer{})
      .when(wish_for(kThird))
      .then_nothing();
}

TEST(Pull, GivesTheNamedOrderAgainToWhoHoldsIt) {
  Scenario(changtai_rules())
      .submit(kParking)
      .when(wish_for(kFirst))
      .at(kMorning + 10s)
      .when(wish_for(kFirst))
      .then_nothing()
      .then_told(PullAnswer{{{.id = kFirst, .token = {1}, .until = kMorning + 60s}}})
      .when(wish_for(kFirst, "zhou"))
      .then_nothing()
      .then_told(PullAnswer{});
}

TEST(Pull, GivesTheNamedOrderAgainToWhoSignedForIt) {
  Scenario(changtai_rules())
      .submit(kParking)
      .when(wish_for(kFirst, "chen", true))
      .when(wish_for(kFirst, "chen", true))
      .then_nothing()
      .then_told(PullAnswer{{{.id = kFirst, .token = {2}, .until = kNever}}});
}

TEST(Pull, SignsAtOnceWhenAskedTo) {
  Scenario(changtai_rules())
      .submit(kParking)
      .take("waiwu", "chen")
      .then({OrderLeased{.id = kFirst, .worker = {"chen"}, .token = {1}, .until = kMorning + 60s},
             OrderSigned{.id = kFirst, .worker = {"chen"}, .token = {2}},
             ClockMet{.id = kFirst, .stage = Stage::Sign, .on_time = true},
             promise(kFirst, Stage::Contact, "1wd", kMorning, "blue")})
      .then_told(PullAnswer{{{.id = kFirst, .token = {2}, .until = kNever}}});
}

TEST(Pull, SignsForSeveralAtOnceWithATokenEach) {
  Scenario story(changtai_rules());
  story.submit(kParking).submit(kParking).take("waiwu", "chen", 2);
  EXPECT_EQ(story.about(kFirst).token(), Token{2});
  EXPECT_EQ(story.about(kSecond).token(), Token{4});
}

TEST(Pull, RefusesUnknownUnitsAndNamelessWorkers) {
  Scenario(changtai_rules())
      .pull("no-such-unit")
      .then_refused(Reason::UnknownUnit)
      .pull("waiwu", "")
      .then_refused(Reason::MissingIdentity)
      .pull("waiwu")
      .then_nothing();
}

TEST(Lease, LapsesAtItsInstantAndNotBefore) {
  Scenario story(changtai_rules());
  story.submit(kParking).pull("waiwu").time_passes_to(kMorning + 60s - 1ms).then_nothing();
  EXPECT_EQ(story.the_case().place, Place::Lease);
  story.time_passes_to(kMorning + 60s).then({LeaseLapsed{.id = kFirst, .token = {1}}});
  EXPECT_EQ(story.the_case().place, Place::Queue);
}

TEST(Lease, GivesTheOrderItsOldPlaceInTheLineBack) {
  Scenario story(changtai_rules());
  story.submit(kParking).submit(kParking).pull("waiwu").submit(kParking);
  story.time_passes_to(kMorning + 60s).pull("waiwu", "zhou", 3);
  std::vector<CaseId> ids;
  for (const OrderLeased& leased : story.facts<OrderLeased>()) ids.push_back(leased.id);
  EXPECT_EQ(ids, (std::vector<CaseId>{kFirst, kSecond, kThird}));
}

TEST(Lease, GoesOnWhenItIsRenewed) {
  Scenario story(changtai_rules());
  story.submit(kParking)
      .pull("waiwu")
      .at(kMorning + 40s)
      .renew()
      .then({LeaseRenewed{.id = kFirst, .until = kMorning + 100s}})
      .then_told(TokenAnswer{.token = {1}, .until = kMorning + 100s})
      .time_passes_to(kMorning + 100s - 1ms)
      .then_nothing()
      .time_passes_to(kMorning + 100s);
  EXPECT_EQ(story.the_case().place, Place::Queue);
}

TEST(Lease, CannotBeRenewedAfterItLapsed) {
  Scenario(changtai_rules())
      .submit(kParking)
      .pull("waiwu")
      .time_passes_to(kMorning + 60s)
      .renew()
      .then_refused(Reason::TokenSuperseded);
}

TEST(Lease, CannotBeRenewedByAnotherToken) {
  Scenario(changtai_rules())
      .submit(kParking)
      .renew()
      .then_refused(Reason::TokenSuperseded)
      .pull("waiwu")
      .holding({2})
      .renew()
      .then_refused(Reason::TokenSuperseded);
}

TEST(Lease, EndsWhenTheWorkerGivesTheOrderBack) {
  Scenario story(changtai_rules());
  story.submit(kParking).pull("waiwu").release("no key").then(
      {OrderReleased{.id = kFirst, .token = {1}, .reason = "no key"}});
  EXPECT_EQ(story.the_case().place, Place::Queue);
  story.sign().then_refused(Reason::TokenSuperseded);
  story.pull("waiwu", "zhou");
  EXPECT_EQ(story.id(), kFirst);
}

TEST(Lease, HasNothingLeftToGiveBackAfterItLapsed) {
  Scenario(changtai_rules())
      .submit(kParking)
      .pull("waiwu")
      .time_passes_to(kMorning + 60s)
      .release()
      .then_nothing();
}

TEST(Lease, IsNotGivenBackAfterSigning) {
  Scenario story(changtai_rules());
  story.submit(kParking).pull("waiwu");
  const Token lease = story.token();
  story.sign().release().then_refused(Reason::WrongState);
  story.holding(lease).release().then_refused(Reason::TokenSuperseded);
}

TEST(Signature, MakesTheWorkerTheOwner) {
  Scenario(changtai_rules())
      .submit(kParking)
      .pull("waiwu", "chen")
      .at(kMorning + 30s)
      .sign("chen")
      .then({OrderSigned{.id = kFirst, .worker = {"chen"}, .token = {2}},
             ClockMet{.id = kFirst, .stage = Stage::Sign, .on_time = true},
             promise(kFirst, Stage::Contact, "1wd", kMorning + 30s, "blue")})
      .then_told(TokenAnswer{.token = {2}, .until = kNever});
}

TEST(Signature, IsOnTimeAtTheLastMillisecond) {
  const Timestamp due = shanghai("2026-03-10 09:00");
  Scenario story(changtai_rules());
  story.submit(kParking).time_passes_to(due).take("waiwu");
  EXPECT_EQ(story.facts<ClockMet>(),
            (std::vector<ClockMet>{{.id = kFirst, .stage = Stage::Sign, .on_time = true}}));
}

TEST(Signature, IsLateAMillisecondAfter) {
  const Timestamp due = shanghai("2026-03-10 09:00");
  Scenario story(changtai_rules());
  story.submit(kParking).time_passes_to(due).at(due + 1ms).take("waiwu");
  EXPECT_EQ(
      story.facts<ClockRanOut>(),
      (std::vector<ClockRanOut>{
          {.id = kFirst, .stage = Stage::Sign, .due = due, .unit = {"waiwu"}, .far = false}}));
  EXPECT_EQ(story.facts<ClockMet>(),
            (std::vector<ClockMet>{{.id = kFirst, .stage = Stage::Sign, .on_time = false}}));
}

TEST(Signature, OutlivesTheLease) {
  Scenario story(changtai_rules());
  story.submit(kParking).pull("waiwu").sign().time_passes_to(kMorning + 60s).then_nothing();
  EXPECT_EQ(story.the_case().place, Place::Hands);
}

TEST(Signature, CountsAfterTheLeaseLapsedWhenNobodyElseWasGrantedTheOrder) {
  Scenario story(changtai_rules());
  story.submit(kParking).pull("waiwu", "chen").time_passes_to(kMorning + 5min).sign("chen");
  EXPECT_EQ(story.the_case().place, Place::Hands);
  EXPECT_EQ(story.state().line("waiwu")->size(), 0U);
  story.contact();
}

TEST(Signature, IsRefusedAfterAnotherWorkerWasGrantedTheOrder) {
  Scenario story(changtai_rules());
  story.submit(kParking).pull("waiwu", "chen");
  const Token of_chen = story.token();
  story.time_passes_to(kMorning + 60s).pull("waiwu", "zhou");
  const Token of_zhou = story.token();
  EXPECT_GT(of_zhou, of_chen);
  story.holding(of_chen).sign("chen").then_refused(Reason::TokenSuperseded);
  story.holding(of_zhou).sign("zhou");
  EXPECT_EQ(story.state().symbols().name(story.the_case().worker), "zhou");
}

TEST(Signature, IsRefusedAfterTheOrderClimbedToAnotherUnit) {
  Scenario story(changtai_rules());
  story.submit({.category = "litter"}).pull("banyan-1");
  story.time_passes_to(shanghai("2026-03-09 15:01"));
  EXPECT_EQ(story.unit(), "banyan");
  story.sign().then_refused(Reason::TokenSuperseded);
  story.renew().then_refused(Reason::TokenSuperseded);
  story.release().then_refused(Reason::TokenSuperseded);
}

TEST(Signature, OfAnEarlierOwnerIsWorthNothingAfterTheCaseClimbed) {
  Scenario story(changtai_rules());
  story.submit({.category = "litter"}).take("banyan-1");
  story.time_passes_to(shanghai("2026-03-09 15:01"));
  EXPECT_EQ(story.unit(), "banyan");
  story.contact().then_refused(Reason::TokenSuperseded);
  story.finish().then_refused(Reason::TokenSuperseded);
  story.raise().then_refused(Reason::TokenSuperseded);
  story.sign().then_refused(Reason::TokenSuperseded);
}

TEST(Signature, GivenTwiceGetsTheSameAnswer) {
  Scenario story(changtai_rules());
  story.submit(kParking).pull("waiwu");
  const Token lease = story.token();
  story.sign().holding(lease).sign().then_nothing().then_told(
      TokenAnswer{.token = {2}, .until = kNever});
}

TEST(Signature, NeedsALease) {
  Scenario(changtai_rules())
      .submit(kParking)
      .sign()
      .then_refused(Reason::TokenSuperseded)
      .about({2})
      .sign()
      .then_refused(Reason::UnknownCase)
      .about({})
      .sign()
      .then_refused(Reason::UnknownCase);
}

TEST(Signature, NeedsAName) {
  Scenario(changtai_rules())
      .submit(kParking)
      .pull("waiwu")
      .sign("")
      .then_refused(Reason::MissingIdentity);
}

TEST(Signature, EndsTheBudgetOfATierThatWasToldInParallel) {
  Scenario story(changtai_rules());
  story.submit({.category = "noise", .severity = Severity::Red}).take("wuan");
  EXPECT_EQ(story.facts<ClockMet>(),
            (std::vector<ClockMet>{{.id = kFirst, .stage = Stage::Sign, .on_time = true},
                                   {.id = kFirst, .stage = Stage::Rung, .on_time = true}}));
}

TEST(Signature, LeavesTheBudgetOfATierRunningUntilTheWorkIsFinished) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu");
  EXPECT_NE(story.the_case().clock(Stage::Rung), nullptr);
}

TEST(Signature, AsksForNoSecondContact) {
  Scenario story(changtai_rules());
  story.submit({.category = "litter"}).take("banyan-1").contact();
  story.raise().take("banyan");
  EXPECT_EQ(story.the_case().clock(Stage::Contact), nullptr);
}

TEST(Tokens, OnlyGrow) {
  Scenario story(changtai_rules());
  Token last;
  story.submit(kParking);
  for (int round = 0; round < 3; ++round) {
    story.pull("waiwu");
    EXPECT_GT(story.token(), last);
    last = story.token();
    story.release();
  }
  story.take("waiwu");
  EXPECT_GT(story.token(), last);
}

TEST(OpenCase, IsToldFromAClosedAndFromAnUnknownOne) {
  Scenario story(without_checks(changtai_rules()));
  story.submit(kParking).take("waiwu").finish();
  EXPECT_EQ(story.state().open_cases(), 0U);
  story.finish().then_refused(Reason::CaseClosed);
  story.about({2}).finish().then_refused(Reason::UnknownCase);
}

}  // namespace whistle::casework::signing_test
