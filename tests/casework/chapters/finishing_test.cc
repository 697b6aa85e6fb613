#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "engine/casework/limits.h"
#include "tests/support/scenario.h"

// Checked, answered, called back and closed; or sent back into work.
namespace whistle::casework::finishing_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};

const Report kParking{.category = "parking"};
const Report kNoise{.category = "noise", .severity = Severity::Red};

ClockMet met(Stage stage, bool on_time = true) {
  return {.id = kFirst, .stage = stage, .on_time = on_time};
}

TEST(PostCheck, PassedAnswersTheRequester) {
  Scenario story(changtai_rules());
  story.submit(kParking)
      .take("waiwu")
      .finish()
      .at(kMorning + 1h)
      .post_check(true)
      .then({
          PostChecked{.id = kFirst, .passed = true, .by = {"centre-desk"}, .rule = {}, .note = {}},
          met(Stage::PostCheck),
          RequesterReplied{.id = kFirst},
          promise(kFirst, Stage::Callback, "3wd", kMorning + 1h, "blue"),
      });
  EXPECT_EQ(story.the_case().status, Status::Replied);
}

TEST(PostCheck, PassedTwiceChangesNothing) {
  Scenario(changtai_rules())
      .submit(kParking)
      .take("waiwu")
      .finish()
      .post_check(true)
      .post_check(true)
      .then_nothing()
      .post_check(false)
      .then_refused(Reason::WrongState);
}

TEST(PostCheck, FailedSendsTheCaseBackToTheSameUnit) {
  const Timestamp checked = kMorning + 1h;
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").contact().finish().at(checked).post_check(false).then({
      PostChecked{.id = kFirst, .passed = false, .by = {"centre-desk"}, .rule = {}, .note = {}},
      met(Stage::PostCheck),
      CaseReworked{.id = kFirst, .round = 1, .reason = "post_check:failed"},
      ClockResumed{.id = kFirst,
                   .stage = Stage::Resolve,
                   .since = checked,
                   .alarms = promise(kFirst, Stage::Resolve, "5wd", checked, "blue").alarms},
      promise(kFirst, Stage::Sign, "1wd", checked, "blue"),
      rung_promise(kFirst, "1wd", checked, "service", Tier::Community),
      OrderDispatched{.id = kFirst,
                      .number = 2,
                      .unit = {"waiwu"},
                      .tier = Tier::Community,
                      .rule = {"rework:round_1"},
                      .raised_to_duty = false,
                      .queue_due = shanghai("2026-03-10 10:00"),
                      .told = {}},
  });
  EXPECT_FALSE(story.the_case().contacted);
  EXPECT_EQ(story.the_case().rework_rounds, 1);
}

TEST(PostCheck, FailedTwiceMovesTheCaseUp) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").finish().post_check(false).take("waiwu").finish();
  story.post_check(false);
  EXPECT_EQ(story.facts<CaseEscalated>(),
            (std::vector<CaseEscalated>{{.id = kFirst,
                                         .from_tier = Tier::Community,
                                         .from_unit = {"waiwu"},
                                         .to_tier = Tier::Street,
                                         .to_unit = {"wuan"},
                                         .mode = policy::RungMode::HandOver,
                                         .rule = {"rework:round_2"}}}));
  EXPECT_EQ(story.unit(), "wuan");
}

TEST(PostCheck, FailedTwiceAtTheTopStaysThere) {
  Scenario story(changtai_rules());
  story.submit({.category = "burst"}).take("water").finish().post_check(false);
  story.take("water").finish().post_check(false);
  // The district above only watches.
  EXPECT_EQ(story.unit(), "water");
  EXPECT_TRUE(story.facts<CaseEscalated>().empty());
}

TEST(PostCheck, FailedTwiceForRedStaysWithTheStreet) {
  Scenario story(changtai_rules());
  story.submit(kNoise).take("wuan").finish().post_check(false).take("wuan").finish();
  story.post_check(false);
  EXPECT_EQ(story.unit(), "wuan");
}

TEST(PostCheck, LetsThePromiseToResolveGoOnWhereItRested) {
  // 3 hours used on Monday morning, then rest until Wednesday morning: 37 hours are left.
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").at(shanghai("2026-03-09 12:00")).finish();
  story.at(shanghai("2026-03-11 08:00")).post_check(false);
  EXPECT_EQ(story.facts<ClockResumed>().front().alarms.due, shanghai("2026-03-17 15:00"));
}

TEST(PostCheck, IsForFinishedWorkOnly) {
  Scenario(changtai_rules())
      .submit(kParking)
      .post_check(true)
      .then_refused(Reason::WrongState)
      .take("waiwu")
      .post_check(true)
      .then_refused(Reason::WrongState)
      .finish()
      .post_check(true, "")
      .then_refused(Reason::MissingIdentity)
      .about({9})
      .post_check(true)
      .then_refused(Reason::UnknownCase);
}

