#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "engine/casework/chapters/draft.h"
#include "engine/casework/limits.h"
#include "tests/support/scenario.h"

// Complaints that belong to an open case: the same person again, the same cause, the same text.
namespace whistle::casework::merging_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories
using policy::RungMode;

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};
constexpr CaseId kSecond{2};

// As far from zero as the same text may be.
constexpr std::uint64_t kAlike = (std::uint64_t{1} << kLikenessBitsMax) - 1;

Report burst(std::string requester, Severity severity = Severity::Blue) {
  return {.category = "burst",
          .area = kBanyan1,
          .severity = severity,
          .requester = std::move(requester)};
}
Report parking(std::string requester) {
  return {.category = "parking", .area = kBanyan1, .requester = std::move(requester)};
}

ComplaintMerged merged(const Report& report, std::uint64_t serial, Timestamp at, std::string rule,
                       bool repeat = false) {
  const SubmitComplaint wish = complaint_of(report, serial, at);
  return {.id = kFirst,
          .complaint = {serial},
          .source = "hotline",
          .external_id = wish.complaint.external_id,
          .received = at,
          .requester = requester_hash(wish.complaint.requester),
          .repeat = repeat,
          .rule = {std::move(rule)},
          .findings = wish.findings};
}

// A limit that a worse colour shortened at `now`, counted from when it started.
ClockStarted shortened(ClockStarted begun, Timestamp now) {
  begun.since = now;
  begun.reading.consumed = now - begun.started;
  return begun;
}

TEST(Merge, JoinsOneCauseAndTellsTheReceipt) {
  Scenario story(changtai_rules());
  story.submit(burst("wang")).at(kMorning + 5min).submit(burst("li"));
  story.then({merged(burst("li"), 2, kMorning + 5min, "merge:one_cause")})
      .then_told(Receipt{.complaint = {2},
                         .id = kFirst,
                         .disposition = Disposition::Merged,
                         .ground = {},
                         .severity = Severity::Blue,
                         .category = {"burst"},
                         .area = kBanyan1,
                         .unit = {"water"},
                         .tier = Tier::Department,
                         .received = kMorning + 5min,
                         .resolve_due = shanghai("2026-03-16 09:00")});
  EXPECT_EQ(story.the_case().complaints, 2U);
  EXPECT_EQ(story.the_case().reminders, 0U);
  EXPECT_EQ(story.state().tallies().merged, 1U);
}

TEST(Merge, JoinsOneCauseAcrossTheBuildingsOfACompound) {
  Scenario story(changtai_rules());
  Report next_door = burst("li");
  next_door.area = kBanyan2;
  story.submit(burst("wang")).submit(next_door);
  EXPECT_EQ(story.receipt().disposition, Disposition::Merged);
  Report elsewhere = burst("zhao");
  elsewhere.area = kMill1;
  story.submit(elsewhere);
  EXPECT_EQ(story.receipt().disposition, Disposition::Filed);
}

TEST(Merge, DoesNotJoinOneCauseWhenThePlaceIsOnlyRoughlyKnown) {
  Scenario story(changtai_rules());
  Report rough = burst("wang");
  rough.area = kWaiwu;
  story.submit(rough);
  rough.requester = "li";
  story.submit(rough);
  EXPECT_EQ(story.receipt().disposition, Disposition::Filed);
}

TEST(Merge, CountsTheSamePersonAgainAsAReminder) {
  Scenario story(changtai_rules());
  story.submit(parking("wang")).at(kMorning + 1h).submit(parking("wang"));
  story.then({merged(parking("wang"), 2, kMorning + 1h, "merge:same_requester", true)});
  EXPECT_EQ(story.the_case().reminders, 1U);
  EXPECT_EQ(story.the_case().complaints, 2U);
}

TEST(Merge, CountsAJoinedPersonAgainAsAReminder) {
  Scenario story(changtai_rules());
  story.submit(burst("wang")).submit(burst("li")).submit(burst("li"));
  EXPECT_TRUE(story.facts<ComplaintMerged>().front().repeat);
  EXPECT_EQ(story.the_case().requesters.size(), 1U);
}

TEST(Merge, KeepsDifferentMattersOfOnePersonApart) {
  Scenario story(changtai_rules());
  story.submit(parking("wang")).submit({.category = "noise", .requester = "wang"});
  EXPECT_EQ(story.receipt().id, kSecond);
}

TEST(Merge, KeepsStrangersWithoutAPseudonymApart) {
  Scenario story(changtai_rules());
  story.submit(parking("")).submit(parking(""));
  EXPECT_EQ(story.receipt().disposition, Disposition::Filed);
}

