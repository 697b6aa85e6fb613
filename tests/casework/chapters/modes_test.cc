#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "engine/casework/limits.h"
#include "tests/support/scenario.h"

// Peacetime and wartime: whose clocks are counted anew, from when on, and who goes on duty.
namespace whistle::casework::modes_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
const Timestamp kTuesday = shanghai("2026-03-10 09:00");
constexpr CaseId kFirst{1};
constexpr CaseId kSecond{2};
const Report kParking{.category = "parking"};
const Report kParkingInJinli{.category = "parking", .area = kMill1};
// All its promises run day and night, so that no mode changes them.
const Report kGas{.category = "gas", .severity = Severity::Red};

// In wartime day and night count; a working day still is eight hours of work.
policy::RuleBook wartime_rules() {
  policy::RuleBook book = changtai_rules();
  calendar::CalendarRules rules = always_calendar().rules();
  rules.name = "watch";
  rules.working_day = 8h;
  auto watch = calendar::Calendar::make(std::move(rules));
  book.calendars.push_back(*std::move(watch));
  book.settings.modes.wartime_calendar = static_cast<std::uint16_t>(book.calendars.size() - 1);
  return book;
}
policy::RuleBook without_duty(policy::RuleBook book) {
  book.settings.modes.wartime_duty = {};
  return book;
}

ChangeMode change(AreaCode area, OperatingMode mode) {
  return {.area = area, .mode = mode, .by = {"headquarters"}, .reason = "typhoon"};
}
ChangeMode to_war(AreaCode area = kChangtai) { return change(area, OperatingMode::Wartime); }
ChangeMode to_peace(AreaCode area = kChangtai) { return change(area, OperatingMode::Peacetime); }
ModeChanged changed(AreaCode area, OperatingMode mode, Timestamp since) {
  return {.area = area, .mode = mode, .by = {"headquarters"}, .reason = "typhoon", .since = since};
}

Timestamp due_of(const Scenario& story, CaseId id, Stage stage = Stage::Resolve) {
  const CaseClock* clock = story.state().find(id)->clock(stage);
  return clock != nullptr && clock->running ? clock->alarms.due : kNever;
}
std::vector<CaseId> recounted(const Scenario& story) {
  std::vector<CaseId> ids;
  for (const ClockStarted& fact : story.facts<ClockStarted>()) {
    if (fact.stage == Stage::Resolve) ids.push_back(fact.id);
  }
  return ids;
}

// Says it, and lets the turn that follows count the clocks anew.
void declare(Scenario& story, const ChangeMode& wish, Timestamp at) {
  story.time_passes_to(at).when(wish).tick();
}
void declare(Scenario& story, const ChangeMode& wish) { story.when(wish).tick(); }
ClocksRecounted done(AreaCode area, std::uint64_t through) {
  return {.area = area, .through = {through}, .finished = true};
}

TEST(Wartime, CountsOpenPromisesDayAndNightFromNowOn) {
  Scenario story(without_duty(wartime_rules()));
  story.submit(kParking).take("waiwu").contact();
  EXPECT_EQ(due_of(story, kFirst), shanghai("2026-03-16 09:00"));
  EXPECT_EQ(due_of(story, kFirst, Stage::Rung), kTuesday);
  // Eight of forty hours are used up; the other thirty-two end on Wednesday at 17:00.
  story.time_passes_to(kTuesday - 1h)
      .when(to_war())
      .then({changed(kChangtai, OperatingMode::Wartime, kTuesday - 1h)});
  EXPECT_EQ(story.state().next_alarm(), kTuesday - 1h);
  story.tick();
  EXPECT_EQ(due_of(story, kFirst), shanghai("2026-03-11 17:00"));
  EXPECT_EQ(due_of(story, kFirst, Stage::Rung), kTuesday);
  EXPECT_EQ(story.events().size(), 1U + story.facts<ClockStarted>().size());
  EXPECT_EQ(story.facts<ClocksRecounted>(), (std::vector<ClocksRecounted>{done(kChangtai, 1)}));
  const ClockStarted resolve = [&] {
    for (const ClockStarted& fact : story.facts<ClockStarted>()) {
      if (fact.stage == Stage::Resolve) return fact;
    }
    return ClockStarted{};
  }();
  EXPECT_EQ(resolve.calendar, "watch");
  EXPECT_EQ(resolve.started, kMorning);
  EXPECT_EQ(resolve.since, kTuesday - 1h);
  EXPECT_EQ(resolve.reading.consumed, 7h);
  EXPECT_EQ(resolve.reading.granted, 40h);
}

