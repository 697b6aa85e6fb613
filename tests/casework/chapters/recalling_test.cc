#include <gtest/gtest.h>

#include <chrono>

#include "tests/support/scenario.h"

// Somebody above takes an order out of somebody's hands.
namespace whistle::casework::recalling_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

constexpr CaseId kFirst{1};
const Report kParking{.category = "parking"};

RecallOrder wish(std::string reason = "ill") {
  return {.id = kFirst, .by = {"supervisor"}, .reason = std::move(reason)};
}

TEST(Recall, TakesALeaseAwayAtOnce) {
  Scenario story(changtai_rules());
  story.submit(kParking).submit(kParking).pull("waiwu");
  story.when(wish()).then({OrderRecalled{
      .id = kFirst, .token = {1}, .worker = {"chen"}, .by = {"supervisor"}, .reason = "ill"}});
  story.when(SignForOrder{kFirst, {1}, {"chen"}}).then_refused(Reason::TokenSuperseded);
  // The order is where it stood.
  story.pull("waiwu", "zhou");
  EXPECT_EQ(story.id(), kFirst);
}

TEST(Recall, OfWhatWasSignedForMakesANewOrderOfTheSameUnit) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").about(kFirst);
  const Timestamp due = story.the_case().clock(Stage::Resolve)->alarms.due;
  story.at(story.now() + 10min).when(wish());
  EXPECT_EQ(story.facts<OrderDispatched>().size(), 1U);
  EXPECT_EQ(story.unit(), "waiwu");
  EXPECT_EQ(story.the_case().status, Status::Dispatched);
  ASSERT_NE(story.the_case().clock(Stage::Sign), nullptr);
  EXPECT_EQ(story.the_case().clock(Stage::Resolve)->alarms.due, due);
  story.when(NoteProgress{kFirst, {2}, {"chen"}, "still there"})
      .then_refused(Reason::TokenSuperseded);
}

TEST(Recall, NeedsSomebodyWhoHasIt) {
  Scenario story(changtai_rules());
  story.submit(kParking);
  story.when(wish()).then_refused(Reason::WrongState);
  story.take("waiwu").about(kFirst).finish();
  story.when(wish()).then_refused(Reason::WrongState);
}

TEST(Recall, NeedsANameAndAReason) {
  Scenario story(changtai_rules());
  story.submit(kParking).pull("waiwu");
  story.when(wish("")).then_refused(Reason::MissingReason);
  story.when(RecallOrder{.id = kFirst, .by = {}, .reason = "ill"})
      .then_refused(Reason::MissingIdentity);
  story.when(RecallOrder{.id = {9}, .by = {"supervisor"}, .reason = "ill"})
      .then_refused(Reason::UnknownCase);
}

TEST(Recall, EndsAPause) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").about(kFirst);
  story.when(SuspendCase{.id = kFirst,
                         .token = {2},
                         .worker = {"chen"},
                         .reason = {"waits_for_requester"},
                         .approved_by = {},
                         .note = {}});
  ASSERT_TRUE(story.the_case().dossier->suspended);
  story.when(wish());
  EXPECT_FALSE(story.the_case().dossier->suspended);
}

}  // namespace whistle::casework::recalling_test