TEST(Merge, JoinsAForwardedTextWithinAFewBitsOfLikeness) {
  const auto with_likeness = [](std::uint64_t likeness) {
    Report report{.category = "parking"};
    report.likeness = likeness;
    return report;
  };
  Scenario story(changtai_rules());
  story.submit(with_likeness(0)).submit(with_likeness(kAlike));
  EXPECT_EQ(story.facts<ComplaintMerged>().front().rule.value, "merge:same_text");
  story.submit(with_likeness(2 * kAlike + 1));
  EXPECT_EQ(story.receipt().disposition, Disposition::Filed);
}

TEST(Merge, EndsWithTheWindow) {
  // A case that nobody touches, so that it stays in work.
  for (const Milliseconds late : {0ms, 1ms}) {
    Scenario story(changtai_rules());
    story.submit(burst("wang")).at(kMorning + 7 * 24h + late).submit(burst("li"));
    EXPECT_EQ(story.receipt().disposition, late == 0ms ? Disposition::Merged : Disposition::Filed);
  }
}

TEST(Merge, EndsAfterADayForRed) {
  for (const Milliseconds late : {0ms, 1ms}) {
    Scenario story(changtai_rules());
    story.submit(burst("wang", Severity::Red)).at(kMorning + 24h + late);
    story.submit(burst("wang"));
    EXPECT_EQ(story.receipt().disposition,
              late == 0ms ? Disposition::Informed : Disposition::Filed);
  }
}

TEST(Merge, EndsWhenTheWorkIsFinished) {
  Scenario story(changtai_rules());
  story.submit(burst("wang")).take("water").finish().submit(burst("li"));
  EXPECT_EQ(story.receipt().id, kSecond);
  story.submit(burst("wang"));
  EXPECT_EQ(story.receipt().id, kSecond);
}

TEST(Merge, JoinsTheOlderCaseAgainWhenTheNewerIsClosed) {
  Scenario story(without_checks(changtai_rules()));
  Report unlike{.category = "parking", .area = kBanyan, .requester = "wang"};
  unlike.likeness = 1;
  Report other{.category = "parking", .area = kBanyan, .requester = "li"};
  other.likeness = ~std::uint64_t{0};
  story.submit(unlike).submit(other);
  EXPECT_EQ(story.receipt().id, kSecond);
  story.pull("waiwu", "chen", 2).about(kSecond).sign().finish();
  EXPECT_EQ(story.state().open_cases(), 1U);
  unlike.requester = "zhao";
  story.submit(unlike);
  EXPECT_EQ(story.receipt().id, kFirst);
}

TEST(Merge, HappensOnlyWhenTheBookAllowsIt) {
  policy::RuleBook rules = changtai_rules();
  rules.settings.merge = false;
  Scenario story(std::move(rules));
  story.submit(burst("wang")).submit(burst("wang"));
  EXPECT_EQ(story.receipt().disposition, Disposition::Filed);
}

TEST(Merge, WaitsForAPersonWhenTriageIsUnsure) {
  Scenario story(changtai_rules());
  Report unsure = burst("wang");
  unsure.category_certainty = triage::Certainty::Unsure;
  story.submit(burst("wang")).submit(unsure);
  EXPECT_EQ(story.receipt().disposition, Disposition::AwaitsTriage);
}

TEST(Merge, KeepsThePlaceAndTheHolder) {
  Scenario story(changtai_rules());
  story.submit(burst("wang")).take("water").submit(burst("li"));
  EXPECT_EQ(story.the_case().place, Place::Hands);
  story.contact();
}

TEST(Heat, TurnsTheThirdHouseholdYellowAndShortensWhatWasPromised) {
  const Timestamp later = kMorning + 10min;
  Scenario story(changtai_rules());
  story.submit(burst("wang")).submit(burst("li")).at(later).submit(burst("zhao"));
  ClockStarted resolve =
      shortened(promise(kFirst, Stage::Resolve, "72h", kMorning, "yellow"), later);
  ClockStarted sign = shortened(promise(kFirst, Stage::Sign, "30m", kMorning, "yellow"), later);
  ClockStarted rung =
      shortened(rung_promise(kFirst, "48h", kMorning, "yellow", Tier::Department), later);
  story.then({merged(burst("zhao"), 3, later, "merge:one_cause"), sign, resolve, rung,
              promise(kFirst, Stage::OnSite, "2h", later, "yellow"),
              promise(kFirst, Stage::InitialResult, "24h", later, "yellow"),
              CaseRecoloured{.id = kFirst,
                             .from = Severity::Blue,
                             .to = Severity::Yellow,
                             .rule = {"severity:requesters>=3"}}});
  EXPECT_EQ(story.receipt().severity, Severity::Yellow);
  EXPECT_EQ(story.receipt().resolve_due, kMorning + 72h);
  // In the line it stands by the promises of its new colour.
  EXPECT_EQ(story.the_case().queue_due, kMorning + 30min);
  EXPECT_EQ(story.state().line("water")->size(Severity::Yellow), 1U);
}

