#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/casework/chapters/draft.h"
#include "engine/casework/limits.h"
#include "tests/support/scenario.h"

// What a person finds out later: another matter after all, or two cases that are one.
namespace whistle::casework::unmerging_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};
constexpr CaseId kSecond{2};

Report burst(std::string requester, Severity severity = Severity::Blue) {
  return {.category = "burst", .severity = severity, .requester = std::move(requester)};
}

UnmergeComplaint apart(ComplaintId complaint, std::string reason = "another pipe") {
  return {.id = kFirst, .complaint = complaint, .by = {"lin"}, .reason = std::move(reason)};
}
MergeCases together(CaseId id, CaseId into, std::string reason = "one pipe") {
  return {.id = id, .into = into, .by = {"lin"}, .reason = std::move(reason)};
}

std::vector<ComplaintId> complaints_of(const Case& item) {
  std::vector<ComplaintId> all{item.first_complaint};
  for (const Joined& each : item.dossier->joined) all.push_back(each.complaint);
  return all;
}

TEST(Unmerge, GivesTheComplaintACaseOfItsOwnFromWhenItCameIn) {
  const Timestamp later = kMorning + 1h;
  Scenario story(with_requester_limits(changtai_rules()));
  story.submit(burst("wang")).submit(burst("li")).at(later).when(apart({2}));
  story
      .then({ComplaintUnmerged{
                 .id = kFirst, .complaint = {2}, .by = {"lin"}, .reason = "another pipe"},
             CaseSplit{.id = kSecond,
                       .from = kFirst,
                       .complaint = {2},
                       .received = kMorning,
                       .requester = requester_hash("li"),
                       .request_type = RequestType::Grievance,
                       .severity = Severity::Blue,
                       .category = {"burst"},
                       .condition = {},
                       .area = kBanyan1,
                       .cause_area = kBanyan},
             promise(kSecond, Stage::Resolve, "5wd", kMorning, "blue"),
             promise(kSecond, Stage::Requester, "5wd", kMorning, "blue"),
             promise(kSecond, Stage::Sign, "2h", later, "burst"),
             rung_promise(kSecond, "2wd", later, "service", Tier::Department),
             OrderDispatched{.id = kSecond,
                             .number = 1,
                             .unit = {"water"},
                             .tier = Tier::Department,
                             .rule = {"catalogue:burst"},
                             .raised_to_duty = false,
                             .queue_due = later + 2h,
                             .told = {}}})
      .then_told(NumberAnswer{.id = 2});
  const Case& parent = *story.state().find(kFirst);
  EXPECT_EQ(parent.complaints, 1U);
  EXPECT_TRUE(parent.requesters.empty());
  EXPECT_TRUE(parent.dossier->joined.empty());
  const Case& alone = *story.state().find(kSecond);
  EXPECT_EQ(alone.first_complaint, ComplaintId{2});
  EXPECT_EQ(alone.received, kMorning);
  EXPECT_EQ(story.state().same_request(requester_hash("li"), "burst", kBanyan)->id, kSecond);
  EXPECT_EQ(story.state().tallies().merged, 0U);
  EXPECT_EQ(story.state().tallies().cases, 2U);
}

TEST(Unmerge, FindsPromisesThatAreBrokenAlready) {
  // A long time after the complaint came in nothing starts anew.
  const Timestamp late = shanghai("2026-03-17 09:00");
  Scenario story(changtai_rules());
  story.submit(burst("wang")).submit(burst("li")).at(late).when(apart({2})).tick();
  EXPECT_EQ(story.state().find(kSecond)->clock(Stage::Resolve)->alarms.due,
            shanghai("2026-03-16 09:00"));
  EXPECT_TRUE(story.state().find(kSecond)->clock(Stage::Resolve)->overdue);
}

TEST(Unmerge, GoesByTheColourAndThePlaceOfTheComplaint) {
  Report red = burst("li", Severity::Red);
  red.area = kBanyan2;
  Scenario story(changtai_rules());
  story.submit(burst("wang")).submit(red).when(apart({2}));
  const Case& alone = *story.state().find(kSecond);
  EXPECT_EQ(alone.severity, Severity::Red);
  EXPECT_EQ(alone.area, kBanyan2);
  // The colour is not lowered by itself.
  EXPECT_EQ(story.state().find(kFirst)->severity, Severity::Red);
}

TEST(Unmerge, ForgetsTheRequesterOnlyWithTheLastComplaint) {
  Scenario story(changtai_rules());
  story.submit(burst("wang")).submit(burst("li")).submit(burst("li")).when(apart({2}));
  EXPECT_EQ(story.state().find(kFirst)->requesters,
            (std::vector<std::uint64_t>{requester_hash("li")}));
  // What was a repeat stands for itself now.
  EXPECT_FALSE(story.state().find(kFirst)->dossier->joined.front().repeat);
  story.about(kFirst).take("water", "chen", 1);
  story.when(apart({3}));
  EXPECT_TRUE(story.state().find(kFirst)->requesters.empty());
}