TEST(Wartime, AtTheEndOfTheDayCountsTheNight) {
  Scenario story(without_duty(wartime_rules()));
  story.submit(kParking).take("waiwu").contact();
  declare(story, to_war(), shanghai("2026-03-09 18:00"));
  EXPECT_EQ(due_of(story, kFirst), shanghai("2026-03-11 03:00"));
}

TEST(Wartime, LeavesPromisesThatRunAllDayAsTheyAre) {
  Scenario story(without_duty(wartime_rules()));
  story.submit(kGas);
  const Timestamp due = due_of(story, kFirst);
  story.when(to_war(), kMorning + 1min)
      .then({changed(kChangtai, OperatingMode::Wartime, kMorning + 1min)})
      .tick()
      .then({done(kChangtai, 1)});
  EXPECT_EQ(due_of(story, kFirst), due);
}

TEST(Wartime, HoldsForCasesThatComeLater) {
  Scenario story(without_duty(wartime_rules()));
  story.when(to_war()).at(shanghai("2026-03-09 17:00")).submit(kParking);
  EXPECT_EQ(due_of(story, kFirst), shanghai("2026-03-11 09:00"));
}

TEST(Wartime, EndsWithTheHoursOfTheOfficeAgain) {
  Scenario story(without_duty(wartime_rules()));
  story.submit(kParking).take("waiwu").contact();
  declare(story, to_war(), kTuesday);
  declare(story, to_peace(), kTuesday + 12h);
  // Eight hours of Monday and twelve of the night watch are used up; twenty are left.
  EXPECT_EQ(due_of(story, kFirst), shanghai("2026-03-13 12:00"));
  EXPECT_EQ(story.state().registers().modes().at(kChangtai).mode, OperatingMode::Peacetime);
}

TEST(Wartime, ThatIsDeclaredTwiceIsDeclaredOnce) {
  Scenario story(without_duty(wartime_rules()));
  story.submit(kGas).when(to_peace()).then_nothing();
  story.when(to_war()).then({changed(kChangtai, OperatingMode::Wartime, kMorning)});
  story.when(to_war(), kMorning + 1h).then_nothing();
  EXPECT_EQ(story.state().registers().modes().at(kChangtai).since, kMorning);
}

TEST(Mode, IsRefusedWhenSomethingIsMissingOrUnknown) {
  Scenario story(wartime_rules());
  story.when(to_war({})).then_refused(Reason::UnknownArea);
  story.when(to_war({7})).then_refused(Reason::UnknownArea);
  story.when(change(kWuan, OperatingMode{9})).then_refused(Reason::BadValue);
  ChangeMode wish = to_war();
  wish.by = {};
  story.when(wish).then_refused(Reason::MissingIdentity);
  wish = to_war();
  wish.reason = {};
  story.when(wish).then_refused(Reason::MissingReason);

  policy::RuleBook peaceful = changtai_rules();
  peaceful.settings.modes.wartime_calendar.reset();
  Scenario(std::move(peaceful)).when(to_war()).then_refused(Reason::NotPermitted);
}

TEST(Mode, OfOneCommunityIsNotThatOfTheOther) {
  Scenario story(without_duty(wartime_rules()));
  story.submit(kParking).submit(kParkingInJinli);
  declare(story, to_war(kJinli), kTuesday - 24h);
  EXPECT_EQ(recounted(story), (std::vector<CaseId>{kSecond}));
}