TEST(Heat, DoesNotComeFromOnePersonAlone) {
  Scenario story(changtai_rules());
  for (int i = 0; i < 5; ++i) story.submit(burst("wang"));
  EXPECT_EQ(story.the_case().severity, Severity::Blue);
  EXPECT_EQ(story.the_case().reminders, 4U);
}

TEST(Heat, DoesNotComeFromARepeatOfOneOfTwo) {
  Scenario story(changtai_rules());
  story.submit(burst("wang")).submit(burst("li")).submit(burst("li")).submit(burst("wang"));
  EXPECT_EQ(story.the_case().severity, Severity::Blue);
}

TEST(Heat, BreaksAPromiseThatWouldBeOverByNow) {
  // Blue had two hours to sign, yellow half an hour.
  const Timestamp later = kMorning + 40min;
  Scenario story(changtai_rules());
  story.submit(burst("wang")).submit(burst("li")).at(later).submit(burst("zhao"));
  EXPECT_EQ(story.the_case().clock(Stage::Sign)->alarms.due, later);
  story.time_passes_to(later + 1ms);
  EXPECT_EQ(story.facts<ClockRanOut>().size(), 1U);
}

TEST(Heat, DoesNotBreakAPromiseTwice) {
  Scenario story(changtai_rules());
  story.submit(burst("wang")).submit(burst("li")).time_passes_to(kMorning + 2h + 1ms);
  EXPECT_EQ(story.state().tallies().overdue, 1U);
  story.submit(burst("zhao")).tick();
  EXPECT_TRUE(story.the_case().clock(Stage::Sign)->overdue);
  EXPECT_EQ(story.state().tallies().overdue, 1U);
}

TEST(Heat, DoesNotCountTheTimeThatAPromiseRested) {
  // Two hours of work, two days on the desk, then back into work and hot at once.
  const Timestamp back = kMorning + 50h;
  Scenario story(changtai_rules());
  story.submit(burst("wang")).submit(burst("li")).take("water").at(kMorning + 2h).finish();
  story.at(back).post_check(false).submit(burst("zhao"));
  EXPECT_EQ(story.the_case().severity, Severity::Yellow);
  EXPECT_EQ(story.the_case().clock(Stage::Resolve)->alarms.due, back + 70h);
}

TEST(Heat, AsksForNoSecondVisit) {
  Scenario story(changtai_rules());
  story.submit(burst("wang")).take("water").arrive().submit(burst("li")).submit(burst("zhao"));
  EXPECT_EQ(story.the_case().severity, Severity::Yellow);
  EXPECT_EQ(story.the_case().clock(Stage::OnSite), nullptr);
}

TEST(Heat, StaysWithTheHolderWhenTheTierIsHighEnough) {
  Scenario story(changtai_rules());
  story.submit(burst("wang")).take("water").submit(burst("li", Severity::Red));
  EXPECT_EQ(story.the_case().severity, Severity::Red);
  EXPECT_EQ(story.the_case().place, Place::Hands);
  EXPECT_TRUE(story.facts<CaseEscalated>().empty());
  EXPECT_EQ(story.the_case().clock(Stage::OnSite)->alarms.due, kMorning + 30min);
}

TEST(Heat, OfARedReportRaisesABlueCaseToTheStreet) {
  const Timestamp later = kMorning + 2min;
  const Report red{.category = "litter", .severity = Severity::Red, .requester = "li"};
  Scenario story(changtai_rules());
  story.submit({.category = "litter", .requester = "wang"}).take("banyan-1").contact();
  story.at(later).submit(red).then(
      {merged(red, 2, later, "merge:one_cause"),
       shortened(promise(kFirst, Stage::Resolve, "24h", kMorning, "red"), later),
       shortened(rung_promise(kFirst, "5m", kMorning, "red", Tier::Building), later),
       promise(kFirst, Stage::OnSite, "30m", later, "red"),
       promise(kFirst, Stage::InitialResult, "2h", later, "red"),
       CaseRecoloured{
           .id = kFirst, .from = Severity::Blue, .to = Severity::Red, .rule = {"severity:test"}},
       CaseEscalated{.id = kFirst,
                     .from_tier = Tier::Building,
                     .from_unit = {"banyan-1"},
                     .to_tier = Tier::Street,
                     .to_unit = {"wuan"},
                     .mode = RungMode::HandOver,
                     .rule = {"severity:test"}},
       ClockDropped{.id = kFirst, .stage = Stage::Rung},
       promise(kFirst, Stage::Sign, "5m", later, "red"),
       rung_promise(kFirst, "15m", later, "red", Tier::Street),
       OrderDispatched{.id = kFirst,
                       .number = 2,
                       .unit = {"wuan"},
                       .tier = Tier::Street,
                       .rule = {"red:street"},
                       .raised_to_duty = false,
                       .queue_due = later + 5min,
                       .told = {{"banyan-1"}, {"banyan"}, {"waiwu"}}}});
  EXPECT_EQ(story.receipt().unit.value, "wuan");
  story.contact().then_refused(Reason::TokenSuperseded);
}