TEST(Unmerge, LowersTheHeat) {
  Scenario story(changtai_rules());
  story.submit(burst("wang")).submit(burst("li")).when(apart({2}));
  story.take("water", "chen", 2).about(kSecond).finish();
  // The second household was taken out: two more are needed.
  story.about(kFirst).submit(burst("zhao"));
  EXPECT_EQ(story.state().find(kFirst)->severity, Severity::Blue);
}

// Complaints 1 (wang) and 2 (li) were answered.
Scenario& answered(Scenario& story) {
  return story.submit(burst("wang")).submit(burst("li")).take("water").finish().post_check(true);
}
CallBack asked(ComplaintId complaint) {
  return {.id = kFirst,
          .by = {"centre-desk"},
          .solved = Solved::Solved,
          .satisfaction = Satisfaction::Satisfied,
          .note = {},
          .complaint = complaint};
}

TEST(Unmerge, IsPossibleAfterTheCallback) {
  Scenario story(changtai_rules());
  answered(story).when(asked({2})).when(apart({2}));
  EXPECT_EQ(story.state().find(kFirst)->status, Status::Replied);
  EXPECT_EQ(story.state().find(kSecond)->status, Status::Dispatched);
  story.when(asked({1}));
  EXPECT_EQ(story.state().find(kFirst), nullptr);
  EXPECT_EQ(story.state().open_cases(), 1U);
}

TEST(Unmerge, ClosesTheCaseThatHasNobodyLeftToAsk) {
  Scenario story(changtai_rules());
  answered(story).when(asked({1})).when(apart({2}));
  EXPECT_EQ(story.facts<CaseClosed>(), (std::vector<CaseClosed>{{.id = kFirst,
                                                                 .rule = {"callback:unmerged"},
                                                                 .on_time = true,
                                                                 .appeal_until = kNever,
                                                                 .may_appeal = {}}}));
  EXPECT_EQ(story.facts<ClockMet>().front().stage, Stage::Callback);
  EXPECT_EQ(story.state().find(kFirst), nullptr);
  EXPECT_NE(story.state().find(kSecond), nullptr);
}

TEST(Unmerge, AsksWhoStandsForTheComplaintThatWasTakenOut) {
  Scenario story(changtai_rules());
  story.submit(burst("wang")).submit(burst("li")).submit(burst("li"));
  story.take("water").finish().post_check(true).when(asked({1})).when(apart({2}));
  EXPECT_EQ(story.state().find(kFirst)->status, Status::Replied);
  story.when(asked({3}));
  EXPECT_EQ(story.state().find(kFirst), nullptr);
}

TEST(Unmerge, RefusesWhatDidNotJoin) {
  Scenario story(changtai_rules());
  story.submit(burst("wang")).submit(burst("li"));
  for (const ComplaintId wrong : {ComplaintId{0}, ComplaintId{1}, ComplaintId{3}}) {
    story.when(apart(wrong)).then_refused(Reason::UnknownComplaint);
  }
  story.when(apart({2}, "")).then_refused(Reason::MissingReason);
  UnmergeComplaint nobody = apart({2});
  nobody.by = {};
  story.when(nobody).then_refused(Reason::MissingIdentity);
  story.when(apart({2})).when(apart({2})).then_refused(Reason::UnknownComplaint);
  UnmergeComplaint elsewhere = apart({2});
  elsewhere.id = {9};
  story.when(elsewhere).then_refused(Reason::UnknownCase);
}

TEST(Unmerge, OfAClosedCaseIsRefused) {
  Scenario story(changtai_rules());
  answered(story).when(asked({1})).when(asked({2})).when(apart({2}));
  story.then_refused(Reason::CaseClosed);
}

// Case 1 of wang and li in Banyan, case 2 of zhao in the mill.
Scenario& two_cases(Scenario& story) {
  Report mill = burst("zhao");
  mill.area = kMill1;
  return story.submit(burst("wang")).submit(burst("li")).submit(mill);
}

TEST(MergeCases, PutsAllComplaintsIntoTheOther) {
  Scenario story(changtai_rules());
  two_cases(story).when(together(kFirst, kSecond));
  EXPECT_EQ(story.events().front(),
            Event(CaseMerged{.id = kFirst, .into = kSecond, .by = {"lin"}, .reason = "one pipe"}));
  EXPECT_EQ(story.state().find(kFirst), nullptr);
  const Case& into = *story.state().find(kSecond);
  EXPECT_EQ(complaints_of(into), (std::vector<ComplaintId>{{3}, {1}, {2}}));
  EXPECT_EQ(into.complaints, 3U);
  EXPECT_EQ(into.requesters,
            (std::vector<std::uint64_t>{requester_hash("wang"), requester_hash("li")}));
  EXPECT_EQ(into.severity, Severity::Yellow);  // three households
  EXPECT_EQ(story.state().line("water")->size(), 1U);
  EXPECT_EQ(story.state().same_cause("burst", kBanyan), nullptr);
  EXPECT_EQ(story.state().open_cases(), 1U);
}

