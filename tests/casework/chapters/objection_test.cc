#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "engine/casework/chapters/draft.h"
#include "tests/casework/chapters/return_words.h"

// Whose it is: objected to and ruled on; and transferred from hand to hand.
namespace whistle::casework::objection_test {

using namespace std::chrono_literals;
using namespace support;       // NOLINT(google-build-using-namespace): the words of the stories
using namespace return_words;  // NOLINT(google-build-using-namespace): and of these

TEST(Objection, FollowsWhenNobodyKnowsWhoseItIs) {
  Scenario story(rules());
  story.submit(kParking)
      .when(returned("waiwu", ""), kHalfPast)
      .then({paused(Stage::Sign, 30min), paused(Stage::Rung, 30min),
             promise(kFirst, Stage::Objection, "2wh", kHalfPast, "blue"),
             OrderReturned{.id = kFirst,
                           .unit = {"waiwu"},
                           .by = {"chen"},
                           .reason = "not ours",
                           .suggested = {},
                           .number = 1},
             DispatchObjected{.id = kFirst, .unit = {"waiwu"}, .rule = {"owner_unclear"}}});
  story.when(reassigned("wuan")).then_refused(Reason::WrongState);
}

TEST(Objection, FollowsTheThirdReturnAndNotTheSecond) {
  Scenario story(rules());
  story.submit(kParking)
      .when(returned("waiwu", "wuan"))
      .when(reassigned("wuan"))
      .when(returned("wuan", "jinli"));
  EXPECT_TRUE(story.facts<DispatchObjected>().empty());
  story.when(ruled("jinli")).then_refused(Reason::WrongState);
  story.when(reassigned("jinli")).when(returned("jinli", "urban"));
  EXPECT_EQ(
      story.facts<DispatchObjected>(),
      (std::vector<DispatchObjected>{{.id = kFirst, .unit = {"jinli"}, .rule = {"returns:3"}}}));
  EXPECT_EQ(story.the_case().clock(Stage::Dispatch), nullptr);
  EXPECT_NE(story.the_case().clock(Stage::Objection), nullptr);
}

TEST(Objection, IsLeftToTheDispatcherWhenTheRulesGiveNoTimeForIt) {
  policy::RuleBook book = rules();
  std::erase_if(book.limits,
                [](const policy::LimitRule& rule) { return rule.stage == Stage::Objection; });
  Scenario story(book);
  story.submit(kParking).when(returned("waiwu", ""));
  EXPECT_TRUE(story.facts<DispatchObjected>().empty());
  story.when(reassigned("wuan"));
  EXPECT_EQ(story.unit(), "wuan");
}

TEST(Ruling, DesignatesWhoMustDoIt) {
  const Timestamp ten = kMorning + 1h;
  Scenario story(rules());
  story.submit(kParking)
      .when(returned("waiwu", ""), kHalfPast)
      .when(ruled("wuan"), ten)
      .then({ClockMet{.id = kFirst, .stage = Stage::Objection, .on_time = true},
             ObjectionRuled{.id = kFirst,
                            .unit = {"wuan"},
                            .by = {"centre"},
                            .rule = {"objection:ruled"},
                            .note = "by the list"},
             UnitDesignated{
                 .id = kFirst, .unit = {"wuan"}, .by = {"centre"}, .rule = {"objection:ruled"}},
             ClockDropped{.id = kFirst, .stage = Stage::Sign},
             ClockDropped{.id = kFirst, .stage = Stage::Rung},
             promise(kFirst, Stage::Sign, "1wd", ten, "blue"),
             rung_promise(kFirst, "1wd", ten, "service", Tier::Street),
             OrderDispatched{.id = kFirst,
                             .number = 2,
                             .unit = {"wuan"},
                             .tier = Tier::Street,
                             .rule = {"objection:ruled"},
                             .raised_to_duty = false,
                             .queue_due = shanghai("2026-03-10 10:00"),
                             .told = {}}})
      .when(ruled("wuan"))
      .then_nothing();
}

TEST(Ruling, LetsNobodyReturnOrHandOnTheCaseAnyMore) {
  Scenario story(rules());
  story.submit(kParking).when(returned("waiwu", "")).when(ruled("waiwu"));
  story.when(returned("waiwu", "wuan")).then_refused(Reason::Designated);
  story.take("waiwu");
  story.when(transferred(story, "wuan")).then_refused(Reason::Designated);
  story.when(returned("waiwu", "wuan")).then_refused(Reason::WrongState);
}

TEST(Ruling, ForTheUnitThatReturnedItGivesItTheRestOfItsTime) {
  Scenario story(rules());
  story.submit(kParking).when(returned("waiwu", ""), kHalfPast).when(ruled("waiwu"), kMorning + 1h);
  EXPECT_EQ(due(story, Stage::Sign), shanghai("2026-03-10 09:30"));
}

TEST(Ruling, NeedsAnObjectionANameAndACompetentUnit) {
  RuleOnObjection nameless = ruled("wuan");
  nameless.by = {};
  Scenario story(rules());
  story.submit({.category = "streetlight"})
      .when(ruled("wuan"))
      .then_refused(Reason::WrongState)
      .when(nameless)
      .then_refused(Reason::MissingIdentity)
      .when(returned("wuan", ""))
      .when(ruled("nobody"))
      .then_refused(Reason::UnknownUnit)
      .when(ruled("waiwu"))
      .then_refused(Reason::DutyAbove)
      .when(ruled("urban"));
  EXPECT_TRUE(story.the_case().dossier->designated);
}

TEST(Ruling, ThatDoesNotComeMakesTheStreetDoWhatIsRed) {
  Scenario story(rules());
  story.submit(kRedBurst).when(returned("water", ""), kMorning + 1min);
  const Timestamp ruling_due = kMorning + 16min;
  story.time_passes_to(ruling_due);
  EXPECT_TRUE(story.facts<ObjectionRuled>().empty());
  story.time_passes_to(ruling_due + 1ms);
  const RuleName why{"objection:overdue_street"};
  EXPECT_EQ(story.facts<ObjectionRuled>(),
            (std::vector<ObjectionRuled>{
                {.id = kFirst, .unit = {"wuan"}, .by = {}, .rule = why, .note = {}}}));
  EXPECT_EQ(story.facts<UnitDesignated>(),
            (std::vector<UnitDesignated>{{.id = kFirst, .unit = {"wuan"}, .by = {}, .rule = why}}));
  EXPECT_EQ(story.unit(), "wuan");
  story.when(returned("wuan", "urban")).then_refused(Reason::Designated);
}

TEST(Ruling, ByRuleIsTheDistrictWhereThereIsNoStreet) {
  Scenario story(without_unit(rules(), "wuan"));
  story.submit(kRedBurst).when(returned("water", ""));
  const Context context{story.state(), story.policy(), story.now()};
  Draft draft(context, story.the_case());
  rule_by_default(draft);
  EXPECT_EQ(draft.unit.value, "centre");
}

TEST(Ruling, ByRuleIsNothingForACaseThatIsNotReturned) {
  Scenario story(rules());
  story.submit(kRedBurst);
  const Context context{story.state(), story.policy(), story.now()};
  Draft draft(context, story.the_case());
  rule_by_default(draft);
  EXPECT_TRUE(draft.events.empty());
}

TEST(Transfer, GivesTheReceiverTimeToSignAndNoNewPromiseToResolve) {
  Scenario story(rules());
  story.submit(kParking).take("waiwu").at(kHalfPast);
  const Timestamp resolve_due = due(story, Stage::Resolve);
  story.when(transferred(story, "wuan"))
      .then({OrderTransferred{.id = kFirst,
                              .from = {"waiwu"},
                              .to = {"wuan"},
                              .by = {"chen"},
                              .reason = "their road"},
             ClockDropped{.id = kFirst, .stage = Stage::Contact},
             ClockDropped{.id = kFirst, .stage = Stage::Rung},
             promise(kFirst, Stage::Sign, "1wd", kHalfPast, "blue"),
             rung_promise(kFirst, "1wd", kHalfPast, "service", Tier::Street),
             promise(kFirst, Stage::Transfer, "2wh", kHalfPast, "blue"),
             OrderDispatched{.id = kFirst,
                             .number = 2,
                             .unit = {"wuan"},
                             .tier = Tier::Street,
                             .rule = {"transfer:their road"},
                             .raised_to_duty = false,
                             .queue_due = kHalfPast + 2h,
                             .told = {}}});
  EXPECT_EQ(due(story, Stage::Resolve), resolve_due);
  story.contact().then_refused(Reason::TokenSuperseded);
}

TEST(Transfer, IsAcceptedWithASignatureAtTheLastMillisecond) {
  Scenario story(rules());
  story.submit(kParking).take("waiwu").when(transferred(story, "wuan"));
  story.time_passes_to(kMorning + 2h).take("wuan", "zhou");
  EXPECT_EQ(story.facts<TransferAccepted>(),
            (std::vector<TransferAccepted>{{.id = kFirst, .from = {"waiwu"}, .to = {"wuan"}}}));
  EXPECT_EQ(story.facts<ClockMet>(),
            (std::vector<ClockMet>{{.id = kFirst, .stage = Stage::Sign, .on_time = true},
                                   {.id = kFirst, .stage = Stage::Transfer, .on_time = true}}));
  EXPECT_FALSE(story.the_case().dossier->transferred_from);
  story.time_passes_to(kMorning + 2h + 1ms).then_nothing();
}

TEST(Transfer, SnapsBackAMillisecondLater) {
  Scenario story(rules());
  story.submit(kParking).take("waiwu").when(transferred(story, "wuan"));
  story.time_passes_to(kMorning + 2h);
  EXPECT_EQ(story.unit(), "wuan");
  story.time_passes_to(kMorning + 2h + 1ms);
  EXPECT_EQ(
      story.facts<TransferSnappedBack>(),
      (std::vector<TransferSnappedBack>{
          {.id = kFirst, .from = {"wuan"}, .to = {"waiwu"}, .rule = {"transfer:not_signed"}}}));
  EXPECT_EQ(story.unit(), "waiwu");
  EXPECT_EQ(story.the_case().order_number, 3);
  story.take("waiwu").finish();
}

TEST(Transfer, ThatTheReceiverRefusesIsTheGiversAgainAtOnce) {
  Scenario story(rules());
  story.submit(kParking).take("waiwu").when(transferred(story, "wuan"));
  story.when(returned("wuan", "jinli"));
  EXPECT_EQ(story.facts<TransferSnappedBack>().front().rule.value, "transfer:refused:not ours");
  EXPECT_TRUE(story.the_case().dossier->returned_by.empty());
  EXPECT_EQ(story.unit(), "waiwu");
}

TEST(Transfer, LeavesTheGiverAnsweringUntilTheReceiverSigns) {
  Scenario story(rules());
  story.submit(kParking).take("waiwu").when(transferred(story, "wuan"));
  {
    const Context context{story.state(), story.policy(), story.now()};
    const Draft draft(context, story.the_case());
    EXPECT_EQ(draft.answering(Stage::Resolve).value, "waiwu");
    EXPECT_EQ(draft.answering(Stage::Transfer).value, "wuan");
    EXPECT_EQ(draft.answering(Stage::Sign).value, "wuan");
  }
  story.take("wuan");
  const Context context{story.state(), story.policy(), story.now()};
  const Draft draft(context, story.the_case());
  EXPECT_EQ(draft.answering(Stage::Resolve).value, "wuan");
}

TEST(Transfer, EndsWhenTheCaseClimbsMeanwhile) {
  Scenario story(rules());
  story.submit(kParking).take("waiwu").when(transferred(story, "wuan"));
  const Context context{story.state(), story.policy(), story.now()};
  Draft draft(context, story.the_case());
  dispatch(draft, {.unit = {"centre"}, .tier = Tier::District, .rule = {"by hand"}});
  story.given(draft.events);
  EXPECT_FALSE(story.the_case().dossier->transferred_from);
  EXPECT_EQ(story.the_case().clock(Stage::Transfer), nullptr);
  EXPECT_EQ(story.unit(), "centre");
}

TEST(Transfer, IsRefusedWithoutAHolderAReasonOrAnotherCompetentUnit) {
  Scenario story(rules());
  story.submit({.category = "streetlight"}).take("wuan");
  TransferOrder wish = transferred(story, "urban");
  wish.reason.clear();
  story.when(wish).then_refused(Reason::MissingReason);
  wish = transferred(story, "urban");
  wish.worker = {};
  story.when(wish).then_refused(Reason::MissingIdentity);
  wish = transferred(story, "urban");
  wish.token = {99};
  story.when(wish).then_refused(Reason::TokenSuperseded);
  story.when(transferred(story, "wuan")).then_refused(Reason::MustDiffer);
  story.when(transferred(story, "waiwu")).then_refused(Reason::DutyAbove);
  story.when(transferred(story, "nobody")).then_refused(Reason::UnknownUnit);
  story.finish().when(transferred(story, "urban")).then_refused(Reason::WrongState);
}

TEST(Transfer, IsRefusedWhileTheCaseIsSuspended) {
  Scenario story(rules());
  story.submit(kParking).take("waiwu");
  story.given({CaseSuspended{.id = kFirst,
                             .reason = {"waits_for_requester"},
                             .by = {"chen"},
                             .approved_by = {},
                             .until = kMorning + 48h,
                             .stops_requester = false,
                             .note = {}}});
  story.when(transferred(story, "wuan")).then_refused(Reason::WrongState);
  story.finish().then_refused(Reason::WrongState);
}

}  // namespace whistle::casework::objection_test
