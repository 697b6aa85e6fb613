#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/casework/chapters/late_words.h"
#include "tests/support/scenario.h"

// Residents who ask again, supervisors who watch, issue cards and answer for an escalation.
namespace whistle::casework::supervising_test {

using namespace std::chrono_literals;
using namespace support;     // NOLINT(google-build-using-namespace): the words of the stories
using namespace late_words;  // NOLINT(google-build-using-namespace): the same
using policy::RungMode;

const Report kParking{.category = "parking"};

RemindCase remind(std::string by = "resident-1") {
  return {.id = kFirst, .by = std::move(by), .note = "still there"};
}
SuperviseCase supervise(Supervision how, std::string by = "wang") {
  return {.id = kFirst, .by = {std::move(by)}, .how = how, .note = {}};
}
IssueCard card(Card card, std::string by = "wang", std::string reason = "no answer") {
  return {.id = kFirst, .by = {std::move(by)}, .card = card, .reason = std::move(reason)};
}
AcknowledgeEscalation acknowledge(std::string by = "wang") {
  return {.id = kFirst, .by = {std::move(by)}};
}

CaseReminded reminded(std::uint16_t number) {
  return {.id = kFirst, .by = "resident-1", .number = number, .note = "still there"};
}
CardIssued issued(Card card, std::int32_t points, std::string unit = "waiwu") {
  return {.id = kFirst,
          .card = card,
          .stage = Stage{},
          .unit = {std::move(unit)},
          .points = points,
          .rule = {"person:wang:no answer"}};
}

TEST(Reminder, WantsProgressInTime) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").contact().at(kMorning + 1h);
  story.when(remind()).then(
      {reminded(1), promise(kFirst, Stage::ReminderAnswer, "2h", kMorning + 1h, "blue")});
  // The second within that time is counted, the promise stays where it is.
  story.at(kMorning + 2h).when(remind()).then({reminded(2)});
  EXPECT_EQ(story.the_case().reminders, 2U);
  story.at(kMorning + 3h)
      .progress()
      .then({ProgressNoted{.id = kFirst, .note = {}},
             ClockMet{.id = kFirst, .stage = Stage::ReminderAnswer, .on_time = true}});
  story.when(remind());
  EXPECT_EQ(story.facts<ClockStarted>().size(), 1U);
}

TEST(Reminder, WithoutProgressCostsACardAndMovesNothing) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").contact().when(remind());
  story.time_passes_to(kMorning + 2h);
  EXPECT_TRUE(story.facts<CardIssued>().empty());
  story.time_passes_to(kMorning + 2h + 1ms)
      .then({ClockRanOut{.id = kFirst,
                         .stage = Stage::ReminderAnswer,
                         .due = kMorning + 2h,
                         .unit = {"waiwu"},
                         .far = false},
             CardIssued{.id = kFirst,
                        .card = Card::Yellow,
                        .stage = Stage::ReminderAnswer,
                        .unit = {"waiwu"},
                        .points = -5,
                        .rule = {"cards:reminder_answer:yellow"}}});
  // Also when it is far too late.
  story.time_passes_to(kMorning + 4h + 1ms);
  EXPECT_EQ(story.the_case().card, Card::Red);
  EXPECT_EQ(way_up(story), (std::vector<std::string>{}));
}

TEST(Card, OfAUnitIsNotThatOfTheUnitBefore) {
  // Waiwu has a yellow card and hands the case up; the street that has it now has none.
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").contact().when(card(Card::Yellow)).raise();
  ASSERT_EQ(story.unit(), "wuan");
  EXPECT_EQ(story.the_case().dossier->card_of({"waiwu"}), Card::Yellow);
  EXPECT_EQ(story.the_case().dossier->card_of({"wuan"}), Card::None);
  story.when(card(Card::Yellow)).then({issued(Card::Yellow, -5, "wuan")});
  EXPECT_EQ(story.the_case().card, Card::Yellow);
  story.when(card(Card::Yellow)).then_refused(Reason::CardRatchet);
}

TEST(Reminder, ByTheSameResidentNinetyTwoTimesIsOneCase) {
  Scenario story(changtai_rules());
  story.submit(kParking);
  for (int i = 0; i < 92; ++i) story.when(remind());
  EXPECT_EQ(story.the_case().reminders, 92U);
  EXPECT_EQ(story.state().open_cases(), 1U);
}

TEST(Reminder, OnlyCountsWhileTimeRests) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu");
  story.when(SuspendCase{.id = kFirst,
                         .token = story.token(),
                         .worker = {"chen"},
                         .reason = {"waits_for_requester"},
                         .approved_by = {},
                         .note = {}});
  story.when(remind()).then({reminded(1)});
  story.when(DeferCase{.id = kFirst,
                       .by = {"wang"},
                       .approved_by = {"lead"},
                       .reason = "winter",
                       .review_in_days = 14});
  story.when(remind()).then({reminded(2)});
}

TEST(Reminder, StartsNoClockWhereTheBookGrantsNone) {
  policy::RuleBook rules = changtai_rules();
  std::erase_if(rules.limits,
                [](const policy::LimitRule& rule) { return rule.stage == Stage::ReminderAnswer; });
  Scenario(std::move(rules)).submit(kParking).when(remind()).then({reminded(1)});
}

