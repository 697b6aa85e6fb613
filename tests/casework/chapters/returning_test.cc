#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/casework/chapters/return_words.h"

// "Not ours": returned and reassigned; the desk that reassigns.
namespace whistle::casework::returning_test {

using namespace std::chrono_literals;
using namespace support;       // NOLINT(google-build-using-namespace): the words of the stories
using namespace return_words;  // NOLINT(google-build-using-namespace): and of these

TEST(Return, RestsTheUnitsClocksAndStartsTheDispatchers) {
  Scenario story(rules());
  story.submit(kParking)
      .when(returned("waiwu", "wuan"), kHalfPast)
      .then({paused(Stage::Sign, 30min), paused(Stage::Rung, 30min),
             promise(kFirst, Stage::Dispatch, "30m", kHalfPast, "blue"),
             OrderReturned{.id = kFirst,
                           .unit = {"waiwu"},
                           .by = {"chen"},
                           .reason = "not ours",
                           .suggested = {"wuan"},
                           .number = 1}});
  EXPECT_EQ(story.the_case().status, Status::Returned);
  EXPECT_EQ(story.the_case().place, Place::Queue);
  EXPECT_EQ(story.unit(), "dispatch");
  EXPECT_EQ(story.the_case().queue_due, kHalfPast + 30min);
}

TEST(Return, DoesNotTouchThePromiseToResolve) {
  const Timestamp resolve_due = shanghai("2026-03-16 09:00");
  Scenario story(with_requester_limits(rules()));
  story.submit(kParking);
  EXPECT_EQ(due(story, Stage::Resolve), resolve_due);
  const Timestamp requester_due = due(story, Stage::Requester);
  story.when(returned("waiwu", "wuan"), kHalfPast);
  EXPECT_EQ(due(story, Stage::Resolve), resolve_due);
  EXPECT_TRUE(story.the_case().clock(Stage::Resolve)->running);
  story.when(reassigned("wuan"), kMorning + 1h);
  EXPECT_EQ(due(story, Stage::Resolve), resolve_due);
  EXPECT_EQ(due(story, Stage::Requester), requester_due);
}

TEST(Return, ToTheSameUnitGoesOnWithTheRestOfItsClocks) {
  const Timestamp ten = kMorning + 1h;
  Scenario story(rules());
  story.submit(kParking).when(returned("waiwu", "wuan"), kHalfPast);
  story.when(reassigned("waiwu"), ten);
  // Half an hour of the working day was used up before the return, and none while it waited.
  const Timestamp rest_due = shanghai("2026-03-10 09:30");
  EXPECT_EQ(due(story, Stage::Sign), rest_due);
  EXPECT_EQ(due(story, Stage::Rung), rest_due);
  EXPECT_EQ(story.facts<ClockMet>(),
            (std::vector<ClockMet>{{.id = kFirst, .stage = Stage::Dispatch, .on_time = true}}));
  EXPECT_TRUE(story.facts<ClockStarted>().empty());
  EXPECT_EQ(story.facts<OrderDispatched>(), (std::vector<OrderDispatched>{{.id = kFirst,
                                                                           .number = 2,
                                                                           .unit = {"waiwu"},
                                                                           .tier = Tier::Community,
                                                                           .rule = {"reassigned"},
                                                                           .raised_to_duty = false,
                                                                           .queue_due = rest_due,
                                                                           .told = {}}}));
  story.time_passes_to(rest_due).take("waiwu");
  EXPECT_EQ(story.facts<ClockMet>(),
            (std::vector<ClockMet>{{.id = kFirst, .stage = Stage::Sign, .on_time = true}}));
}

TEST(Return, ToAnotherUnitBeginsAnew) {
  const Timestamp ten = kMorning + 1h;
  Scenario(rules())
      .submit(kParking)
      .when(returned("waiwu", "wuan"), kHalfPast)
      .when(reassigned("wuan"), ten)
      .then({ClockMet{.id = kFirst, .stage = Stage::Dispatch, .on_time = true},
             ClockDropped{.id = kFirst, .stage = Stage::Sign},
             ClockDropped{.id = kFirst, .stage = Stage::Rung},
             promise(kFirst, Stage::Sign, "1wd", ten, "blue"),
             rung_promise(kFirst, "1wd", ten, "service", Tier::Street),
             OrderDispatched{.id = kFirst,
                             .number = 2,
                             .unit = {"wuan"},
                             .tier = Tier::Street,
                             .rule = {"reassigned"},
                             .raised_to_duty = false,
                             .queue_due = shanghai("2026-03-10 10:00"),
                             .told = {}}});
}

TEST(Return, IsPossibleUntilTheLastMillisecondToSign) {
  policy::RuleBook book = rules();
  book.ladders.clear();
  const Timestamp sign_due = shanghai("2026-03-10 09:00");
  Scenario story(book);
  story.submit(kParking).time_passes_to(sign_due).when(returned("waiwu", "wuan"));
  EXPECT_EQ(story.the_case().status, Status::Returned);
  Scenario late(book);
  late.submit(kParking)
      .at(sign_due + 1ms)
      .when(returned("waiwu", "wuan"))
      .then_refused(Reason::AlreadyOverdue)
      .tick()
      .when(returned("waiwu", "wuan"))
      .then_refused(Reason::AlreadyOverdue);
}

TEST(Return, TakesALeaseAwayAndItsTokenWithIt) {
  Scenario story(rules());
  story.submit(kParking).pull("waiwu", "zhou").when(returned("waiwu", "wuan"));
  EXPECT_EQ(story.the_case().place, Place::Queue);
  story.sign("zhou").then_refused(Reason::TokenSuperseded);
  story.renew().then_refused(Reason::TokenSuperseded);
  story.release().then_refused(Reason::TokenSuperseded);
  story.time_passes_to(kMorning + 60s).then_nothing();
}

TEST(Return, NeedsANameAndAReason) {
  ReturnOrder nameless = returned("waiwu", "wuan");
  nameless.worker = {};
  ReturnOrder silent = returned("waiwu", "wuan");
  silent.reason.clear();
  Scenario(rules())
      .submit(kParking)
      .when(nameless)
      .then_refused(Reason::MissingIdentity)
      .when(silent)
      .then_refused(Reason::MissingReason);
}

TEST(Return, IsRefusedToOthersThanTheUnitInWhoseLineTheOrderWaits) {
  Scenario(rules())
      .submit(kParking)
      .when(returned("wuan", "jinli"))
      .then_refused(Reason::NotPermitted)
      .when(returned("nobody", "jinli"))
      .then_refused(Reason::UnknownUnit)
      .when(returned("", "jinli"))
      .then_refused(Reason::UnknownUnit)
      .when(returned("dispatch", "jinli"))
      .then_refused(Reason::UnknownUnit)
      .when(returned("waiwu", "wuan", {7}))
      .then_refused(Reason::UnknownCase);
}

TEST(Return, MustSuggestAUnitThatHasNotHadTheCase) {
  Scenario story(rules());
  story.submit(kParking)
      .when(returned("waiwu", "waiwu"))
      .then_refused(Reason::MustDiffer)
      .when(returned("waiwu", "nobody"))
      .then_refused(Reason::UnknownUnit)
      .when(returned("waiwu", "wuan"))
      .when(reassigned("wuan"))
      .when(returned("wuan", "waiwu"))
      .then_refused(Reason::MustDiffer)
      .when(returned("wuan", "wuan"))
      .then_refused(Reason::MustDiffer)
      .when(returned("wuan", "jinli"));
  EXPECT_EQ(story.facts<OrderReturned>().front().number, 2);
}

TEST(Return, IsRefusedAfterSigning) {
  Scenario story(rules());
  story.submit(kParking).take("waiwu").when(returned("waiwu", "wuan"));
  story.then_refused(Reason::WrongState);
  story.finish().when(returned("waiwu", "wuan")).then_refused(Reason::WrongState);
}

TEST(Return, IsRefusedTheSecondTimeToTheSameUnit) {
  Scenario(rules())
      .submit(kParking)
      .when(returned("waiwu", "wuan"))
      .when(reassigned("waiwu"))
      .when(returned("waiwu", "wuan"))
      .then_refused(Reason::LimitReached);
}

TEST(Return, SaidTwiceChangesNothing) {
  Scenario(rules())
      .submit(kParking)
      .when(returned("waiwu", "wuan"))
      .when(returned("waiwu", "wuan"))
      .then_nothing()
      .when(reassigned("wuan"))
      .when(reassigned("wuan"))
      .then_nothing();
}

TEST(DispatchDesk, ReadsReturnedCasesUnderALeaseAndNeverSigns) {
  Scenario story(rules());
  story.submit(kParking).when(returned("waiwu", "wuan"));
  story.take("dispatch", "dispatcher");
  EXPECT_EQ(story.facts<OrderLeased>().size(), 1U);
  EXPECT_TRUE(story.facts<OrderSigned>().empty());
  story.sign("dispatcher").then_refused(Reason::WrongState);
  story.contact().then_refused(Reason::WrongState);
  story.finish().then_refused(Reason::WrongState);
  story.raise().then_refused(Reason::WrongState);
  story.when(reassigned("wuan"));
  EXPECT_EQ(story.unit(), "wuan");
  story.renew().then_refused(Reason::TokenSuperseded);
}

TEST(DispatchDesk, GetsACaseBackWhenTheLeaseLapses) {
  Scenario story(rules());
  story.submit(kParking).when(returned("waiwu", "wuan")).pull("dispatch", "dispatcher");
  story.time_passes_to(kMorning + 60s);
  EXPECT_EQ(story.the_case().place, Place::Queue);
  EXPECT_EQ(story.unit(), "dispatch");
}

TEST(Reassigning, IsForReturnedCasesOnly) {
  ReassignCase nameless = reassigned("wuan");
  nameless.by = {};
  Scenario(rules())
      .submit(kParking)
      .when(reassigned("wuan"))
      .then_refused(Reason::WrongState)
      .when(nameless)
      .then_refused(Reason::MissingIdentity)
      .take("waiwu")
      .when(reassigned("wuan"))
      .then_refused(Reason::WrongState);
}

TEST(Reassigning, NeedsAUnitThatExists) {
  Scenario(rules())
      .submit(kParking)
      .when(returned("waiwu", "wuan"))
      .when(reassigned("nobody"))
      .then_refused(Reason::UnknownUnit)
      .when(reassigned("triage"))
      .then_refused(Reason::UnknownUnit);
}

TEST(Reassigning, NeverPushesADutyDown) {
  Scenario story(rules());
  story.submit({.category = "streetlight"})
      .when(returned("wuan", "urban"))
      .when(reassigned("waiwu"))
      .then_refused(Reason::DutyAbove)
      .when(reassigned("urban"));
  EXPECT_EQ(story.unit(), "urban");
}

}  // namespace whistle::casework::returning_test
