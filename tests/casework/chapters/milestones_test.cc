#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/scenario.h"

// One case with several deadlines on the way: stop work, fine, demolish (停工, 处罚, 拆除).
namespace whistle::casework::milestones_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

constexpr CaseId kFirst{1};
const Report kAddition{.category = "addition"};

policy::LimitRule milestone(Stage stage, std::string_view limit, std::string rule) {
  policy::LimitRule row;
  row.stage = stage;
  row.category = {"addition"};
  row.limit = limit_of(limit);
  row.rule = {std::move(rule)};
  return row;
}
// An illegal addition: stop work within 4 working hours, fine within 7 working days.
policy::RuleBook staged_rules() {
  policy::RuleBook book = changtai_rules();
  book.limits.push_back(milestone(Stage::Milestone1, "4wh", "milestones:1 停工"));
  book.limits.push_back(milestone(Stage::Milestone2, "7wd", "milestones:2 处罚"));
  return book;
}
ReachMilestone reach(const Scenario& story, std::uint32_t number = 0) {
  return {.id = kFirst,
          .token = story.token(),
          .worker = {"chen"},
          .number = number,
          .note = "已贴停工通知"};
}
Timestamp due_of(const Scenario& story, Stage stage) {
  const CaseClock* clock = story.the_case().clock(stage);
  return clock != nullptr ? clock->alarms.due : kNever;
}
// Has the order in hand, whoever got it.
void take(Scenario& story) {
  story.submit(kAddition);
  story.take(story.unit());
}

TEST(Milestones, ArePromisedWithTheFirstOrder) {
  Scenario story(staged_rules());
  story.submit(kAddition);
  EXPECT_EQ(due_of(story, Stage::Milestone1), shanghai("2026-03-09 15:00"));
  EXPECT_EQ(due_of(story, Stage::Milestone2), shanghai("2026-03-18 09:00"));
  EXPECT_EQ(due_of(story, Stage::Milestone3), kNever);
}

TEST(Milestones, AreNotPromisedForOtherCategories) {
  Scenario story(staged_rules());
  story.submit({.category = "parking"});
  EXPECT_EQ(due_of(story, Stage::Milestone1), kNever);
}

TEST(Milestones, AreReachedOneAfterTheOther) {
  Scenario story(staged_rules());
  take(story);
  story.when(reach(story))
      .then({MilestoneReached{
                 .id = kFirst, .number = 1, .rule = {"milestones:1 停工"}, .note = "已贴停工通知"},
             ClockMet{.id = kFirst, .stage = Stage::Milestone1, .on_time = true}});
  story.when(reach(story, 2))
      .then({MilestoneReached{
                 .id = kFirst, .number = 2, .rule = {"milestones:2 处罚"}, .note = "已贴停工通知"},
             ClockMet{.id = kFirst, .stage = Stage::Milestone2, .on_time = true}});
  story.when(reach(story)).then_refused(Reason::WrongState);
}

TEST(Milestones, AreNotSkipped) {
  Scenario story(staged_rules());
  take(story);
  story.when(reach(story, 2)).then_refused(Reason::WrongState);
  story.when(reach(story, 3)).then_refused(Reason::BadValue);
  story.when(reach(story, 9)).then_refused(Reason::BadValue);
}

TEST(Milestones, SaidTwiceChangeNothing) {
  Scenario story(staged_rules());
  take(story);
  story.when(reach(story, 1)).when(reach(story, 1)).then_nothing();
}

TEST(Milestones, ThatAreLateCostACardAndMoveNothing) {
  Scenario story(staged_rules());
  take(story);
  const std::string unit = story.unit();
  story.contact().time_passes_to(shanghai("2026-03-09 15:01"));
  const auto late = story.facts<ClockRanOut>();
  ASSERT_EQ(late.size(), 1U);
  EXPECT_EQ(late[0].stage, Stage::Milestone1);
  EXPECT_EQ(story.facts<CardIssued>().size(), 1U);
  EXPECT_TRUE(story.facts<CaseEscalated>().empty());
  EXPECT_EQ(story.unit(), unit);
  story.when(reach(story));
  EXPECT_EQ(story.facts<ClockMet>().front().on_time, false);
}

TEST(Milestones, AreDoneWhenTheWorkIs) {
  Scenario story(staged_rules());
  take(story);
  story.contact().finish();
  const auto reached = story.facts<MilestoneReached>();
  ASSERT_EQ(reached.size(), 2U);
  EXPECT_EQ(reached[0].number, 1);
  EXPECT_EQ(reached[1].number, 2);
}

TEST(Milestones, NeedTheOrderInHand) {
  Scenario story(staged_rules());
  story.submit(kAddition).pull(story.unit());
  story.when(reach(story)).then_refused(Reason::WrongState);
}

}  // namespace whistle::casework::milestones_test
