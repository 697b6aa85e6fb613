#include "engine/queues/alarms.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <set>
#include <utility>
#include <vector>

namespace whistle::queues::alarms_test {

using namespace std::chrono_literals;
using Ids = std::vector<CaseId>;

constexpr Timestamp kNoon{1'000'000ms};
constexpr std::uint32_t kCases = 50;

TEST(Alarms, AreSilentAtFirst) {
  const Alarms alarms;
  EXPECT_EQ(alarms.next(), kNever);
  EXPECT_EQ(alarms.due(kNever, 10), Ids{});
  EXPECT_EQ(alarms.size(), 0U);
}

TEST(Alarms, NameTheEarliest) {
  Alarms alarms;
  alarms.set({1}, kNoon + 2h);
  alarms.set({2}, kNoon + 1h);
  alarms.set({3}, kNoon + 3h);
  EXPECT_EQ(alarms.next(), kNoon + 1h);
}

TEST(Alarms, AreDueAtTheirInstantAndNotAMillisecondEarlier) {
  Alarms alarms;
  alarms.set({4}, kNoon);
  EXPECT_EQ(alarms.due(kNoon - 1ms, 10), Ids{});
  EXPECT_EQ(alarms.due(kNoon, 10), (Ids{{4}}));
}

TEST(Alarms, MoveEarlierAndLater) {
  Alarms alarms;
  alarms.set({1}, kNoon + 2h);
  alarms.set({2}, kNoon + 1h);
  alarms.set({1}, kNoon);
  EXPECT_EQ(alarms.next(), kNoon);
  alarms.set({1}, kNoon + 3h);
  EXPECT_EQ(alarms.next(), kNoon + 1h);
  EXPECT_EQ(alarms.size(), 2U);
}

TEST(Alarms, AreClearedByNever) {
  Alarms alarms;
  alarms.set({1}, kNoon);
  alarms.set({1}, kNever);
  alarms.set({2}, kNever);
  EXPECT_EQ(alarms.size(), 0U);
  EXPECT_EQ(alarms.next(), kNever);
}

TEST(Alarms, StaySetWhenTheyAreAskedFor) {
  Alarms alarms;
  alarms.set({1}, kNoon);
  EXPECT_EQ(alarms.due(kNoon, 10), (Ids{{1}}));
  EXPECT_EQ(alarms.due(kNoon, 10), (Ids{{1}}));
}

TEST(Alarms, ComeByTimeAndThenByCase) {
  Alarms alarms;
  alarms.set({30}, kNoon);
  alarms.set({10}, kNoon);
  alarms.set({20}, kNoon);
  alarms.set({99}, kNoon - 1ms);
  EXPECT_EQ(alarms.due(kNoon, 10), (Ids{{99}, {10}, {20}, {30}}));
}

TEST(Alarms, AreNoMoreAtOnceThanAskedFor) {
  Alarms alarms;
  for (std::uint32_t id = 0; id < 10; ++id) alarms.set({id + 1U}, kNoon - 1ms * id);
  EXPECT_EQ(alarms.due(kNoon, 0), Ids{});
  EXPECT_EQ(alarms.due(kNoon, 3), (Ids{{10}, {9}, {8}}));
  EXPECT_EQ(alarms.due(kNoon, 10).size(), 10U);
  EXPECT_EQ(alarms.due(kNoon, 11).size(), 10U);
}

TEST(Alarms, DoNotMindHowFarApartTheNumbersAre) {
  Alarms alarms;
  for (const std::uint64_t id : {std::uint64_t{1} << 60, std::uint64_t{5}, UINT64_MAX}) {
    alarms.set({id}, kNoon);
  }
  EXPECT_EQ(alarms.due(kNoon, 10), (Ids{{5}, {std::uint64_t{1} << 60}, {UINT64_MAX}}));
}

// The same answers as an ordered set would give, whatever was set, moved and cleared before.
class AlarmsModel : public testing::TestWithParam<std::uint32_t> {};

TEST_P(AlarmsModel, AgreesWithAnOrderedSet) {
  std::mt19937 random(GetParam());
  const auto below = [&](std::uint32_t bound) {
    return static_cast<std::uint32_t>(random() % bound);
  };

  Alarms alarms;
  std::set<std::pair<Timestamp, CaseId>> model;
  std::vector<Timestamp> times(kCases, kNever);

  for (int step = 0; step < 5000; ++step) {
    const std::uint32_t number = below(kCases);
    // Some neighbours, some far away.
    const CaseId id{number % 2 == 0 ? number : number * 1000U};
    const Timestamp at = below(4) == 0 ? kNever : kNoon + 1ms * below(40);
    model.erase({times[number], id});
    times[number] = at;
    if (at != kNever) model.insert({at, id});
    alarms.set(id, at);

    ASSERT_EQ(alarms.size(), model.size());
    ASSERT_EQ(alarms.next(), model.empty() ? kNever : model.begin()->first);
    const Timestamp now = kNoon + 1ms * below(40);
    const std::size_t max = below(kCases + 2);
    Ids expected;
    for (const auto& [due, each] : model) {
      if (due <= now && expected.size() < max) expected.push_back(each);
    }
    ASSERT_EQ(alarms.due(now, max), expected) << "step " << step;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, AlarmsModel, testing::Values(1U, 2U, 3U, 20260309U));

}  // namespace whistle::queues::alarms_test
