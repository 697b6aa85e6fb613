#include "engine/runtime/recent_answers.h"

#include <gtest/gtest.h>

#include <string>

namespace whistle::runtime::recent_answers_test {

journal::KeptAnswer answer(std::uint64_t number, std::string key, std::string principal = "desk") {
  journal::KeptAnswer kept;
  kept.principal = std::move(principal);
  kept.key = std::move(key);
  kept.number = number;
  return kept;
}

TEST(RecentAnswers, RememberWhatTheyWereTold) {
  RecentAnswers recent(10);
  EXPECT_EQ(recent.find("desk", "k"), nullptr);
  recent.remember(answer(11, "k"));
  ASSERT_NE(recent.find("desk", "k"), nullptr);
  EXPECT_EQ(recent.find("desk", "k")->number, 11U);
  EXPECT_EQ(recent.find("desk", "l"), nullptr);
  EXPECT_EQ(recent.since(), 10U);
}

TEST(RecentAnswers, TellPrincipalsAndKeysApartWhateverTheyContain) {
  RecentAnswers recent(0);
  recent.remember(answer(1, "bc", "a"));
  recent.remember(answer(2, "c", "ab"));
  recent.remember(answer(3, "abc", ""));
  EXPECT_EQ(recent.find("a", "bc")->number, 1U);
  EXPECT_EQ(recent.find("ab", "c")->number, 2U);
  EXPECT_EQ(recent.find("", "abc")->number, 3U);
  EXPECT_EQ(recent.find("abc", ""), nullptr);
}

TEST(RecentAnswers, HaveTheLatestUnderAKey) {
  RecentAnswers recent(0);
  recent.remember(answer(1, "k"));
  recent.remember(answer(2, "k"));
  EXPECT_EQ(recent.find("desk", "k")->number, 2U);
}

TEST(RecentAnswers, ForgetTheOldestBeyondTheirBound) {
  RecentAnswers recent(0);
  recent.remember(answer(1, "again"));
  for (std::uint64_t i = 2; i < RecentAnswers::kMax; ++i) {
    recent.remember(answer(i, std::to_string(i)));
  }
  recent.remember(answer(RecentAnswers::kMax, "again"));
  EXPECT_EQ(recent.since(), 0U);

  recent.remember(answer(RecentAnswers::kMax + 1, "one more"));
  EXPECT_EQ(recent.since(), 1U);
  ASSERT_NE(recent.find("desk", "again"), nullptr) << "it came again since";
  EXPECT_EQ(recent.find("desk", "again")->number, RecentAnswers::kMax);
  recent.remember(answer(RecentAnswers::kMax + 2, "and one"));
  EXPECT_EQ(recent.since(), 2U);
  EXPECT_EQ(recent.find("desk", "2"), nullptr);
  EXPECT_EQ(recent.find("desk", "3")->number, 3U);
  EXPECT_EQ(recent.find("desk", "and one")->number, RecentAnswers::kMax + 2);
}

TEST(RecentAnswersDeathTest, StopAtAGapInTheNumbers) {
  RecentAnswers recent(10);
  EXPECT_DEATH(recent.remember(answer(12, "k")), "check failed");
}

}  // namespace whistle::runtime::recent_answers_test