TEST(MergeCases, TakesTheWorkFromWhoHadIt) {
  Scenario story(changtai_rules());
  two_cases(story).about(kFirst).take("water").when(together(kFirst, kSecond));
  story.contact().then_refused(Reason::CaseClosed);
  EXPECT_EQ(story.state().find(kSecond)->place, Place::Queue);
}

TEST(MergeCases, KnowsThatTheSamePersonSpokeTwice) {
  Report mill = burst("li");
  mill.area = kMill1;
  Scenario story(changtai_rules());
  story.submit(burst("wang")).submit(burst("li")).submit(mill);
  story.when(together(kFirst, kSecond));
  const std::vector<Joined>& joined = story.state().find(kSecond)->dossier->joined;
  EXPECT_FALSE(joined.at(0).repeat);
  EXPECT_TRUE(joined.at(1).repeat);
  EXPECT_EQ(story.state().find(kSecond)->severity, Severity::Blue);
}

TEST(MergeCases, TakesTheWorseColour) {
  Report mill = burst("zhao", Severity::Red);
  mill.area = kMill1;
  Scenario story(changtai_rules());
  story.submit(burst("wang")).submit(mill).when(together(kSecond, kFirst));
  EXPECT_EQ(story.state().find(kFirst)->severity, Severity::Red);
  EXPECT_EQ(story.facts<CaseRecoloured>().front().rule.value, "merge:case_2");
}

TEST(MergeCases, MayBeUndone) {
  Scenario story(changtai_rules());
  two_cases(story).when(together(kSecond, kFirst)).when(apart({3}));
  EXPECT_EQ(story.state().find({3})->area, kMill1);
  EXPECT_EQ(story.state().find(kFirst)->complaints, 2U);
}

TEST(MergeCases, LetsTheYoungerJoinTheOlderOnly) {
  Scenario story(changtai_rules());
  story.submit({.category = "parking"}).at(story.now() + std::chrono::minutes{1});
  story.submit({.category = "noise"});
  story.when(together(kFirst, kSecond)).then_refused(Reason::WrongState);
  story.when(together(kSecond, kFirst));
  EXPECT_EQ(story.facts<CaseMerged>().size(), 1U);
}

TEST(MergeCases, RefusesACaseThatIsClosed) {
  Scenario story(changtai_rules());
  answered(story).when(asked({1})).when(asked({2})).submit(burst("zhao"));
  story.when(together(kSecond, kFirst)).then_refused(Reason::CaseClosed);
  story.when(together(kFirst, kSecond)).then_refused(Reason::CaseClosed);
  story.when(together(kSecond, {9})).then_refused(Reason::UnknownCase);
  EXPECT_NE(story.state().find(kSecond), nullptr);
}

TEST(MergeCases, RefusesACaseThatNobodyWorksOn) {
  Scenario story(changtai_rules());
  two_cases(story).submit({.category = "burst", .category_certainty = triage::Certainty::None});
  story.about(kFirst).take("water").finish();
  story.when(together(kSecond, kFirst)).then_refused(Reason::WrongState);
  story.when(together(kFirst, kSecond)).then_refused(Reason::WrongState);
  story.when(together({3}, kSecond)).then_refused(Reason::WrongState);
  story.when(together(kSecond, kSecond)).then_refused(Reason::MustDiffer);
  story.when(together(kSecond, {3}, "")).then_refused(Reason::MissingReason);
  MergeCases nobody = together(kSecond, kFirst);
  nobody.by = {};
  story.when(nobody).then_refused(Reason::MissingIdentity);
}

TEST(MergeCases, RefusesMoreThanACaseHolds) {
  Report mill = burst("zhao");
  mill.area = kMill1;
  Scenario story(changtai_rules());
  story.submit(mill).submit(burst("wang"));
  for (std::size_t i = 0; i < kJoinedMax; ++i) story.submit(burst("r" + std::to_string(i)));
  story.when(together(kFirst, kSecond)).then_refused(Reason::LimitReached);
  story.when(together(kSecond, kFirst)).then_refused(Reason::LimitReached);
  story.when(
      UnmergeComplaint{.id = kSecond, .complaint = {3}, .by = {"lin"}, .reason = "makes room"});
  story.when(together(kFirst, kSecond));
  EXPECT_EQ(story.state().find(kSecond)->dossier->joined.size(), kJoinedMax);
}

}  // namespace whistle::casework::unmerging_test
