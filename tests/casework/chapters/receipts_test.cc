#include <gtest/gtest.h>

#include <chrono>

#include "engine/casework/limits.h"
#include "tests/support/scenario.h"

// A grant that nobody says has arrived is taken back within seconds, and counts for nothing.
namespace whistle::casework::receipts_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};
const Report kParking{.category = "parking"};

policy::RuleBook rules_with_receipts() {
  policy::RuleBook book = changtai_rules();
  book.settings.receipt = 5s;
  return book;
}

ReceiveLeases receipt(std::vector<Held> leases) {
  return {.leases = std::move(leases), .worker = {"chen"}};
}

TEST(Grant, SaysUntilWhenItMustBeReceived) {
  Scenario(rules_with_receipts())
      .submit(kParking)
      .pull("waiwu")
      .then({OrderLeased{.id = kFirst,
                         .worker = {"chen"},
                         .token = {1},
                         .until = kMorning + 60s,
                         .receive_by = kMorning + 5s}})
      .then_told(PullAnswer{
          {{.id = kFirst, .token = {1}, .until = kMorning + 60s, .receive_by = kMorning + 5s}}});
}

TEST(Grant, ThatNobodyReceivesGoesBackUncounted) {
  Scenario story(rules_with_receipts());
  story.submit(kParking).pull("waiwu");
  story.time_passes_to(kMorning + 5s - 1ms).then_nothing();
  story.time_passes_to(kMorning + 5s).then({LeaseUndelivered{.id = kFirst, .token = {1}}});
  EXPECT_EQ(story.the_case().dossier->lease_timeouts, 0U);
  EXPECT_EQ(story.the_case().dossier->lease_undelivered, 1U);
  story.pull("waiwu", "zhou");
  EXPECT_EQ(story.facts<OrderLeased>().size(), 1U);
}

TEST(Grant, LastsItsWholeTimeFromItsReceipt) {
  Scenario story(rules_with_receipts());
  story.submit(kParking).pull("waiwu");
  story.when(receipt({{kFirst, {1}}}), kMorning + 3s)
      .then({LeaseReceived{.id = kFirst, .token = {1}, .until = kMorning + 63s}})
      .then_told(HeldAnswer{{{.id = kFirst, .token = {1}, .until = kMorning + 63s}}});
  story.time_passes_to(kMorning + 63s - 1ms).then_nothing();
  story.time_passes_to(kMorning + 63s).then({LeaseLapsed{.id = kFirst, .token = {1}}});
}

TEST(Receipt, ChangesNothingTheSecondTime) {
  Scenario story(rules_with_receipts());
  story.submit(kParking).pull("waiwu").when(receipt({{kFirst, {1}}}));
  story.when(receipt({{kFirst, {1}}}), kMorning + 20s)
      .then_nothing()
      .then_told(HeldAnswer{{{.id = kFirst, .token = {1}, .until = kMorning + 60s}}});
  // ... nor said twice at once.
  Scenario other(rules_with_receipts());
  other.submit(kParking).pull("waiwu").when(receipt({{kFirst, {1}}, {kFirst, {1}}}));
  EXPECT_EQ(other.facts<LeaseReceived>().size(), 1U);
}

TEST(Receipt, TellsWhichTokensHoldNothing) {
  Scenario story(rules_with_receipts());
  story.submit(kParking).pull("waiwu").time_passes_to(kMorning + 5s);
  story.pull("waiwu", "zhou");
  story.when(receipt({{kFirst, {1}}, {{77}, {5}}, {kFirst, {0}}}))
      .then_nothing()
      .then_told(HeldAnswer{{{.id = kFirst, .token = {1}, .until = kNever, .lost = true},
                             {.id = {77}, .token = {5}, .until = kNever, .lost = true},
                             {.id = kFirst, .token = {0}, .until = kNever, .lost = true}}});
}

TEST(Receipt, OfASignedOrderTellsTheTokenOfTheOwnership) {
  Scenario story(rules_with_receipts());
  story.submit(kParking).pull("waiwu").sign();
  story.when(receipt({{kFirst, {1}}}))
      .then_nothing()
      .then_told(HeldAnswer{{{.id = kFirst, .token = {2}, .until = kNever}}});
}

TEST(Receipt, IsBounded) {
  Scenario story(rules_with_receipts());
  story.submit(kParking).pull("waiwu");
  story.when(receipt({})).then_refused(Reason::BadValue);
  story.when(receipt(std::vector<Held>(kPullMax + 1, {kFirst, {1}})))
      .then_refused(Reason::BadValue);
}

