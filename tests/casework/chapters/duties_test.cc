#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/scenario.h"

// Recurring duties and care visits: rounds, what was missed, and its cards.
namespace whistle::casework::duties_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();  // Monday, 2026-03-09 09:00
const Timestamp kMidnight = shanghai("2026-03-10 00:00");
constexpr DutyId kFirst{1};

AssignDuty care_visits(CareTier care) {
  return {.kind = {"care_visit"},
          .unit = {"waiwu"},
          .by = {"secretary"},
          .person = {"lin"},
          .subject = "household-7",
          .area = kBanyan1,
          .care = care};
}

AssignDuty duty(std::string kind) {
  return {.kind = {std::move(kind)}, .unit = {"waiwu"}, .by = {"secretary"}, .person = {"lin"}};
}

DoDuty visit() { return {.id = kFirst, .worker = {"lin"}, .note = "all well"}; }

DutyDone visited(std::uint16_t times, bool complete = true) {
  return {.id = kFirst, .by = {"lin"}, .times = times, .complete = complete, .note = "all well"};
}

DutyRoundEnded ended(bool missed, Timestamp due, Timestamp next_due) {
  return {.id = kFirst, .missed = missed, .due = due, .next_due = next_due, .period = 202603};
}

UnitCarded carded(Card card, std::string rule = "duties:care_visit") {
  return {.unit = {"waiwu"},
          .card = card,
          .points = card == Card::Red ? -10 : -5,
          .whistle = {},
          .duty = kFirst,
          .rule = {std::move(rule)}};
}

// March has begun, so that no story tells it.
class Story : public Scenario {
 public:
  explicit Story(policy::RuleBook rules = changtai_rules(), Timestamp start = kMorning)
      : Scenario(std::move(rules), start) {
    const std::uint32_t period = policy().period_of(start);
    if (state().registers().counters().period < period) given({PeriodBegan{.period = period}});
  }
  const Duty& duty() const { return *state().registers().find(kFirst); }
  std::int64_t march(Dimension dimension, const std::string& key, Measure measure) const {
    return state().registers().count(202603, dimension, key, measure);
  }
};

TEST(AssignDuty, BeginsTheRoundThatIsOnNow) {
  Story story;
  story.when(care_visits(CareTier::Red))
      .then({DutyAssigned{.id = kFirst,
                          .kind = {"care_visit"},
                          .unit = {"waiwu"},
                          .person = {"lin"},
                          .subject = "household-7",
                          .area = kBanyan1,
                          .care = CareTier::Red,
                          .due = kMidnight,
                          .rule = {"duties:care_visit"}}})
      .then_told(NumberAnswer{.id = 1});
  EXPECT_EQ(story.state().next_alarm(), kMidnight);
}

TEST(AssignDuty, IsForTheAreaOfTheUnitUnlessItNamesAnother) {
  Story story;
  story.when(duty("grid_patrol"));
  EXPECT_EQ(story.duty().area, kWaiwu);
  EXPECT_EQ(story.duty().care, CareTier::None);
}

TEST(AssignDuty, AgainGivesTheSameNumberAgain) {
  Story story;
  story.when(care_visits(CareTier::Red)).when(care_visits(CareTier::Red)).then_nothing();
  story.then_told(NumberAnswer{.id = 1});
  AssignDuty other = care_visits(CareTier::Red);
  other.subject = "household-8";
  story.when(other).then_told(NumberAnswer{.id = 2});
}

TEST(AssignDuty, IsRefusedByName) {
  AssignDuty nobody = care_visits(CareTier::Red);
  nobody.by = {};
  AssignDuty nothing = duty("dance");
  AssignDuty without_tier = care_visits(CareTier::None);
  AssignDuty nowhere = duty("grid_patrol");
  nowhere.area = {7};
  AssignDuty by_none = duty("grid_patrol");
  by_none.unit = {"nobody"};
  AssignDuty to_nobody = care_visits(CareTier::Blue);
  to_nobody.subject.clear();
  Story()
      .when(nobody)
      .then_refused(Reason::MissingIdentity)
      .when(nothing)
      .then_refused(Reason::BadValue)
      .when(without_tier)
      .then_refused(Reason::BadValue)
      .when(nowhere)
      .then_refused(Reason::UnknownArea)
      .when(by_none)
      .then_refused(Reason::UnknownUnit)
      .when(to_nobody)
      .then_refused(Reason::MissingIdentity);
}