TEST(Heat, NeverLowersTheColour) {
  Scenario story(changtai_rules());
  story.submit(burst("wang", Severity::Red)).submit(burst("li", Severity::Blue));
  EXPECT_EQ(story.the_case().severity, Severity::Red);
  EXPECT_EQ(story.receipt().severity, Severity::Red);
}

TEST(Heat, TellsAllTiersOfACaseThatBecameRedWhereItIs) {
  Scenario story(changtai_rules());
  story.submit(burst("wang")).take("water").submit(burst("li", Severity::Red));
  EXPECT_EQ(story.facts<OrderCopied>().size(), 4U);
  story.submit(burst("zhao", Severity::Red));
  EXPECT_TRUE(story.facts<OrderCopied>().empty());
}

TEST(Merge, KeepsEveryComplaintThatJoined) {
  Report suggestion = burst("li", Severity::Yellow);
  suggestion.request_type = RequestType::Suggestion;
  suggestion.area = kBanyan2;
  Scenario story(changtai_rules());
  story.submit(burst("wang")).at(kMorning + 1min).submit(suggestion);
  story.at(kMorning + 2min).submit(burst("li"));
  EXPECT_EQ(story.the_case().dossier->joined,
            (std::vector<Joined>{{.complaint = {2},
                                  .requester = requester_hash("li"),
                                  .received = kMorning + 1min,
                                  .severity = Severity::Yellow,
                                  .request_type = RequestType::Suggestion,
                                  .area = kBanyan2,
                                  .repeat = false},
                                 {.complaint = {3},
                                  .requester = requester_hash("li"),
                                  .received = kMorning + 2min,
                                  .severity = Severity::Blue,
                                  .request_type = RequestType::Grievance,
                                  .area = kBanyan1,
                                  .repeat = true}}));
}

TEST(Inform, TellsTheSamePersonTheResultOfTheSameMatter) {
  Report again = parking("wang");
  again.likeness = 0;
  for (const bool checked : {false, true}) {
    Scenario story(changtai_rules());
    story.submit(again).take("waiwu").finish();
    if (checked) story.post_check(true);
    again.likeness = kAlike;
    story.submit(again).then({merged(again, 2, kMorning, "inform:result", true)});
    EXPECT_EQ(story.receipt().disposition, Disposition::Informed);
    EXPECT_EQ(story.receipt().id, kFirst);
    EXPECT_EQ(story.the_case().reminders, 1U);
    again.likeness = 0;
  }
}

TEST(Inform, IsNotForAnotherTextOrAnotherPersonOrDanger) {
  Report text = parking("wang");
  text.likeness = 0;
  Scenario story(changtai_rules());
  story.submit(text).take("waiwu").finish();
  Report red = text;
  red.severity = Severity::Red;
  story.submit(red);
  EXPECT_EQ(story.receipt().disposition, Disposition::Filed);
  text.requester = "li";
  Scenario other(changtai_rules());
  other.submit(parking("wang")).take("waiwu").finish().submit(text);
  EXPECT_EQ(other.receipt().disposition, Disposition::Filed);
  Scenario changed(changtai_rules());
  changed.submit(parking("wang")).take("waiwu").finish().submit(parking("wang"));
  EXPECT_EQ(changed.receipt().disposition, Disposition::Filed);
}

TEST(CauseArea, IsTheLevelThatTheCategoryNames) {
  const policy::Policy policy(changtai_rules());
  const auto of = [&](std::string code, AreaCode area) {
    return cause_area(policy, *policy.category({std::move(code)}), area);
  };
  EXPECT_EQ(of("litter", kBanyan1), kBanyan1);
  EXPECT_EQ(of("burst", kBanyan1), kBanyan);
  EXPECT_EQ(of("outage", kBanyan1), kWaiwu);
  EXPECT_EQ(of("noise", kBanyan1), kBanyan);
  // A place above that level stands for itself.
  EXPECT_EQ(of("litter", kWaiwu), kWaiwu);
}

}  // namespace whistle::casework::merging_test