TEST(Receipt, IsGivenByARenewalAndByASignature) {
  Scenario story(rules_with_receipts());
  story.submit(kParking).pull("waiwu").at(kMorning + 4s).renew();
  story.time_passes_to(kMorning + 64s - 1ms).then_nothing();
  story.time_passes_to(kMorning + 64s).then({LeaseLapsed{.id = kFirst, .token = {1}}});

  Scenario other(rules_with_receipts());
  other.submit(kParking).pull("waiwu").sign().time_passes_to(kMorning + 60s).then_nothing();
}

TEST(Receipt, IsNotAskedOfWhoSignsAtOnce) {
  Scenario story(rules_with_receipts());
  story.submit(kParking).take("waiwu");
  EXPECT_EQ(story.facts<OrderLeased>().front().receive_by, kNever);
}

TEST(Signature, CountsAfterTheGrantWasTakenBackWhenNobodyElseWasGrantedTheOrder) {
  Scenario story(rules_with_receipts());
  story.submit(kParking).pull("waiwu").time_passes_to(kMorning + 30s).holding({1}).sign();
  EXPECT_EQ(story.facts<OrderSigned>().size(), 1U);

  Scenario late(rules_with_receipts());
  late.submit(kParking).pull("waiwu").time_passes_to(kMorning + 30s).pull("waiwu", "zhou");
  late.holding({1});
  late.when(SignForOrder{kFirst, {1}, {"chen"}}).then_refused(Reason::TokenSuperseded);
}

TEST(Undelivering, GivesBackWhatCouldNotBeSent) {
  Scenario story(rules_with_receipts());
  story.submit(kParking).pull("waiwu");
  story.when(UndeliverLeases{{{kFirst, {1}}, {kFirst, {1}}}, {"chen"}})
      .then({OrderReleased{.id = kFirst, .token = {1}, .reason = "unreachable"}});
  EXPECT_EQ(story.the_case().dossier->lease_undelivered, 0U);
  story.when(UndeliverLeases{{{kFirst, {1}}}, {"chen"}}).then_nothing();
}

TEST(Undelivering, LeavesWhatHasArrivedAlone) {
  Scenario story(rules_with_receipts());
  story.submit(kParking).pull("waiwu").when(receipt({{kFirst, {1}}}));
  story.when(UndeliverLeases{{{kFirst, {1}}}, {"chen"}}).then_nothing();
}

TEST(Receipt, TellsNothingButALossOfWhatIsOutOfReach) {
  Scenario story(rules_with_receipts());
  story.submit(kParking).submit(kParking).pull("waiwu").pull("waiwu");
  // Each token is right.
  ReceiveLeases wish = receipt({{{2}, {2}}, {{1}, {1}}, {{3}, {3}}, {{2}, {2}}});
  wish.out_of_reach = {{2}, {3}};
  story.when(wish)
      .then({LeaseReceived{.id = {1}, .token = {1}, .until = kMorning + 60s}})
      .then_told(HeldAnswer{{{.id = {2}, .token = {2}, .until = kNever, .lost = true},
                             {.id = {1}, .token = {1}, .until = kMorning + 60s},
                             {.id = {3}, .token = {3}, .until = kNever, .lost = true},
                             {.id = {2}, .token = {2}, .until = kNever, .lost = true}}});
  story.when(SignForOrder{.id = {2}, .token = {2}, .worker = {"chen"}});
  story.when(wish).then_nothing();
  EXPECT_TRUE(std::get<HeldAnswer>(story.answer()).leases.front().lost);
}

TEST(Draining, GivesLeasesBackUncountedAndLeavesOwnershipWithTheUnit) {
  Scenario story(rules_with_receipts());
  story.submit(kParking).submit(kParking).submit(kParking);
  story.take("waiwu", "chen").pull("waiwu", "chen").pull("waiwu", "zhou");
  story.when(DrainWorker{{"waiwu"}, {"chen"}})
      .then({OrderReleased{.id = {2}, .token = {3}, .reason = "drain"}})
      .then_told(DrainAnswer{.leases = 1, .signed_for = 1});
  EXPECT_EQ(story.state().held("waiwu"), (State::Held{{1}, {3}}));
  story.when(DrainWorker{{"waiwu"}, {"chen"}}).then_nothing();
}

TEST(Draining, NeedsAUnitAndAWorker) {
  Scenario story(rules_with_receipts());
  story.when(DrainWorker{{"nowhere"}, {"chen"}}).then_refused(Reason::UnknownUnit);
  story.when(DrainWorker{{"waiwu"}, {}}).then_refused(Reason::MissingIdentity);
}

}  // namespace whistle::casework::receipts_test