TEST(AssignDuty, SaysWhatThereIsInstead) {
  State state;
  policy::RuleBook book = changtai_rules();
  book.duties.resize(4);
  const policy::Policy policy(std::move(book));
  const Decision decision = decide({state, policy, kMorning}, duty("dance"));
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error().detail,
            "kind: no duty dance in rule book changtai; there are: care_visit:red, "
            "care_visit:yellow, care_visit:blue, priority_household");
}

// Assigned at one instant, due at another.
struct Round {
  CareTier care;
  const char* assigned;
  const char* due;
};

class Rounds : public testing::TestWithParam<Round> {};

TEST_P(Rounds, EndAtAMidnightOfTheCalendar) {
  Story story(changtai_rules(), shanghai(GetParam().assigned));
  story.when(care_visits(GetParam().care));
  EXPECT_EQ(story.duty().due, shanghai(GetParam().due));
}

INSTANTIATE_TEST_SUITE_P(
    OfCareVisits, Rounds,
    testing::Values(Round{CareTier::Red, "2026-03-09 00:00", "2026-03-10 00:00"},
                    Round{CareTier::Red, "2026-02-28 23:59", "2026-03-01 00:00"},
                    Round{CareTier::Yellow, "2026-03-09 00:00", "2026-03-16 00:00"},
                    Round{CareTier::Yellow, "2026-03-15 23:59", "2026-03-16 00:00"},
                    Round{CareTier::Yellow, "2026-12-31 12:00", "2027-01-04 00:00"},
                    Round{CareTier::Blue, "2026-02-28 23:59", "2026-03-01 00:00"},
                    Round{CareTier::Blue, "2026-03-31 23:59", "2026-04-01 00:00"},
                    Round{CareTier::Blue, "2026-04-01 00:00", "2026-05-01 00:00"},
                    Round{CareTier::Blue, "2026-12-15 09:00", "2027-01-01 00:00"}));

TEST(DoDuty, FulfilsTheRound) {
  Story story;
  story.when(care_visits(CareTier::Red)).when(visit()).then({visited(1)});
  story.time_passes_to(kMidnight).then({ended(false, kMidnight, kMidnight + 24h)});
  EXPECT_FALSE(story.duty().complete);
  EXPECT_EQ(story.duty().times, 0);
  EXPECT_EQ(story.march(Dimension::Unit, "waiwu", Measure::DutiesOwed), 1);
  EXPECT_EQ(story.march(Dimension::Unit, "waiwu", Measure::DutiesDone), 1);
  EXPECT_EQ(story.march(Dimension::Worker, "lin", Measure::DutiesDone), 1);
}

TEST(DoDuty, MoreOftenThanOwedIsRecordedToo) {
  Story story;
  story.when(care_visits(CareTier::Red)).when(visit()).when(visit()).then({visited(2)});
}

TEST(DoDuty, AsOftenAsTheRulesAsk) {
  policy::RuleBook book = changtai_rules();
  book.duties.front().times = 2;
  Story story(std::move(book));
  story.when(care_visits(CareTier::Red)).when(visit()).then({visited(1, false)});
  story.when(visit()).then({visited(2, true)});
}

TEST(DoDuty, AtTheVeryEndIsInTime) {
  Story story;
  story.when(care_visits(CareTier::Red)).when(visit(), kMidnight).then({visited(1)});
  story.tick().then({ended(false, kMidnight, kMidnight + 24h)});
}

TEST(DoDuty, AfterTheEndIsForTheNextRoundAlthoughNobodyToldTheEnd) {
  Story story;
  story.when(care_visits(CareTier::Red))
      .when(visit(), kMidnight + 1ms)
      .then({ended(true, kMidnight, kMidnight + 24h), carded(Card::Yellow), visited(1)});
  story.tick().then_nothing();
}

