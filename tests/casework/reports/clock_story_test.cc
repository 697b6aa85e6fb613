#include "engine/casework/reports/clock_story.h"

#include <chrono>

#include "tests/casework/reports/tale.h"

// What became of each promise, told from the facts alone.
namespace whistle::casework::clock_story_test {

using namespace std::chrono_literals;
using support::shanghai;

using Lines = std::vector<std::string>;

std::string clock_text(Milliseconds time) {
  const auto minutes = time.count() / 60'000;
  const std::string rest = std::to_string(minutes % 60);
  return std::to_string(minutes / 60) + ":" + (rest.size() < 2 ? "0" : "") + rest;
}

std::string wall_text(Timestamp at) {
  const std::string text = support::to_text(at);
  return text.substr(5, 5) + " " + text.substr(11, 5);
}

// "runs 03-09 09:00 - 03-09 11:00 +2:00 =2:00 started"
Lines lines_of(const Promise& promise) {
  Lines lines;
  for (const Stretch& each : promise.stretches) {
    std::string line = each.running ? "runs " : "rests ";
    line += wall_text(each.from) + " - ";
    line += each.until == kNever ? "..." : wall_text(each.until);
    line += each.used ? " +" + clock_text(*each.used) : " +?";
    lines.push_back(line + " =" + clock_text(each.used_total) + " " + each.why);
  }
  return lines;
}

// A case in work that paused, was extended, finished, checked and called back.
void tell_a_whole_case(Tale& tale) {
  tale.at("2026-03-09 09:00").submit({.category = "parking"});
  tale.at("2026-03-09 09:30").take("waiwu");
  tale.at("2026-03-09 10:00").when(RecordContact{{1}, tale.token(), {"chen"}, {}});
  tale.at("2026-03-09 11:00")
      .when(SuspendCase{.id = {1},
                        .token = tale.token(),
                        .worker = {"chen"},
                        .reason = {"waits_for_requester"},
                        .approved_by = {},
                        .note = {}});
  tale.at("2026-03-09 15:00").when(ResumeCase{.id = {1}, .by = {"chen"}, .note = {}});
  tale.at("2026-03-09 16:00")
      .when(AskExtension{.id = {1},
                         .token = tale.token(),
                         .worker = {"chen"},
                         .more = support::limit_of("1wd"),
                         .reason = "parts"});
  tale.at("2026-03-09 17:00").when(FinishHandling{{1}, tale.token(), {"chen"}, Solved::Solved, {}});
  tale.at("2026-03-09 17:30")
      .when(PostCheckCase{.id = {1}, .by = {"desk"}, .passed = true, .note = {}});
  tale.at("2026-03-10 09:00")
      .when(CallBack{.id = {1},
                     .by = {"desk"},
                     .solved = Solved::Solved,
                     .satisfaction = Satisfaction::Satisfied,
                     .note = {}});
}

// A yellow case that is worked on, but not finished within the community's six hours.
void tell_a_slow_case(Tale& tale) {
  tale.at("2026-03-09 09:00").submit({.category = "parking", .severity = Severity::Yellow});
  tale.at("2026-03-09 09:10").take("waiwu");
  tale.at("2026-03-09 09:20").when(ArriveOnSite{{1}, tale.token(), {"chen"}, {}});
  tale.at("2026-03-09 15:20");
}

TEST(ClockStory, TellsEachStretchInWorkingTime) {
  Tale tale;
  tell_a_whole_case(tale);
  const Promise resolve = tale.promise(Stage::Resolve);
  EXPECT_EQ(lines_of(resolve),
            (Lines{"runs 03-09 09:00 - 03-09 11:00 +2:00 =2:00 filed",
                   "rests 03-09 11:00 - 03-09 15:00 +0:00 =2:00 suspended:waits_for_requester",
                   "runs 03-09 15:00 - 03-09 16:00 +1:00 =3:00 resumed",
                   "runs 03-09 16:00 - 03-09 17:00 +1:00 =4:00 extended",
                   "rests 03-09 17:00 - 03-10 09:00 +0:00 =4:00 finished"}));
  EXPECT_EQ(resolve.used, 4h);
  EXPECT_EQ(resolve.granted, 48h) << "five working days and the extension";
  EXPECT_EQ(resolve.spare, std::optional<Milliseconds>(44h));
  EXPECT_EQ(resolve.fate, Fate::Kept);
  EXPECT_EQ(resolve.ended_by, "called_back");
  EXPECT_EQ(resolve.climbing, Climbing::DidNot);
  EXPECT_EQ(resolve.climb_why, "kept");
}

TEST(ClockStory, TellsAnExtensionWithBothDueInstants) {
  Tale tale;
  tell_a_whole_case(tale);
  const Promise resolve = tale.promise(Stage::Resolve);
  ASSERT_EQ(resolve.changes.size(), 1U);
  EXPECT_EQ(resolve.changes[0].what, "extended");
  EXPECT_EQ(resolve.changes[0].rule.value, "extension:free");
  // Four hours of rest, of which two were working time, moved it before.
  EXPECT_EQ(resolve.changes[0].due_before, shanghai("2026-03-16 11:00"));
  EXPECT_EQ(resolve.changes[0].due, shanghai("2026-03-17 11:00"));
}

TEST(ClockStory, TellsWhyTheLadderWasNotClimbed) {
  Tale tale;
  tell_a_whole_case(tale);
  const Promise rung = tale.promise(Stage::Rung);
  EXPECT_EQ(rung.rule.value, "ladder:service:community");
  EXPECT_EQ(rung.fate, Fate::Kept);
  EXPECT_EQ(rung.ended_by, "finished");
  EXPECT_EQ(rung.used, 4h);
  EXPECT_EQ(rung.spare, std::optional<Milliseconds>(4h));
  EXPECT_EQ(rung.climbing, Climbing::DidNot);
  EXPECT_EQ(rung.climb_why, "kept");
}

TEST(ClockStory, TellsByHowMuchEachPromiseWasKept) {
  Tale tale;
  tell_a_whole_case(tale);
  const Promise sign = tale.promise(Stage::Sign);
  EXPECT_EQ(sign.fate, Fate::Kept);
  EXPECT_EQ(sign.ended_by, "signed");
  EXPECT_EQ(sign.spare, std::optional<Milliseconds>(7h + 30min));
  const Promise callback = tale.promise(Stage::Callback);
  EXPECT_EQ(callback.used, 1h + 30min) << "half an hour in the evening, one in the morning";
  EXPECT_EQ(callback.ended_by, "called_back");
  EXPECT_EQ(callback.climbing, Climbing::MovesNothing);
}

TEST(ClockStory, TellsWhatABrokenBudgetDid) {
  Tale tale;
  tell_a_slow_case(tale);
  const Promise rung = tale.promise(Stage::Rung);
  EXPECT_EQ(rung.rule.value, "ladder:yellow:community");
  EXPECT_EQ(rung.ran_out, shanghai("2026-03-09 15:00") + 1ms);
  EXPECT_EQ(rung.fate, Fate::Broken);
  EXPECT_EQ(rung.ended_by, "escalated");
  EXPECT_EQ(rung.climbing, Climbing::Climbed);
  EXPECT_EQ(rung.climbed_to.value, "wuan");
  const Promise next = tale.promise(Stage::Rung, 1);
  EXPECT_EQ(next.fate, Fate::Running);
  EXPECT_EQ(next.climbing, Climbing::May);
}

TEST(ClockStory, TellsWhenABrokenPromiseCostACardAlone) {
  Tale tale;
  tale.at("2026-03-09 09:00").submit({.category = "parking", .severity = Severity::Yellow});
  tale.at("2026-03-09 09:40").take("waiwu");
  const Promise sign = tale.promise(Stage::Sign);
  EXPECT_EQ(sign.fate, Fate::KeptLate);
  EXPECT_EQ(sign.spare, std::optional<Milliseconds>(-10min));
  EXPECT_EQ(sign.climbing, Climbing::DidNot);
  EXPECT_EQ(sign.climb_why, "card_only");
  EXPECT_EQ(sign.card, Card::Yellow);
  EXPECT_EQ(sign.card_unit.value, "waiwu");
}

TEST(ClockStory, TellsWhenWhoeverEndedItFoundItLate) {
  Tale tale;
  tale.at("2026-03-09 09:00").submit({.category = "parking", .severity = Severity::Yellow});
  // Nobody looks while it becomes late, as in an outage.
  tale.unseen_until("2026-03-09 09:31").take("waiwu");
  const Promise sign = tale.promise(Stage::Sign);
  EXPECT_EQ(sign.fate, Fate::KeptLate);
  EXPECT_EQ(sign.climb_why, "found_late");
  EXPECT_EQ(sign.card, Card::None);
}

TEST(ClockStory, ClimbsForOneReasonAtATime) {
  Tale tale;
  tale.at("2026-03-09 09:00").submit({.category = "parking", .severity = Severity::Red});
  tale.at("2026-03-09 09:06");
  const Promise sign = tale.promise(Stage::Sign);
  EXPECT_EQ(sign.climbing, Climbing::Climbed);
  EXPECT_EQ(sign.card, Card::Red);
}

TEST(ClockStory, TellsWhatRunsAsOfTheLastFact) {
  Tale tale;
  tale.at("2026-03-09 09:00").submit({.category = "parking"});
  tale.at("2026-03-09 11:00").take("waiwu");
  const Promise resolve = tale.promise(Stage::Resolve);
  EXPECT_EQ(lines_of(resolve), Lines{"runs 03-09 09:00 - ... +2:00 =2:00 filed"});
  EXPECT_EQ(resolve.fate, Fate::Running);
  EXPECT_EQ(resolve.used, 2h);
  EXPECT_EQ(resolve.spare, std::nullopt);
  EXPECT_EQ(resolve.climbing, Climbing::May);
}

TEST(ClockStory, TellsANewColourAsAChange) {
  Tale tale;
  tale.at("2026-03-09 09:00").submit({.category = "parking"});
  tale.at("2026-03-09 10:00")
      .when(RecolourCase{
          .id = {1}, .by = {"desk"}, .to = Severity::Yellow, .reason = "children play there"});
  const Promise resolve = tale.promise(Stage::Resolve);
  ASSERT_EQ(resolve.changes.size(), 1U);
  EXPECT_EQ(resolve.changes[0].what, "recoloured");
  EXPECT_EQ(resolve.changes[0].limit, support::limit_of("72h"));
  EXPECT_EQ(lines_of(resolve), (Lines{"runs 03-09 09:00 - 03-09 10:00 +1:00 =1:00 filed",
                                      "runs 03-09 10:00 - ... +0:00 =1:00 recoloured"}));
}

TEST(ClockStory, CountsEachStretchWithTheCalendarOfItsTime) {
  Tale tale;
  tale.under("old").at("2026-03-09 09:00").submit({.category = "parking"});
  tale.at("2026-03-09 11:00").take("waiwu");
  tale.under("new").at("2026-03-09 15:00").when(RecordContact{{1}, tale.token(), {"chen"}, {}});
  // The old book is known under another calendar: an hour less in the morning.
  policy::RuleBook late = support::changtai_rules();
  calendar::CalendarRules rules = late.calendars[0].rules();
  for (calendar::DayHours& day : rules.week) {
    if (!day.empty()) day.front().from = 10h;
  }
  late.calendars[0] = *calendar::Calendar::make(std::move(rules));
  const policy::Policy old_book(std::move(late));
  const BookOf books = [&](const std::string& version) {
    return version == "old" ? &old_book : &tale.policy();
  };
  std::vector<Promise> told = promises_of({1}, tale.trail(), books);
  const auto sign = std::ranges::find(told, Stage::Sign, &Promise::stage);
  const auto contact = std::ranges::find(told, Stage::Contact, &Promise::stage);
  EXPECT_EQ(sign->used, 1h) << "ended under the old book, whose morning begins at ten";
  EXPECT_EQ(contact->used, 2h) << "11:00 to 12:00 and 14:00 to 15:00 under the new one";
}

TEST(ClockStory, SaysSoWhenACalendarIsNotKnownAnyMore) {
  Tale tale;
  tale.at("2026-03-09 09:00").submit({.category = "parking"});
  tale.at("2026-03-09 11:00").take("waiwu");
  const auto told = promises_of({1}, tale.trail(), [](const std::string&) { return nullptr; });
  const auto sign = std::ranges::find(told, Stage::Sign, &Promise::stage);
  EXPECT_EQ(sign->fate, Fate::Kept);
  EXPECT_EQ(sign->spare, std::nullopt);
  EXPECT_EQ(sign->stretches.front().used, std::nullopt);
}

TEST(ClockStory, IsTheSameEachTime) {
  Tale tale;
  tell_a_whole_case(tale);
  EXPECT_EQ(tale.promises(), tale.promises());
}

TEST(LadderStory, TellsHowFarUpACaseWent) {
  Tale tale;
  tell_a_slow_case(tale);
  Lines told;
  for (const LadderStep& step : ladder_of({1}, tale.trail(), tale.only_book())) {
    told.push_back(std::string(whistle::to_word(step.tier)) + " " + step.unit.value + " " +
                   std::string(to_word(step.fate)));
  }
  EXPECT_EQ(told, (Lines{"building banyan-1 below_start", "compound banyan below_start",
                         "community waiwu reached", "street wuan reached", "department  nobody",
                         "district centre not_reached"}));
}

TEST(LadderStory, TellsWhoHeardOfARedCaseAtOnce) {
  Tale tale;
  tale.at("2026-03-09 09:00").submit({.category = "burst", .severity = Severity::Red});
  const std::vector<LadderStep> ladder = ladder_of({1}, tale.trail(), tale.only_book());
  ASSERT_EQ(ladder.size(), 6U);
  EXPECT_EQ(ladder[2].fate, StepFate::Told) << "the community";
  EXPECT_EQ(ladder[4].fate, StepFate::Reached) << "the water department";
  EXPECT_EQ(ladder[5].fate, StepFate::NotReached) << "the district only supervises";
}

TEST(LadderStory, IsNoneBeforeAnOrder) {
  Tale tale;
  tale.at("2026-03-09 09:00")
      .submit({.category = "parking", .category_certainty = triage::Certainty::None});
  EXPECT_TRUE(ladder_of({1}, tale.trail(), tale.only_book()).empty());
}

}  // namespace whistle::casework::clock_story_test
