#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/support/scenario.h"

// Leases of one order come to nothing again and again: the dispatcher has it then.
namespace whistle::casework::parking_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

constexpr CaseId kFirst{1};
const Report kParking{.category = "parking"};

policy::RuleBook rules() {
  policy::RuleBook book = changtai_rules();
  book.settings.receipt = 5s;
  policy::LimitRule dispatch;
  dispatch.stage = Stage::Dispatch;
  dispatch.limit = limit_of("30m");
  dispatch.rule = {"limits"};
  book.limits.push_back(dispatch);
  book.settings.attempts = {.timeouts_max = 2, .failures_max = 1, .undelivered_max = 3};
  return book;
}

void let_a_lease_lapse(Scenario& story) {
  story.pull("waiwu").renew().time_passes_to(story.now() + 61s);
}

OrderParked parked(ParkCause cause, std::uint32_t count) {
  return {.id = kFirst, .unit = {"waiwu"}, .cause = cause, .count = count};
}

TEST(Parking, FollowsMoreTimeoutsThanTheRulesAllow) {
  Scenario story(rules());
  story.submit(kParking);
  for (int i = 0; i < 2; ++i) {
    let_a_lease_lapse(story);
    EXPECT_TRUE(story.facts<OrderParked>().empty());
  }
  let_a_lease_lapse(story);
  EXPECT_EQ(story.facts<OrderParked>(), std::vector{parked(ParkCause::Timeouts, 3)});
}

TEST(Parking, FollowsMoreFailuresThanTheRulesAllow) {
  Scenario story(rules());
  story.submit(kParking);
  story.pull("waiwu").when(ReleaseOrder{kFirst, {1}, {"chen"}, "no key", true});
  EXPECT_TRUE(story.facts<OrderParked>().empty());
  story.pull("waiwu").when(ReleaseOrder{kFirst, {2}, {"chen"}, "no key", true});
  EXPECT_EQ(story.facts<OrderParked>(), std::vector{parked(ParkCause::Failures, 2)});
}

TEST(Parking, DoesNotFollowMereReturns) {
  Scenario story(rules());
  story.submit(kParking);
  for (int i = 0; i < 10; ++i) story.pull("waiwu").release();
  EXPECT_EQ(story.unit(), "waiwu");
}

TEST(Parking, FollowsMoreLostGrantsThanTheRulesAllow) {
  Scenario story(rules());
  story.submit(kParking);
  for (int i = 0; i < 3; ++i) story.pull("waiwu").time_passes_to(story.now() + 6s);
  EXPECT_EQ(story.unit(), "waiwu");
  story.pull("waiwu").time_passes_to(story.now() + 6s);
  EXPECT_EQ(story.facts<OrderParked>(), std::vector{parked(ParkCause::Undelivered, 4)});
}

TEST(Parking, EscalatesToTheDispatchDeskWhoseTimeRuns) {
  Scenario story(rules());
  story.submit(kParking);
  for (int i = 0; i < 3; ++i) let_a_lease_lapse(story);
  const Case& item = story.the_case();
  EXPECT_EQ(story.unit(), "dispatch");
  EXPECT_EQ(item.status, Status::Returned);
  EXPECT_EQ(item.escalations, 1U);
  ASSERT_NE(item.clock(Stage::Dispatch), nullptr);
  EXPECT_TRUE(item.clock(Stage::Dispatch)->running);
  EXPECT_FALSE(item.clock(Stage::Sign)->running);
  // The promise to the resident runs on.
  EXPECT_TRUE(item.clock(Stage::Resolve)->running);
}

TEST(Parking, LeavesNoTokenThatWorks) {
  Scenario story(rules());
  story.submit(kParking);
  for (int i = 0; i < 3; ++i) let_a_lease_lapse(story);
  story.when(SignForOrder{kFirst, {3}, {"chen"}}).then_refused(Reason::TokenSuperseded);
}

TEST(Parking, EndsWhenTheDispatcherSendsTheOrderOn) {
  Scenario story(rules());
  story.submit(kParking);
  for (int i = 0; i < 3; ++i) let_a_lease_lapse(story);
  story.when(ReassignCase{.id = kFirst, .by = {"dispatcher"}, .unit = {"waiwu"}, .note = "again"});
  EXPECT_EQ(story.unit(), "waiwu");
  EXPECT_FALSE(bool{story.the_case().dossier->parked_from});
  EXPECT_EQ(story.the_case().dossier->lease_timeouts, 0U);
  // The unit's clock goes on with what was left.
  EXPECT_TRUE(story.the_case().clock(Stage::Sign)->running);
  story.pull("waiwu").sign();
  EXPECT_EQ(story.facts<OrderSigned>().size(), 1U);
}

TEST(Parking, IsEndedOnceHoweverOftenTheDispatcherSaysSo) {
  for (const std::string unit : {"waiwu", "wuan"}) {
    Scenario story(rules());
    story.submit(kParking);
    for (int i = 0; i < 3; ++i) let_a_lease_lapse(story);
    ReassignCase wish{.id = kFirst, .by = {"dispatcher"}, .unit = {unit}, .note = "again"};
    story.when(wish);
    EXPECT_EQ(story.facts<OrderDispatched>().size(), 1U);
    story.when(wish).then_nothing().then_told(NoAnswer{});
    story.pull(unit).when(wish).then_nothing().then_told(NoAnswer{});
    // Another wish, which was not done, nor can be.
    wish.unit = {"jinli"};
    story.when(wish).then_refused(Reason::WrongState);
  }
}

TEST(Parking, IsNotEndedByAWishForAnOrderThatWasNeverSentOn) {
  Scenario story(rules());
  story.submit(kParking);
  story.when(ReassignCase{.id = kFirst, .by = {"dispatcher"}, .unit = {"waiwu"}, .note = {}})
      .then_refused(Reason::WrongState);
}

TEST(Parking, IsNotAReturnOfTheUnit) {
  Scenario story(rules());
  story.submit(kParking);
  for (int i = 0; i < 3; ++i) let_a_lease_lapse(story);
  EXPECT_TRUE(story.the_case().dossier->returned_by.empty());
  story.when(ReturnOrder{.id = kFirst, .unit = {"waiwu"}, .worker = {"chen"}, .reason = "no"})
      .then_refused(Reason::WrongState);
}

TEST(Parking, DoesNotConcernTheDesks) {
  Scenario story(rules());
  story.submit({.category = ""});
  ASSERT_EQ(story.unit(), "triage");
  for (int i = 0; i < 9; ++i) story.pull("triage").renew().time_passes_to(story.now() + 61s);
  EXPECT_EQ(story.unit(), "triage");
}

}  // namespace whistle::casework::parking_test