TEST(PostCheck, MayBeLate) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").finish().at(kMorning + 48h).post_check(true);
  EXPECT_EQ(story.facts<ClockMet>(), (std::vector<ClockMet>{met(Stage::PostCheck, false)}));
}

// A case of which the requester has had an answer.
Scenario& answered(Scenario& story, const std::string& unit) {
  return story.take(unit).finish().post_check(true);
}

TEST(CallBack, ClosesTheCaseOfASatisfiedRequester) {
  Scenario story(changtai_rules());
  answered(story.submit(kParking), "waiwu")
      .call_back(Satisfaction::FairlySatisfied)
      .then({
          CalledBack{.id = kFirst,
                     .solved = Solved::Solved,
                     .satisfaction = Satisfaction::FairlySatisfied,
                     .by = {"centre-desk"},
                     .note = {},
                     .complaint = {1}},
          met(Stage::Callback),
          met(Stage::Resolve),
          CaseClosed{.id = kFirst,
                     .rule = {"callback:fairly_satisfied"},
                     .on_time = true,
                     .appeal_until = kNever,
                     .may_appeal = {}},
          CaseStruckOff{.id = kFirst},
      });
  EXPECT_EQ(story.state().find(kFirst), nullptr);
  EXPECT_EQ(story.state().tallies().closed, 1U);
}

TEST(CallBack, ClosesTheCaseOfARequesterWhoCannotBeReached) {
  Scenario story(changtai_rules());
  answered(story.submit(kParking), "waiwu").call_back(Satisfaction::Unrated, Solved::PartlySolved);
  EXPECT_EQ(story.state().open_cases(), 0U);
}

TEST(CallBack, SendsTheCaseOfAnUnhappyRequesterBack) {
  const auto reworked = [](Satisfaction satisfaction, Solved solved) {
    Scenario story(changtai_rules());
    answered(story.submit(kParking), "waiwu").call_back(satisfaction, solved);
    EXPECT_EQ(story.unit(), "waiwu");
    EXPECT_EQ(story.the_case().status, Status::Dispatched);
    EXPECT_EQ(story.the_case().card, Card::None);
    return story.facts<CaseReworked>();
  };
  EXPECT_EQ(
      reworked(Satisfaction::Dissatisfied, Solved::Solved),
      (std::vector<CaseReworked>{{.id = kFirst, .round = 1, .reason = "callback:dissatisfied"}}));
  EXPECT_EQ(
      reworked(Satisfaction::Satisfied, Solved::Unsolved),
      (std::vector<CaseReworked>{{.id = kFirst, .round = 1, .reason = "callback:satisfied"}}));
}

TEST(CallBack, TwiceUnhappyEarnsAYellowCardAndTheNextTier) {
  Scenario story(changtai_rules());
  answered(story.submit(kParking), "waiwu").call_back(Satisfaction::Dissatisfied);
  answered(story, "waiwu").call_back(Satisfaction::Dissatisfied);
  EXPECT_EQ(story.facts<CardIssued>(),
            (std::vector<CardIssued>{{.id = kFirst,
                                      .card = Card::Yellow,
                                      .stage = Stage::Callback,
                                      .unit = {"waiwu"},
                                      .points = -5,
                                      .rule = {"callbacks.unhappy_for_card:2"}}}));
  EXPECT_EQ(story.unit(), "wuan");
  EXPECT_EQ(story.the_case().rework_rounds, 2);

  answered(story, "wuan").call_back(Satisfaction::VerySatisfied);
  EXPECT_EQ(story.state().open_cases(), 0U);
  EXPECT_EQ(story.state().tallies().reworked, 2U);
  EXPECT_EQ(story.state().tallies().yellow_cards, 1U);
}

TEST(CallBack, GivesNoYellowCardAfterARedOne) {
  Scenario story(changtai_rules());
  story.submit(kNoise).time_passes_to(kMorning + 6min);
  EXPECT_EQ(story.the_case().card, Card::Red);
  answered(story, "wuan").call_back(Satisfaction::Dissatisfied);
  answered(story, "wuan").call_back(Satisfaction::Dissatisfied);
  EXPECT_TRUE(story.facts<CardIssued>().empty());
}

