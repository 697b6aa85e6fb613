#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/casework/chapters/whistle_words.h"

// Report-in: what the called do in time or too late, what absence costs, and who may leave.
namespace whistle::casework::whistling_test {

using namespace std::chrono_literals;
using namespace support;        // NOLINT(google-build-using-namespace): the words of the stories
using namespace whistle_words;  // NOLINT(google-build-using-namespace): and of these

TEST(ReportingIn, AcknowledgesAsWell) {
  Scenario(changtai_rules())
      .when(call(WhistleKind::Emergency))
      .when(report_in("water"), kMorning + 4min)
      .then({acknowledged("water"), reported_in("water")})
      .when(report_in("water"))
      .then_nothing()
      .when(acknowledge("water"))
      .then_nothing();
}

TEST(ReportingIn, IsInTimeAtTheVeryMillisecond) {
  Scenario(changtai_rules())
      .when(call(WhistleKind::Emergency, {{"water"}}))
      .when(acknowledge("water"), kMorning + 5min)
      .then({acknowledged("water")})
      .time_passes_to(kMorning + 30min)
      .then_nothing()
      .when(report_in("water"))
      .then({reported_in("water")});
}

TEST(ReportingIn, OneMillisecondLaterEarnsACardAlsoWhenNobodyHadNoticed) {
  Scenario(changtai_rules())
      .when(call(WhistleKind::Emergency, {{"water"}}))
      .when(acknowledge("water"))
      .when(report_in("water"), kMorning + 30min + 1ms)
      .then({missed("water", WhistleStep::Arrive, kMorning + 30min), yellow("water", "arrive"),
             reported_in("water", false)})
      .tick()
      .then_nothing();
}

TEST(Absence, EarnsAYellowCardThenARedOneAndTellsTheDistrict) {
  Scenario story(changtai_rules());
  story.when(call(WhistleKind::Emergency))
      .when(report_in("urban"))
      .time_passes_to(kMorning + 5min)
      .then_nothing()
      .time_passes_to(kMorning + 5min + 1ms)
      .then({missed("water", WhistleStep::Acknowledge, kMorning + 5min),
             yellow("water", "acknowledge")})
      .time_passes_to(kMorning + 30min)
      .then_nothing()
      .time_passes_to(kMorning + 30min + 1ms)
      .then({missed("water", WhistleStep::Arrive, kMorning + 30min), red("water", "arrive")})
      .time_passes_to(kMorning + 24h)
      .then_nothing();
  EXPECT_EQ(story.state().next_alarm(), kNever);
}

TEST(Absence, AfterAnOutageCollapsesIntoOneTurnAndTheHighestCard) {
  Scenario(changtai_rules())
      .when(call(WhistleKind::Emergency))
      .at(kMorning + 1h)
      .tick()
      .then({missed("water", WhistleStep::Acknowledge, kMorning + 5min),
             missed("water", WhistleStep::Arrive, kMorning + 30min), red("water", "arrive"),
             missed("urban", WhistleStep::Acknowledge, kMorning + 5min),
             missed("urban", WhistleStep::Arrive, kMorning + 30min), red("urban", "arrive")})
      .tick()
      .then_nothing();
}

TEST(Absence, HasNoCardAboveRed) {
  Scenario story(changtai_rules());
  story.when(call(WhistleKind::Routine, {{"water"}}))
      .time_passes_to(shanghai("2026-03-23 09:00") + 1ms)
      .then({missed("water", WhistleStep::Acknowledge, shanghai("2026-03-09 11:00")),
             yellow("water", "acknowledge"),
             missed("water", WhistleStep::Plan, shanghai("2026-03-10 09:00")), red("water", "plan"),
             missed("water", WhistleStep::Finish, shanghai("2026-03-23 09:00"))});
  EXPECT_EQ(count(story, "water", Measure::WhistleSteps), 3);
  EXPECT_EQ(count(story, "water", Measure::WhistleStepsInTime), 0);
  // What comes late was counted when it was missed.
  story.when(plan("water")).when(release("water", "wuan"));
  EXPECT_EQ(count(story, "water", Measure::WhistleSteps), 3);
}

TEST(Absence, WithoutADistrictCopiesNobody) {
  Scenario story(without_unit(changtai_rules(), "centre"));
  story.when(call(WhistleKind::Emergency)).at(kMorning + 6min).tick();
  EXPECT_EQ(story.facts<WhistleMissed>().at(0).copied, UnitCode{});
}

TEST(Plan, IsKeptAtItsVeryMillisecondAndLateAfterwards) {
  const Timestamp due = shanghai("2026-03-10 09:00");
  const MeasureRecorded made{
      .id = kFirst, .unit = {"water"}, .by = {"li"}, .plan = true, .note = "dig, mend"};
  Scenario in_time(changtai_rules());
  in_time.when(call(WhistleKind::Routine, {{"water"}})).when(acknowledge("water"));
  in_time.when(plan("water"), due).then({made});
  EXPECT_EQ(count(in_time, "water", Measure::WhistleStepsInTime), 2);
  in_time.when(plan("water"), due + 1h).then({made});
  EXPECT_EQ(count(in_time, "water", Measure::WhistleSteps), 2);

  Scenario late(changtai_rules());
  late.when(call(WhistleKind::Routine, {{"water"}})).when(acknowledge("water"));
  late.when(plan("water"), due + 1ms)
      .then({missed("water", WhistleStep::Plan, due), yellow("water", "plan"), made});
  EXPECT_EQ(count(late, "water", Measure::WhistleSteps), 2);
  EXPECT_EQ(count(late, "water", Measure::WhistleStepsInTime), 1);
}

TEST(Plan, ThatIsRecordedAcknowledgesAsWell) {
  Scenario story(changtai_rules());
  story.when(call(WhistleKind::Routine)).when(plan("water"));
  EXPECT_EQ(story.facts<WhistleAcknowledged>().at(0), acknowledged("water"));
}

TEST(Release, FromAnEmergencyIsForTheWhistlerAlone) {
  Scenario(changtai_rules())
      .when(call(WhistleKind::Emergency))
      .when(report_in("water"))
      .when(release("water", "water"))
      .then_refused(Reason::WhistlerOnly)
      .when(release("water", "urban"))
      .then_refused(Reason::WhistlerOnly)
      .when(release("water", ""))
      .then_refused(Reason::WhistlerOnly)
      .when(release("water", "wuan"))
      .then({released("water")})
      .when(release("water", "wuan"))
      .then_nothing();
}

TEST(Release, FromARoutineWhistleMayBeSaidByTheUnit) {
  Scenario(changtai_rules())
      .when(call(WhistleKind::Routine))
      .when(acknowledge("water"))
      .when(release("water", "urban"))
      .then_refused(Reason::NotPermitted)
      .when(release("water", "water"))
      .then({released("water")})
      .when(plan("water"))
      .then_refused(Reason::WrongState)
      .when(report_in("water"))
      .then_refused(Reason::WrongState)
      .when(release("urban", "wuan"))
      .then({released("urban")})
      .when(acknowledge("urban"))
      .then_refused(Reason::WrongState);
}

TEST(Release, OfAUnitThatNeverCameIsForTheWhistlerAlone) {
  Scenario(changtai_rules())
      .when(call(WhistleKind::Enforcement))
      .when(acknowledge("water"))
      .when(release("water", "water"))
      .then_refused(Reason::WrongState)
      .when(release("urban", "wuan"))
      .then({released("urban")})
      .when(report_in("water"))
      .then({reported_in("water")})
      .when(release("water", "water"))
      .then({released("water")});
}

TEST(Release, IsInTimeThroughTheVeryMillisecondOfTheEnd) {
  BlowWhistle wish = call(WhistleKind::Campaign);
  wish.finish_at = kMorning + 1h;
  Scenario(changtai_rules())
      .when(wish)
      .when(release("water", "wuan"), kMorning + 1h)
      .then({released("water")})
      .when(release("urban", "wuan"), kMorning + 1h + 1ms)
      .then({missed("urban", WhistleStep::Finish, kMorning + 1h), yellow("urban", "finish"),
             released("urban", false)});
}

}  // namespace whistle::casework::whistling_test
