#include "engine/queues/waiting_line.h"

#include <gtest/gtest.h>

#include <chrono>
#include <vector>

#include "engine/queues/line_walk.h"

namespace whistle::queues::waiting_line_test {

using namespace std::chrono_literals;
using Ids = std::vector<std::uint64_t>;

constexpr Timestamp kNow{1'000'000ms};

// An order that enters as the `entered`th, named by the same number.
Position order(std::uint64_t entered, Severity severity, Timestamp due) {
  return {severity, due, entered, {entered}};
}
Position red(std::uint64_t entered, Timestamp due = kNow + 1h) {
  return order(entered, Severity::Red, due);
}
Position yellow(std::uint64_t entered, Timestamp due = kNow + 1h) {
  return order(entered, Severity::Yellow, due);
}
Position blue(std::uint64_t entered, Timestamp due = kNow + 1h) {
  return order(entered, Severity::Blue, due);
}

Ids in_order(const WaitingLine& line, Timestamp now = kNow) {
  Ids ids;
  queues::in_order(line, now, [&](const Position& position) {
    ids.push_back(position.id.value);
    return true;
  });
  return ids;
}

// Grants the first order, as a worker who asks for one would get it.
Position grant(WaitingLine& line, Timestamp now = kNow) {
  Position first;
  queues::in_order(line, now, [&](const Position& position) {
    first = position;
    return false;
  });
  line.leave(first);
  line.granted(first.severity);
  return first;
}

Ids grant_all(WaitingLine& line, Timestamp now = kNow) {
  Ids ids;
  while (!line.empty()) ids.push_back(grant(line, now).id.value);
  return ids;
}

// A line with `count` red orders, numbered from 1.
void flood(WaitingLine& line, std::uint64_t count) {
  for (std::uint64_t i = 1; i <= count; ++i) line.enter(red(i));
}

TEST(WaitingLine, ServesRedBeforeYellowBeforeBlue) {
  WaitingLine line;
  line.enter(blue(1, kNow + 1min));
  line.enter(yellow(2, kNow + 2min));
  line.enter(red(3, kNow + 3min));
  EXPECT_EQ(in_order(line), (Ids{3, 2, 1}));
}

TEST(WaitingLine, ServesTheEarliestPromiseFirstWithinAColour) {
  WaitingLine line;
  line.enter(yellow(1, kNow + 2h));
  line.enter(yellow(2, kNow + 1h));
  line.enter(yellow(3, kNow + 1h - 1ms));
  EXPECT_EQ(in_order(line), (Ids{3, 2, 1}));
}

TEST(WaitingLine, ServesFirstComeFirstWhenPromisesAreEqual) {
  WaitingLine line;
  line.enter(blue(7));
  line.enter(blue(3));
  line.enter(blue(5));
  EXPECT_EQ(in_order(line), (Ids{3, 5, 7}));
}

TEST(WaitingLine, ServesThoseWithoutAPromiseLast) {
  WaitingLine line;
  line.enter(blue(1, kNever));
  line.enter(blue(2, kNow + 1000h));
  EXPECT_EQ(in_order(line), (Ids{2, 1}));
}

TEST(WaitingLine, GivesALapsedOrderItsOldPlaceBack) {
  WaitingLine line;
  for (const std::uint64_t id : {1U, 2U, 3U}) line.enter(blue(id));
  const Position lapsed = grant(line);
  EXPECT_EQ(lapsed.id.value, 1U);
  line.enter(blue(4));
  line.enter(lapsed);
  EXPECT_EQ(in_order(line), (Ids{1, 2, 3, 4}));
}

TEST(WaitingLine, CountsItsOrdersByColour) {
  WaitingLine line;
  EXPECT_TRUE(line.empty());
  flood(line, 2);
  line.enter(blue(3));
  EXPECT_EQ(line.size(), 3U);
  EXPECT_EQ(line.size(Severity::Red), 2U);
  EXPECT_EQ(line.size(Severity::Yellow), 0U);
  EXPECT_EQ(line.size(Severity::Blue), 1U);
  line.leave(blue(3));
  EXPECT_EQ(line.size(Severity::Blue), 0U);
}

TEST(WaitingLine, VisitsNothingWhenNobodyWaits) {
  const WaitingLine line;
  EXPECT_EQ(in_order(line), Ids{});
}

TEST(WaitingLine, StopsVisitingWhenToldTo) {
  WaitingLine line;
  flood(line, 5);
  Ids seen;
  queues::in_order(line, kNow, [&](const Position& position) {
    seen.push_back(position.id.value);
    return seen.size() < 2;
  });
  EXPECT_EQ(seen, (Ids{1, 2}));
}

TEST(WaitingLine, LetsABrokenLowerPromiseGoAheadAfterEightInARow) {
  WaitingLine line;
  flood(line, 10);
  line.enter(blue(11, kNow - 1ms));
  EXPECT_EQ(grant_all(line), (Ids{1, 2, 3, 4, 5, 6, 7, 8, 11, 9, 10}));
}

TEST(WaitingLine, LetsALowerPromiseThatIsNotBrokenWait) {
  WaitingLine line;
  flood(line, 10);
  line.enter(blue(11, kNow));
  EXPECT_EQ(grant_all(line), (Ids{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
}

TEST(WaitingLine, LetsALowerPromiseGoAheadAsSoonAsItBreaksWhenItsTurnHasCome) {
  WaitingLine line;
  flood(line, 12);
  line.enter(blue(13, kNow));
  for (std::uint64_t i = 1; i <= 9; ++i) EXPECT_EQ(grant(line).id.value, i);
  EXPECT_EQ(grant(line, kNow + 1ms).id.value, 13U);
  EXPECT_EQ(grant(line, kNow + 1ms).id.value, 10U);
}

TEST(WaitingLine, CountsEightAnewAfterALowerOrderWentAhead) {
  WaitingLine line;
  flood(line, 17);
  line.enter(blue(18, kNow - 2ms));
  line.enter(blue(19, kNow - 1ms));
  EXPECT_EQ(grant_all(line),
            (Ids{1, 2, 3, 4, 5, 6, 7, 8, 18, 9, 10, 11, 12, 13, 14, 15, 16, 19, 17}));
}

TEST(WaitingLine, CountsOnlyGrantsThatPassedSomebodyOver) {
  WaitingLine line;
  flood(line, 8);
  for (int i = 0; i < 8; ++i) grant(line);
  EXPECT_EQ(line.streak(), 0U);

  line.enter(red(9));
  line.enter(yellow(10, kNow - 1ms));
  EXPECT_EQ(grant_all(line), (Ids{9, 10}));
}

TEST(WaitingLine, TakesTheHighestOfSeveralBrokenLowerColours) {
  WaitingLine line;
  flood(line, 9);
  line.enter(yellow(10, kNow - 1ms));
  line.enter(blue(11, kNow - 2ms));
  EXPECT_EQ(grant_all(line), (Ids{1, 2, 3, 4, 5, 6, 7, 8, 10, 9, 11}));
}

TEST(WaitingLine, PassesOverAYellowThatCanWaitForABrokenBlue) {
  WaitingLine line;
  flood(line, 9);
  line.enter(yellow(10));
  line.enter(blue(11, kNow - 1ms));
  EXPECT_EQ(grant_all(line), (Ids{1, 2, 3, 4, 5, 6, 7, 8, 11, 9, 10}));
}

TEST(WaitingLine, ProtectsBlueFromAFloodOfYellow) {
  WaitingLine line;
  for (std::uint64_t i = 1; i <= 9; ++i) line.enter(yellow(i));
  line.enter(blue(10, kNow - 1ms));
  EXPECT_EQ(grant_all(line), (Ids{1, 2, 3, 4, 5, 6, 7, 8, 10, 9}));
}

TEST(WaitingLine, AnnouncesTheOrderInWhichItGrants) {
  WaitingLine line;
  flood(line, 20);
  for (std::uint64_t i = 21; i <= 24; ++i) line.enter(yellow(i, kNow - 1ms * i));
  for (std::uint64_t i = 25; i <= 28; ++i) line.enter(blue(i, kNow - 1ms * i));
  for (int i = 0; i < 3; ++i) grant(line);
  const Ids announced = in_order(line);
  EXPECT_EQ(grant_all(line), announced);
}

TEST(WaitingLineDeathTest, RefusesAnOrderThatWaitsAlready) {
  WaitingLine line;
  line.enter(red(1));
  EXPECT_DEATH(line.enter(red(1)), "inserted");
}

TEST(WaitingLineDeathTest, RefusesToLetGoWhoDoesNotWait) {
  WaitingLine line;
  line.enter(red(1, kNow));
  EXPECT_DEATH(line.leave(red(1, kNow + 1ms)), "erased == 1");
}

}  // namespace whistle::queues::waiting_line_test
