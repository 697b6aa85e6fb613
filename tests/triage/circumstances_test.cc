#include "engine/triage/circumstances.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/triage/small_city.h"

namespace whistle::triage::circumstances_test {

using policy::Axis;
using ::testing::Contains;

// The small city with a few words of each circumstance.
policy::RuleBook city() {
  policy::RuleBook book = small_city();
  book.lexicon.push_back({{"燃气", false}, {"gas-smell"}, 8});
  book.severity = {
      {{"燃气味", false}, Axis::Trigger, 0, {"gas_leak"}},
      {{"着火", false}, Axis::Trigger, 0, {"fire"}},
      {{"没有呼吸", false}, Axis::Trigger, 0, {"medical"}},
      {{"电梯.{0,8}困", true}, Axis::Trigger, 0, {"lift_trapped"}},
      {{"跳楼", false}, Axis::Threat, 0, {"threat"}},
      {{"堵路", false}, Axis::Nature, 3, {}},
      {{"整个小区", false}, Axis::Scope, 2, {}},
      {{"受伤", false}, Axis::Harm, 2, {}},
      {{"婴儿", false}, Axis::Care, 0, {}},
      {{"跳楼价", false}, Axis::Figure, 0, {}},
      {{"婴儿车", false}, Axis::Figure, 0, {}},
      {{"没有", false}, Axis::Not, 0, {}},
      {{"去年", false}, Axis::Past, 0, {}},
      {{"万一", false}, Axis::Worry, 0, {}},
      {{"如果", false}, Axis::Worry, 0, {}},
      {{"演练", false}, Axis::Topic, 0, {}},
      {{"修好了", false}, Axis::Over, 0, {}},
      {{"扑灭", false}, Axis::Over, 0, {"fire"}},
      {{"今天", false}, Axis::Now, 0, {}},
  };
  return book;
}

SeverityFinding severity_of(const std::string& text) {
  return Desk(city()).examine(saying(text)).severity;
}

std::string trigger_in(const std::string& text) { return severity_of(text).trigger.value; }

TEST(Circumstances, AFigureOfSpeechHidesWhatItCovers) {
  EXPECT_EQ(trigger_in("超市搞跳楼价"), "");
  EXPECT_EQ(trigger_in("超市搞跳楼价，老板要跳楼"), "threat");
  EXPECT_FALSE(severity_of("婴儿车坏了").care);
  EXPECT_TRUE(severity_of("婴儿车坏了，婴儿在哭").care);
}

TEST(Circumstances, ANegationReachesAFewCharactersOfItsClause) {
  EXPECT_EQ(trigger_in("检查过没有燃气味"), "");
  EXPECT_EQ(trigger_in("没有闻到燃气味"), "");
  EXPECT_EQ(trigger_in("没有人来，燃气味很大"), "gas_leak");
  EXPECT_EQ(trigger_in("没有通知就停业的店里燃气味"), "gas_leak");
}

TEST(Circumstances, ANegationInsideAPatternCountsUnlessThePatternSpellsIt) {
  EXPECT_EQ(trigger_in("电梯没有困人"), "");
  EXPECT_EQ(trigger_in("电梯里困了三个人"), "lift_trapped");
  EXPECT_EQ(trigger_in("老人没有呼吸"), "medical");
}

TEST(Circumstances, TheNearestWordBeforeDecides) {
  EXPECT_EQ(trigger_in("去年这里着火"), "");
  EXPECT_EQ(trigger_in("去年修的灶，今天着火"), "fire");
  EXPECT_EQ(trigger_in("今天想起去年着火"), "");
}

TEST(Circumstances, WhatIsPastReachesToTheEndOfItsSentence) {
  EXPECT_EQ(trigger_in("去年那家店，厨房着火"), "");
  EXPECT_EQ(trigger_in("去年开的店。厨房着火"), "fire");
}

TEST(Circumstances, WhatIsPastOrFearedMayBeSaidLaterInTheClause) {
  EXPECT_EQ(trigger_in("着火是去年的事"), "");
  EXPECT_EQ(trigger_in("着火了，去年装的灶"), "fire");
}

TEST(Circumstances, AConditionWeakensADangerButNoThreat) {
  EXPECT_EQ(trigger_in("万一着火怎么跑"), "");
  EXPECT_EQ(trigger_in("如果不解决，我就跳楼"), "threat");
  EXPECT_EQ(trigger_in("去年有人跳楼"), "");
  EXPECT_EQ(trigger_in("没有人跳楼"), "");
}

TEST(Circumstances, ADrillIsOfItsClause) {
  EXPECT_EQ(trigger_in("燃气味演练几点开始"), "");
  EXPECT_EQ(trigger_in("演练完了，燃气味还有"), "gas_leak");
}

TEST(Circumstances, WhatIsOverMayBeSaidAnywhereLater) {
  EXPECT_EQ(trigger_in("上午有燃气味。师傅来了。修好了。"), "");
  EXPECT_EQ(trigger_in("上午修好了，下午有燃气味"), "gas_leak");
  EXPECT_EQ(trigger_in("有燃气味，去年才修好了的"), "gas_leak");
  EXPECT_EQ(trigger_in("老板说要跳楼。电梯修好了。"), "threat");
}

TEST(Circumstances, WhatIsOverForOneTriggerIsNotForAnother) {
  EXPECT_EQ(trigger_in("厨房着火，已经扑灭"), "");
  EXPECT_EQ(trigger_in("有燃气味，火已经扑灭"), "gas_leak");
}

TEST(Circumstances, HarmThatIsOnlyMentionedIsAHazard) {
  EXPECT_EQ(severity_of("有人受伤").harm, 2);
  EXPECT_EQ(severity_of("万一有人受伤").harm, 1);
  EXPECT_EQ(severity_of("没有人受伤").harm, 1);
}

TEST(Circumstances, AnAnnouncedBlockadeStandsUnderACondition) {
  EXPECT_EQ(severity_of("如果不修，整个小区就去堵路").severity, Severity::Red);
  EXPECT_EQ(severity_of("去年整个小区去堵路").nature, 1);
}

TEST(Circumstances, ACategoryThatIsOnlyMentionedBringsNoDanger) {
  EXPECT_EQ(severity_of("厨房燃气表响").severity, Severity::Red);
  EXPECT_EQ(severity_of("万一燃气表响").severity, Severity::Blue);
  EXPECT_EQ(severity_of("没有燃气味").severity, Severity::Blue);
  EXPECT_EQ(severity_of("万一燃气表响。今天燃气表响").severity, Severity::Red);
}

TEST(Circumstances, AreNamedWhenTheyDecide) {
  EXPECT_THAT(severity_of("去年这里着火").evidence,
              Contains(Evidence{"去年", 1, {"severity:past:去年"}}));
}

}  // namespace whistle::triage::circumstances_test