TEST(Mode, OfANearerAreaStands) {
  Scenario story(without_duty(wartime_rules()));
  story.submit(kParking).submit(kParkingInJinli);
  // Said for itself: it stays when the street around it changes.
  declare(story, to_war());
  declare(story, to_peace(kWaiwu));
  EXPECT_EQ(recounted(story), (std::vector<CaseId>{kFirst}));
  declare(story, to_peace(kWuan));
  EXPECT_EQ(recounted(story), (std::vector<CaseId>{kSecond}));
  declare(story, to_war(kWuan));
  EXPECT_EQ(recounted(story), (std::vector<CaseId>{kSecond}));
  declare(story, to_war(kWaiwu));
  EXPECT_EQ(recounted(story), (std::vector<CaseId>{kFirst}));
}

TEST(Mode, SaidOfAnAreaWithinStaysWhenTheOneAboveChanges) {
  Scenario story(without_duty(wartime_rules()));
  story.submit(kParking).when(to_war());
  story.when(to_war(kWaiwu)).then({changed(kWaiwu, OperatingMode::Wartime, kMorning)});
  story.when(to_peace()).then({changed(kChangtai, OperatingMode::Peacetime, kMorning)});
}

TEST(Mode, HoldsWhereOnlyTheUnitIsKnown) {
  // Nobody knows where it is; the community that has it stands for the place.
  Scenario story(without_duty(wartime_rules()));
  story.submit({.category = "parking", .area = {}, .place_certainty = triage::Certainty::Unsure});
  story.pull("triage", "desk").classify("parking", kBanyan1);
  declare(story, to_war(kWaiwu));
  EXPECT_EQ(recounted(story), (std::vector<CaseId>{kFirst}));
}

TEST(Mode, IsCarriedThroughInTurnsWithoutHoldingUpAnybody) {
  Scenario story(without_duty(wartime_rules()));
  const std::size_t cases = kRecountedMax + 3;
  for (std::size_t i = 0; i < cases; ++i) story.submit(kParking);
  story.when(to_war(), kMorning + 1h);
  // What comes meanwhile is counted the new way at once, and not again.
  story.submit(kParking);
  EXPECT_EQ(story.the_case().clock(Stage::Resolve)->alarms.due, kMorning + 1h + 40h);
  story.tick();
  EXPECT_EQ(recounted(story).size(), kRecountedMax);
  EXPECT_FALSE(story.facts<ClocksRecounted>().front().finished);
  EXPECT_EQ(story.state().next_alarm(), kMorning + 1h);
  story.tick();
  EXPECT_EQ(recounted(story).size(), 3U);
  EXPECT_EQ(story.facts<ClocksRecounted>().front(), done(kChangtai, cases + 1));
  EXPECT_GT(story.state().next_alarm(), kMorning + 1h);
}

TEST(Mode, MakesNoDifferenceBetweenARecolouringBeforeAndAfterItsTurn) {
  const auto due_after = [](bool recoloured_first) {
    Scenario story(without_duty(wartime_rules()));
    story.submit(kParking).time_passes_to(shanghai("2026-03-10 19:00")).when(to_war());
    const RecolourCase yellow{
        .id = kFirst, .by = {"lin"}, .to = Severity::Yellow, .reason = "seen on site"};
    if (recoloured_first) {
      story.when(yellow).tick();
    } else {
      story.tick().when(yellow);
    }
    return due_of(story, kFirst);
  };
  EXPECT_EQ(due_after(true), due_after(false));
}

TEST(Mode, TellsWhatIsDueBeforeItCountsAnew) {
  Scenario story(without_duty(wartime_rules()));
  story.submit(kParking).take("waiwu").contact();
  // The promise to resolve was broken while nobody looked; then the mode changes.
  story.at(shanghai("2026-03-16 09:01")).when(to_war()).tick();
  EXPECT_FALSE(story.facts<CardIssued>().empty());
  EXPECT_TRUE(story.facts<ClocksRecounted>().empty());
  story.tick();
  EXPECT_EQ(story.facts<ClocksRecounted>().size(), 1U);
}

