#include "engine/casework/state/streaks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>

// How many in a row were granted to whom, however many workers there ever were.
namespace whistle::casework::streaks_test {

constexpr Symbol kChen = 1;

void grant_to_others(Streaks& streaks, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    streaks.granted(static_cast<Symbol>(kChen + 1 + i), Severity::Yellow);
  }
}

TEST(Streaks, CountGrantsOfOneWorkerUntilALowerColourComes) {
  Streaks streaks;
  EXPECT_EQ(streaks.of(kChen), Streak{});
  for (int i = 0; i < 3; ++i) streaks.granted(kChen, Severity::Red);
  EXPECT_EQ(streaks.of(kChen), (Streak{3, Severity::Red}));
  streaks.granted(kChen + 1, Severity::Red);
  EXPECT_EQ(streaks.of(kChen + 1), (Streak{1, Severity::Red}));
  streaks.granted(kChen, Severity::Yellow);
  EXPECT_EQ(streaks.of(kChen), (Streak{0, Severity::Yellow}));
}

TEST(Streaks, AreForgottenOnceTheySayNothing) {
  Streaks streaks;
  streaks.granted(kChen, Severity::Red);
  streaks.granted(kChen, Severity::Yellow);
  EXPECT_EQ(streaks.size(), 1U) << "a blue order would be of a lower colour";
  streaks.granted(kChen, Severity::Blue);
  EXPECT_EQ(streaks.size(), 0U);
  // What comes next counts as it would have.
  for (const Severity severity : {Severity::Blue, Severity::Yellow, Severity::Red}) {
    Streaks anew;
    anew.granted(kChen, severity);
    Streaks after = streaks;
    after.granted(kChen, severity);
    EXPECT_EQ(after.of(kChen), anew.of(kChen));
    EXPECT_EQ(after.of(kChen).length, queues::streak_after(0, Severity::Blue, severity));
  }
}

TEST(Streaks, AreKeptOfThoseWhoWereGrantedSomethingLast) {
  Streaks streaks;
  streaks.granted(kChen, Severity::Red);
  grant_to_others(streaks, Streaks::kMax / 2 - 1);
  streaks.granted(kChen, Severity::Red);
  grant_to_others(streaks, Streaks::kMax / 2);
  EXPECT_EQ(streaks.of(kChen), (Streak{2, Severity::Red}));
  streaks.granted(kChen, Severity::Red);
  EXPECT_EQ(streaks.of(kChen), (Streak{3, Severity::Red}));
  EXPECT_EQ(streaks.size(), Streaks::kMax / 2 + 1) << "nobody is counted twice";
}

TEST(Streaks, AreBoundedHoweverManyWorkersThereEverWere) {
  Streaks streaks;
  streaks.granted(kChen, Severity::Red);
  std::size_t most = 0;
  for (std::size_t i = 1; i <= 3 * Streaks::kMax; ++i) {
    streaks.granted(static_cast<Symbol>(kChen + i), Severity::Red);
    most = std::max(most, streaks.size());
  }
  EXPECT_EQ(most, Streaks::kMax);
  EXPECT_EQ(streaks.of(kChen), Streak{}) << "who was granted nothing for so long begins anew";
}

}  // namespace whistle::casework::streaks_test