TEST(DoDuty, IsRefusedWithoutAWorkerOrADuty) {
  Story story;
  story.when(visit()).then_refused(Reason::UnknownDuty);
  story.when(care_visits(CareTier::Red))
      .when(DoDuty{.id = kFirst, .worker = {}, .note = {}})
      .then_refused(Reason::MissingIdentity);
}

TEST(MissedVisit, EarnsAYellowCardAndTheNextOneARedOne) {
  Story story;
  story.when(care_visits(CareTier::Red));
  story.time_passes_to(kMidnight - 1ms).then_nothing();
  story.time_passes_to(kMidnight).then(
      {ended(true, kMidnight, kMidnight + 24h), carded(Card::Yellow)});
  story.time_passes_to(kMidnight + 24h)
      .then({ended(true, kMidnight + 24h, kMidnight + 48h), carded(Card::Red)});
  story.time_passes_to(kMidnight + 48h)
      .then({ended(true, kMidnight + 48h, kMidnight + 72h), carded(Card::Red)});
  EXPECT_EQ(story.march(Dimension::Unit, "waiwu", Measure::YellowCards), 1);
  EXPECT_EQ(story.march(Dimension::Unit, "waiwu", Measure::RedCards), 2);
  EXPECT_EQ(story.march(Dimension::Unit, "waiwu", Measure::Points), -25);
  EXPECT_EQ(story.march(Dimension::Unit, "waiwu", Measure::DutiesDone), 0);
}

TEST(MissedVisit, IsForgivenByOneThatWasMade) {
  Story story;
  story.when(care_visits(CareTier::Red)).time_passes_to(kMidnight).when(visit());
  story.time_passes_to(kMidnight + 24h);
  EXPECT_TRUE(story.facts<UnitCarded>().empty());
  story.time_passes_to(kMidnight + 48h);
  EXPECT_EQ(story.facts<UnitCarded>(), (std::vector<UnitCarded>{carded(Card::Yellow)}));
}

TEST(MissedVisit, OfAWeekAndOfAMonth) {
  Story story;
  story.when(care_visits(CareTier::Yellow)).when(care_visits(CareTier::Blue));
  story.time_passes_to(shanghai("2026-03-16 00:00"));
  EXPECT_EQ(story.facts<DutyRoundEnded>(),
            (std::vector<DutyRoundEnded>{
                ended(true, shanghai("2026-03-16 00:00"), shanghai("2026-03-23 00:00"))}));
  story.time_passes_to(shanghai("2026-04-01 00:00"));
  EXPECT_EQ(story.facts<DutyRoundEnded>().back(),
            (DutyRoundEnded{.id = {2},
                            .missed = true,
                            .due = shanghai("2026-04-01 00:00"),
                            .next_due = shanghai("2026-05-01 00:00"),
                            .period = 202603}));
  // Three weeks and the month: a round that lasts to midnight counts in the month that ends there.
  EXPECT_EQ(story.state().registers().count(202603, Dimension::Unit, "waiwu", Measure::DutiesOwed),
            4);
}

TEST(MissedVisit, EarnsNoCardWhereTheRulesAskForNone) {
  Story story;
  story.when(duty("grid_patrol")).time_passes_to(kMidnight);
  story.then({ended(true, kMidnight, kMidnight + 24h)});
  EXPECT_EQ(story.duty().missed_in_a_row, 1U);
}

TEST(MissedVisit, AfterAnOutageIsToldOnce) {
  Story story;
  story.when(care_visits(CareTier::Red)).at(kMidnight + 100h).tick();
  story.then({ended(true, kMidnight, kMidnight + 120h), carded(Card::Yellow)});
  EXPECT_EQ(story.march(Dimension::Unit, "waiwu", Measure::DutiesOwed), 1);
}