TEST(CallBack, ComesAfterTheReplyOnly) {
  Scenario(changtai_rules())
      .submit(kParking)
      .call_back(Satisfaction::Satisfied)
      .then_refused(Reason::WrongState)
      .take("waiwu")
      .finish()
      .call_back(Satisfaction::Satisfied)
      .then_refused(Reason::WrongState)
      .post_check(true)
      .when(CallBack{.id = kFirst,
                     .by = {},
                     .solved = Solved::Solved,
                     .satisfaction = Satisfaction::Satisfied,
                     .note = {}})
      .then_refused(Reason::MissingIdentity)
      .call_back(Satisfaction::Satisfied)
      .call_back(Satisfaction::Satisfied)
      .then_refused(Reason::CaseClosed);
}

TEST(CallBack, ClosesLateWhatWasResolvedLate) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").time_passes_to(shanghai("2026-03-16 09:01"));
  // The promise broke; the street has the case now.
  answered(story, "wuan").call_back(Satisfaction::Satisfied);
  EXPECT_FALSE(story.facts<CaseClosed>().front().on_time);
  EXPECT_EQ(story.state().tallies().closed_on_time, 0U);
}

TEST(CallBack, SaysUntilWhenTheUnitMayAppeal) {
  policy::RuleBook rules = changtai_rules();
  rules.settings.scores.appeal_days = 30;
  Scenario late(rules);
  late.submit(kParking).take("waiwu").time_passes_to(shanghai("2026-03-16 09:01"));
  answered(late, "wuan").call_back(Satisfaction::Satisfied);
  EXPECT_EQ(late.facts<CaseClosed>().front().appeal_until, late.now() + std::chrono::days{30});
  EXPECT_NE(late.state().registers().appealable(kFirst), nullptr);

  Scenario in_time(rules);
  answered(in_time.submit(kParking), "waiwu").call_back(Satisfaction::Satisfied);
  EXPECT_EQ(in_time.facts<CaseClosed>().front().appeal_until, kNever);
  EXPECT_EQ(in_time.state().registers().appealable(kFirst), nullptr);

  rules.settings.scores.appeal_days = 0;
  Scenario never(rules);
  never.submit(kParking).take("waiwu").time_passes_to(shanghai("2026-03-16 09:01"));
  answered(never, "wuan").call_back(Satisfaction::Satisfied);
  EXPECT_EQ(never.facts<CaseClosed>().front().appeal_until, kNever);
}

TEST(CallBack, MeetsTheClockOfTheRequester) {
  Scenario story(with_requester_limits(changtai_rules()));
  answered(story.submit(kParking), "waiwu").call_back(Satisfaction::Satisfied);
  EXPECT_EQ(
      story.facts<ClockMet>(),
      (std::vector<ClockMet>{met(Stage::Callback), met(Stage::Resolve), met(Stage::Requester)}));
}

TEST(CallBack, TellsThatTheRequesterWaitedTooLong) {
  // The unit's clock rests on the desk, the requester's does not.
  Scenario story(with_requester_limits(changtai_rules()));
  answered(story.submit(kParking), "waiwu").at(shanghai("2026-03-16 09:00") + 1ms);
  story.call_back(Satisfaction::Satisfied);
  EXPECT_EQ(story.facts<ClockRanOut>().back().stage, Stage::Requester);
  EXPECT_EQ(story.facts<ClockMet>().back(), met(Stage::Requester, false));
  EXPECT_TRUE(story.facts<CaseClosed>().front().on_time);
}

// A case that was sent back so often that once more is too often.
Scenario& worn_out(Scenario& story) {
  story.submit({.category = "burst"});
  for (int round = 0; round < kReworkRoundsMax; ++round) {
    story.take("water").finish().post_check(false);
  }
  return story.take("water").finish();
}

TEST(Rework, IsRefusedWhenItHappenedTooOften) {
  Scenario story(changtai_rules());
  worn_out(story).post_check(false).then_refused(Reason::WrongState);
  story.post_check(true).call_back(Satisfaction::Dissatisfied).then_refused(Reason::WrongState);
  story.call_back(Satisfaction::Satisfied);
  EXPECT_EQ(story.state().open_cases(), 0U);
}

TEST(Rework, MeansANewFirstContact) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").arrive().finish().post_check(false).take("waiwu");
  EXPECT_NE(story.the_case().clock(Stage::Contact), nullptr);
  story.arrive();
  EXPECT_EQ(story.facts<FirstContacted>().size(), 1U);
}

TEST(Rework, BreaksThePromiseThatRestedAtItsLastMillisecond) {
  const Timestamp due = shanghai("2026-03-16 09:00");
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").at(due).finish().at(due + 1h).post_check(false);
  EXPECT_EQ(story.facts<ClockResumed>().front().alarms.due, due + 1h);
  story.at(due + 1h + 1ms).tick();
  EXPECT_EQ(story.facts<ClockRanOut>().size(), 1U);
}

}  // namespace whistle::casework::finishing_test