TEST(Mode, ThatChangesBackHalfWayThroughLeavesNothingBehind) {
  Scenario story(without_duty(wartime_rules()));
  for (std::size_t i = 0; i < kRecountedMax + 3; ++i) story.submit(kParking);
  std::vector<Timestamp> before;
  story.state().each_case(
      [&](const Case& item) { before.push_back(item.clock(Stage::Resolve)->alarms.due); });
  story.when(to_war()).tick().when(to_peace()).tick().tick();
  std::vector<Timestamp> after;
  story.state().each_case(
      [&](const Case& item) { after.push_back(item.clock(Stage::Resolve)->alarms.due); });
  EXPECT_EQ(after, before);
}

TEST(Mode, SaidOfAnAreaWithinWhileTheOneAboveIsCarriedThroughReachesItsCases) {
  Scenario story(without_duty(wartime_rules()));
  story.submit(kParking);
  // One area in a turn.
  story.when(to_war()).when(to_war(kWaiwu)).tick().tick();
  EXPECT_EQ(recounted(story), (std::vector<CaseId>{kFirst}));
}

TEST(Mode, KeepsTheShareOfAPromiseThatIsUsedUp) {
  policy::RuleBook book = without_duty(changtai_rules());
  // A working day is worth a whole day and night.
  calendar::CalendarRules rules = always_calendar().rules();
  rules.name = "watch";
  rules.working_day = 24h;
  book.calendars.push_back(*calendar::Calendar::make(std::move(rules)));
  book.settings.modes.wartime_calendar = static_cast<std::uint16_t>(book.calendars.size() - 1);
  Scenario story(std::move(book));
  story.submit(kParking).take("waiwu").contact();
  // One of five working days is used up; of five days and nights as well.
  declare(story, to_war(), kTuesday);
  EXPECT_EQ(due_of(story, kFirst), kTuesday + 96h);
  // Two of five, and three office days are left.
  declare(story, to_peace(), kTuesday + 24h);
  EXPECT_EQ(due_of(story, kFirst), shanghai("2026-03-16 09:00"));
}

DutyAssigned watch(std::uint64_t id, std::string unit, AreaCode area) {
  return {.id = {id},
          .kind = {"wartime_watch"},
          .unit = {std::move(unit)},
          .person = {},
          .subject = {},
          .area = area,
          .care = CareTier::None,
          .due = shanghai("2026-03-10 00:00"),
          .rule = {"mode:wartime"}};
}
DutyEnded ended(std::uint64_t id) {
  return {.id = {id}, .by = {"headquarters"}, .reason = "mode:peacetime"};
}

TEST(WartimeDuty, IsOpenedForEachCommunityAndEndsWithTheWar) {
  Scenario story(wartime_rules());
  story.submit(kGas)
      .when(to_war())
      .then({changed(kChangtai, OperatingMode::Wartime, kMorning), watch(1, "waiwu", kWaiwu),
             watch(2, "jinli", kJinli)})
      .when(to_peace())
      .then({changed(kChangtai, OperatingMode::Peacetime, kMorning), ended(1), ended(2)})
      .when(to_war(kJinli))
      .then({changed(kJinli, OperatingMode::Wartime, kMorning), watch(3, "jinli", kJinli)});
}

TEST(WartimeDuty, IsNotOpenedTwiceAndEndsOnlyWhereTheWarEnds) {
  Scenario(wartime_rules())
      .submit(kGas)
      .when(to_war(kJinli))
      .then({changed(kJinli, OperatingMode::Wartime, kMorning), watch(1, "jinli", kJinli)})
      .when(to_war())
      .then({changed(kChangtai, OperatingMode::Wartime, kMorning), watch(2, "waiwu", kWaiwu)})
      .when(to_peace())
      .then({changed(kChangtai, OperatingMode::Peacetime, kMorning), ended(2)})
      .when(to_peace(kJinli))
      .then({changed(kJinli, OperatingMode::Peacetime, kMorning), ended(1)});
}

TEST(WartimeDuty, NeedsARuleOfTheBook) {
  policy::RuleBook book = wartime_rules();
  book.duties.clear();
  Scenario(std::move(book))
      .submit(kGas)
      .when(to_war())
      .then({changed(kChangtai, OperatingMode::Wartime, kMorning)});
}

}  // namespace whistle::casework::modes_test
