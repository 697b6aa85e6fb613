#include "engine/queues/line_walk.h"

#include <gtest/gtest.h>

#include <chrono>
#include <vector>

// Several lines as if they were one.
namespace whistle::queues::line_walk_test {

using namespace std::chrono_literals;
using Ids = std::vector<std::uint64_t>;

constexpr Timestamp kNow{1'000'000ms};
constexpr Timestamp kBroken = kNow - 1ms;

Position order(std::uint64_t entered, Severity severity, Timestamp due = kNow + 1h) {
  return {severity, due, entered, {entered}};
}

Ids in_order(const std::vector<const WaitingLine*>& lines, std::uint32_t streak = 0,
             Severity last = Severity::Red) {
  LinesWalk walk(kNow, streak, last);
  for (const WaitingLine* line : lines) walk.add(*line);
  Ids ids;
  while (const Position* next = walk.next()) {
    ids.push_back(next->id.value);
    walk.advance(true);
  }
  return ids;
}

TEST(LinesWalk, OfNoLinesIsAtItsEnd) {
  EXPECT_EQ(in_order({}), Ids{});
  const WaitingLine empty;
  EXPECT_EQ(in_order({&empty, &empty}), Ids{});
}

TEST(LinesWalk, GoesByColourOverAllLines) {
  WaitingLine one;
  WaitingLine other;
  one.enter(order(1, Severity::Blue));
  one.enter(order(2, Severity::Yellow));
  other.enter(order(3, Severity::Red));
  other.enter(order(4, Severity::Blue));
  EXPECT_EQ(in_order({&one, &other}), (Ids{3, 2, 1, 4}));
}

TEST(LinesWalk, GoesByDeadlineThenArrivalWithinAColourWhicheverLineIsNamedFirst) {
  WaitingLine one;
  WaitingLine other;
  one.enter(order(1, Severity::Blue, kNow + 2h));
  one.enter(order(4, Severity::Blue, kNow + 1h));
  other.enter(order(2, Severity::Blue, kNow + 1h));
  other.enter(order(3, Severity::Blue, kNow + 3h));
  EXPECT_EQ(in_order({&one, &other}), (Ids{2, 4, 1, 3}));
  EXPECT_EQ(in_order({&other, &one}), (Ids{2, 4, 1, 3}));
}

TEST(LinesWalk, LetsAnOverdueOrderOfAnotherLineGoFirstAfterAStreak) {
  // Given a line of red orders and another where a promise is broken.
  WaitingLine reds;
  WaitingLine blues;
  for (std::uint64_t i = 1; i <= 20; ++i) reds.enter(order(i, Severity::Red));
  blues.enter(order(30, Severity::Blue, kBroken));
  blues.enter(order(31, Severity::Blue, kBroken));
  const Ids ids = in_order({&reds, &blues});
  EXPECT_EQ(ids[8], 30U);
  EXPECT_EQ(ids[17], 31U);
}

TEST(LinesWalk, GoesOnWithTheStreakOfWhoAsks) {
  WaitingLine reds;
  WaitingLine blues;
  for (std::uint64_t i = 1; i <= 3; ++i) reds.enter(order(i, Severity::Red));
  blues.enter(order(30, Severity::Blue, kBroken));
  EXPECT_EQ(in_order({&reds, &blues}, WaitingLine::kStreakMax), (Ids{30, 1, 2, 3}));
  EXPECT_EQ(in_order({&reds, &blues}, WaitingLine::kStreakMax - 1), (Ids{1, 30, 2, 3}));
}

TEST(LinesWalk, LetsNobodyPassWhosePromiseHolds) {
  WaitingLine reds;
  WaitingLine blues;
  for (std::uint64_t i = 1; i <= 10; ++i) reds.enter(order(i, Severity::Red));
  blues.enter(order(30, Severity::Blue, kNow));
  EXPECT_EQ(in_order({&reds, &blues}).back(), 30U);
}

TEST(LinesWalk, DoesNotCountWhatIsPassedOver) {
  WaitingLine reds;
  WaitingLine blues;
  for (std::uint64_t i = 1; i <= 20; ++i) reds.enter(order(i, Severity::Red));
  blues.enter(order(30, Severity::Blue, kBroken));
  LinesWalk walk(kNow, 0, Severity::Red);
  walk.add(reds);
  walk.add(blues);
  for (std::uint64_t i = 1; i <= 20; ++i) {
    EXPECT_EQ(walk.next()->id.value, i);
    walk.advance(false);
  }
  EXPECT_EQ(walk.next()->id.value, 30U);
}

}  // namespace whistle::queues::line_walk_test