TEST(Duty, ThatTheBookNoLongerHasEndsWithItsRound) {
  policy::RuleBook without = changtai_rules();
  std::erase_if(without.duties,
                [](const policy::DutyRule& rule) { return rule.code.value == "grid_patrol"; });
  const policy::Policy before(changtai_rules());
  const policy::Policy after(std::move(without));
  State state;
  const Decision assigned = decide({state, before, kMorning}, duty("grid_patrol"));
  ASSERT_TRUE(assigned);
  for (const Event& event : assigned->events) state.apply(event);
  EXPECT_FALSE(decide({state, after, kMorning}, visit()));
  const Decision decision = decide({state, after, kMidnight}, Tick{.max = 8});
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->events,
            (std::vector<Event>{
                DutyEnded{.id = kFirst,
                          .by = {},
                          .reason = "rule book changtai has no duty grid_patrol any more"}}));
  for (const Event& event : decision->events) state.apply(event);
  EXPECT_EQ(state.next_alarm(), kNever);
  EXPECT_EQ(state.registers().find(kFirst), nullptr);
}

ChangeCareTier changed_to(CareTier care) {
  return {.id = kFirst, .by = {"doctor"}, .care = care, .reason = "back from hospital"};
}

TEST(ChangeCareTier, BeginsARoundOfTheOtherTier) {
  Story story;
  story.when(care_visits(CareTier::Blue)).when(visit()).when(changed_to(CareTier::Yellow));
  story.then({CareTierChanged{.id = kFirst,
                              .care = CareTier::Yellow,
                              .due = shanghai("2026-03-16 00:00"),
                              .by = {"doctor"},
                              .reason = "back from hospital"}});
  EXPECT_EQ(story.duty().care, CareTier::Yellow);
  EXPECT_FALSE(story.duty().complete);
  story.when(changed_to(CareTier::Yellow)).then_nothing();
}

TEST(ChangeCareTier, IsNoWayOutOfAMissedRound) {
  Story story;
  story.when(care_visits(CareTier::Red)).when(changed_to(CareTier::Blue), kMidnight);
  story.then({ended(true, kMidnight, kMidnight + 24h), carded(Card::Yellow),
              CareTierChanged{.id = kFirst,
                              .care = CareTier::Blue,
                              .due = shanghai("2026-04-01 00:00"),
                              .by = {"doctor"},
                              .reason = "back from hospital"}});
}

TEST(ChangeCareTier, IsForCareVisitsAndForAReason) {
  Story story;
  story.when(changed_to(CareTier::Red)).then_refused(Reason::UnknownDuty);
  story.when(duty("grid_patrol"))
      .when(changed_to(CareTier::Red))
      .then_refused(Reason::WrongState)
      .when(care_visits(CareTier::Red));
  ChangeCareTier wish{.id = {2}, .by = {}, .care = CareTier::Blue, .reason = "well again"};
  story.when(wish).then_refused(Reason::MissingIdentity);
  wish.by = {"doctor"};
  wish.care = CareTier::None;
  story.when(wish).then_refused(Reason::BadValue);
  wish.care = CareTier::Blue;
  wish.reason.clear();
  story.when(wish).then_refused(Reason::MissingReason);
}

TEST(EndDuty, ForgetsItAndItsAlarm) {
  Story story;
  const EndDuty wish{.id = kFirst, .by = {"secretary"}, .reason = "moved away"};
  story.when(care_visits(CareTier::Red)).when(wish);
  story.then({DutyEnded{.id = kFirst, .by = {"secretary"}, .reason = "moved away"}});
  EXPECT_EQ(story.state().next_alarm(), kNever);
  story.when(wish).then_refused(Reason::UnknownDuty);
  story.when(visit()).then_refused(Reason::UnknownDuty);
  // A number is never given twice.
  story.when(care_visits(CareTier::Red)).then_told(NumberAnswer{.id = 2});
}

TEST(EndDuty, NeedsAReasonAndANameAndTellsWhatWasMissedFirst) {
  Story story;
  story.when(care_visits(CareTier::Red))
      .when(EndDuty{.id = kFirst, .by = {}, .reason = "moved away"})
      .then_refused(Reason::MissingIdentity)
      .when(EndDuty{.id = kFirst, .by = {"secretary"}, .reason = {}})
      .then_refused(Reason::MissingReason)
      .when(EndDuty{.id = kFirst, .by = {"secretary"}, .reason = "moved away"}, kMidnight);
  EXPECT_EQ(story.facts<UnitCarded>(), (std::vector<UnitCarded>{carded(Card::Yellow)}));
}

}  // namespace whistle::casework::duties_test