TEST(Reminder, NeedsAnOpenCaseInWorkAndAName) {
  Scenario story(changtai_rules());
  story.when(remind()).then_refused(Reason::UnknownCase);
  story.submit(kParking).when(remind("")).then_refused(Reason::MissingIdentity);
  story.take("waiwu").finish().when(remind()).then_refused(Reason::WrongState);
  story.post_check(true).when(remind()).then_refused(Reason::WrongState);
  story.call_back(Satisfaction::Satisfied).when(remind()).then_refused(Reason::CaseClosed);
}

TEST(DirectSupervision, OnlyRises) {
  Scenario story(changtai_rules());
  story.submit(kParking);
  story.when(supervise(Supervision::Public))
      .then({CaseSupervised{.id = kFirst,
                            .how = Supervision::Public,
                            .unit = {"waiwu"},
                            .by = {"wang"},
                            .note = {}}});
  story.when(supervise(Supervision::Public)).then_refused(Reason::WrongState);
  story.when(supervise(Supervision::Supervised)).then_refused(Reason::WrongState);
  story.when(supervise(Supervision::Interview));
  EXPECT_EQ(story.the_case().dossier->supervision, Supervision::Interview);
  story.when(supervise(Supervision{})).then_refused(Reason::BadValue);
  story.when(supervise(Supervision{9})).then_refused(Reason::BadValue);
  story.when(supervise(Supervision::Interview, "")).then_refused(Reason::MissingIdentity);
}

TEST(CardByHand, OnlyGoesUp) {
  // The work is finished, so that a red card moves nothing and all of them are waiwu's.
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").finish();
  story.when(card(Card::Notice)).then({issued(Card::Notice, 0)});
  story.when(card(Card::Notice)).then_refused(Reason::CardRatchet);
  story.when(card(Card::Yellow)).then({issued(Card::Yellow, -5)});
  story.when(card(Card::Red));
  EXPECT_EQ(story.facts<CardIssued>(), (std::vector<CardIssued>{issued(Card::Red, -10)}));
  // Yellow after red.
  story.when(card(Card::Yellow)).then_refused(Reason::CardRatchet);
}

TEST(CardByHand, ThatIsRedMovesTheCaseOneTier) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").contact().when(card(Card::Red));
  EXPECT_EQ(way_up(story), (std::vector<std::string>{"wuan"}));
  EXPECT_EQ(story.facts<CaseEscalated>().front().rule.value, "person:wang:no answer");
  EXPECT_EQ(story.unit(), "wuan");
}

TEST(CardByHand, ThatIsRedMovesNothingThatIsFinished) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").finish().when(card(Card::Red));
  story.then({issued(Card::Red, -10)});
}

TEST(CardByHand, SaysWhoAndWhyAndWhichCard) {
  Scenario story(changtai_rules());
  story.submit(kParking);
  story.when(card(Card::Yellow, "")).then_refused(Reason::MissingIdentity);
  story.when(card(Card::Yellow, "wang", "")).then_refused(Reason::MissingReason);
  story.when(card(Card::None)).then_refused(Reason::BadValue);
  story.when(card(Card{9})).then_refused(Reason::BadValue);
}

TEST(Acknowledgement, ThatExpiresLetsTheCaseClimb) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").contact().raise();
  story.take("wuan").contact().at(kMorning + 1h).when(acknowledge());
  const Timestamp until = kMorning + 90min;
  story.then({EscalationAcknowledged{.id = kFirst, .by = {"wang"}, .until = until}});
  story.time_passes_to(until - 1ms).then_nothing();
  story.time_passes_to(until).then({AcknowledgementExpired{.id = kFirst, .by = {"wang"}},
                                    CaseEscalated{.id = kFirst,
                                                  .from_tier = Tier::Street,
                                                  .from_unit = {"wuan"},
                                                  .to_tier = Tier::District,
                                                  .to_unit = {"centre"},
                                                  .mode = RungMode::Supervise,
                                                  .rule = {"acknowledgement:expired"},
                                                  .collapsed = 0},
                                    ClockDropped{.id = kFirst, .stage = Stage::Rung}});
  EXPECT_EQ(story.the_case().dossier->acknowledged_until, kNever);
  EXPECT_EQ(story.the_case().dossier->acknowledged_by, WorkerName{});
}

TEST(Acknowledgement, OfTheSamePersonTwiceIsOne) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").raise().when(acknowledge());
  story.at(kMorning + 29min).when(acknowledge()).then_nothing();
  story.when(acknowledge("zhao"))
      .then({EscalationAcknowledged{.id = kFirst, .by = {"zhao"}, .until = kMorning + 59min}});
  story.time_passes_to(kMorning + 58min).then_nothing();
}

TEST(Acknowledgement, IsForWhatHasClimbedOrEarnedACardAndIsInWork) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").when(acknowledge()).then_refused(Reason::WrongState);
  story.when(card(Card::Notice)).when(acknowledge("")).then_refused(Reason::MissingIdentity);
  story.when(acknowledge());
  story.finish().when(acknowledge()).then_refused(Reason::WrongState);
}

TEST(Acknowledgement, ExpiresQuietlyWhenTheWorkIsDone) {
  Scenario story(changtai_rules());
  story.submit(kParking).take("waiwu").when(card(Card::Yellow)).when(acknowledge()).finish();
  story.time_passes_to(kMorning + 30min)
      .then({AcknowledgementExpired{.id = kFirst, .by = {"wang"}}});
}

}  // namespace whistle::casework::supervising_test
