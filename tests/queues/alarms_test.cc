#include "engine/queues/alarms.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <set>
#include <tuple>
#include <vector>

namespace whistle::queues {
namespace {

using namespace std::chrono_literals;
using Slots = std::vector<Alarms::Slot>;

constexpr Timestamp kNoon{1'000'000ms};
constexpr Alarms::Slot kSlots = 50;

TEST(Alarms, AreSilentAtFirst) {
  const Alarms alarms;
  EXPECT_EQ(alarms.next(), kNever);
  EXPECT_EQ(alarms.due(kNever, 10), Slots{});
  EXPECT_EQ(alarms.size(), 0U);
}

TEST(Alarms, NameTheEarliest) {
  Alarms alarms;
  alarms.set(0, {1}, kNoon + 2h);
  alarms.set(1, {2}, kNoon + 1h);
  alarms.set(2, {3}, kNoon + 3h);
  EXPECT_EQ(alarms.next(), kNoon + 1h);
}

TEST(Alarms, AreDueAtTheirInstantAndNotAMillisecondEarlier) {
  Alarms alarms;
  alarms.set(4, {1}, kNoon);
  EXPECT_EQ(alarms.due(kNoon - 1ms, 10), Slots{});
  EXPECT_EQ(alarms.due(kNoon, 10), Slots{4});
}

TEST(Alarms, MoveEarlierAndLater) {
  Alarms alarms;
  alarms.set(0, {1}, kNoon + 2h);
  alarms.set(1, {2}, kNoon + 1h);
  alarms.set(0, {1}, kNoon);
  EXPECT_EQ(alarms.next(), kNoon);
  alarms.set(0, {1}, kNoon + 3h);
  EXPECT_EQ(alarms.next(), kNoon + 1h);
  EXPECT_EQ(alarms.size(), 2U);
}

TEST(Alarms, AreClearedByNever) {
  Alarms alarms;
  alarms.set(0, {1}, kNoon);
  alarms.set(0, {1}, kNever);
  alarms.set(7, {2}, kNever);
  EXPECT_EQ(alarms.size(), 0U);
  EXPECT_EQ(alarms.next(), kNever);
}

TEST(Alarms, StaySetWhenTheyAreAskedFor) {
  Alarms alarms;
  alarms.set(0, {1}, kNoon);
  EXPECT_EQ(alarms.due(kNoon, 10), Slots{0});
  EXPECT_EQ(alarms.due(kNoon, 10), Slots{0});
}

TEST(Alarms, ComeByTimeAndThenByCase) {
  Alarms alarms;
  alarms.set(0, {30}, kNoon);
  alarms.set(1, {10}, kNoon);
  alarms.set(2, {20}, kNoon);
  alarms.set(3, {99}, kNoon - 1ms);
  EXPECT_EQ(alarms.due(kNoon, 10), (Slots{3, 1, 2, 0}));
}

TEST(Alarms, AreNoMoreAtOnceThanAskedFor) {
  Alarms alarms;
  for (Alarms::Slot slot = 0; slot < 10; ++slot) alarms.set(slot, {slot + 1U}, kNoon - 1ms * slot);
  EXPECT_EQ(alarms.due(kNoon, 0), Slots{});
  EXPECT_EQ(alarms.due(kNoon, 3), (Slots{9, 8, 7}));
  EXPECT_EQ(alarms.due(kNoon, 10).size(), 10U);
  EXPECT_EQ(alarms.due(kNoon, 11).size(), 10U);
}

TEST(Alarms, ServeTheNextCaseOfASlot) {
  Alarms alarms;
  alarms.set(0, {1}, kNoon);
  alarms.set(0, {1}, kNever);
  alarms.set(0, {2}, kNoon + 1h);
  alarms.set(1, {3}, kNoon + 1h);
  EXPECT_EQ(alarms.due(kNoon + 1h, 10), (Slots{0, 1}));
}

// The same answers as an ordered set would give, whatever was set, moved and cleared before.
class AlarmsModel : public testing::TestWithParam<std::uint32_t> {};

TEST_P(AlarmsModel, AgreesWithAnOrderedSet) {
  using Entry = std::tuple<Timestamp, CaseId, Alarms::Slot>;
  std::mt19937 random(GetParam());
  const auto below = [&](std::uint32_t bound) {
    return static_cast<std::uint32_t>(random() % bound);
  };

  Alarms alarms;
  std::set<Entry> model;
  std::vector<Timestamp> times(kSlots, kNever);
  // Case numbers in another order than the slots.
  const auto id_of = [](Alarms::Slot slot) { return CaseId{1U + (slot * 37U) % kSlots}; };

  for (int step = 0; step < 5000; ++step) {
    const Alarms::Slot slot = below(kSlots);
    const Timestamp at = below(4) == 0 ? kNever : kNoon + 1ms * below(40);
    model.erase({times[slot], id_of(slot), slot});
    times[slot] = at;
    if (at != kNever) model.insert({at, id_of(slot), slot});
    alarms.set(slot, id_of(slot), at);

    ASSERT_EQ(alarms.size(), model.size());
    ASSERT_EQ(alarms.next(), model.empty() ? kNever : std::get<Timestamp>(*model.begin()));
    const Timestamp now = kNoon + 1ms * below(40);
    const std::size_t max = below(kSlots + 2);
    Slots expected;
    for (const auto& [due, id, each] : model) {
      if (due <= now && expected.size() < max) expected.push_back(each);
    }
    ASSERT_EQ(alarms.due(now, max), expected) << "step " << step;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, AlarmsModel, testing::Values(1U, 2U, 3U, 20260309U));

}  // namespace
}  // namespace whistle::queues
