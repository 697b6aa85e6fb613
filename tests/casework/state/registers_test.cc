#include "engine/casework/state/registers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace whistle::casework::registers_test {

using namespace std::chrono_literals;

constexpr AreaCode kWaiwu{321283001};
const Timestamp kMorning{1'772'000'000s};

// The rows that changed, "kind name", with "gone" behind those that are.
std::vector<std::string> taken_from(Registers& registers) {
  std::vector<std::string> taken;
  registers.take_touched([&](const RegisterKey& key, const auto* row) {
    taken.push_back(std::to_string(key.kind) + " " + key.name + (row == nullptr ? " gone" : ""));
    if (row != nullptr) {
      EXPECT_EQ(key_of(RegisterRow(*row)), key);
    }
  });
  return taken;
}

StormBegan storm(std::uint64_t id, std::string major) {
  return {.id = {id},
          .area = kWaiwu,
          .major = std::move(major),
          .quiet_at = kMorning,
          .rule = {"storm"}};
}

PointsEarned earned(std::string holder, std::uint32_t points) {
  return {.holder = {std::move(holder)}, .points = points, .entry = {}, .rule = {"hours"}};
}

TEST(TouchedRows, AreTakenEachOnceInTheOrderOfTheirKeys) {
  Registers registers;
  registers.on(PeriodBegan{.period = 202603});
  registers.add(Dimension::Unit, "wuan", Measure::Dispatched);
  registers.add(Dimension::AreaCategory, "321283001/noise", Measure::Accepted);
  registers.add(Dimension::Area, "321283001", Measure::Accepted);
  registers.add(Dimension::All, "", Measure::Accepted);
  registers.add(Dimension::Unit, "wuan", Measure::Finished);
  registers.add(202512, Dimension::Unit, "wuan", {{Measure::Exempted}});
  registers.on(storm(1, "noise"));
  registers.on(storm(2, "water"));
  registers.on(StormJoined{.id = {7}, .storm = {1}, .quiet_at = kMorning + 1min});
  registers.on(earned("zhang", 2));
  registers.on(earned("li", 3));
  registers.on(earned("zhang", 2));

  const std::vector<std::string> expected{"3 00000000000000000001",
                                          "3 00000000000000000002",
                                          "5 li",
                                          "5 zhang",
                                          "6 202512/unit/wuan",
                                          "6 202603/all/",
                                          "6 202603/area/321283001",
                                          "6 202603/area_category/321283001/noise",
                                          "6 202603/unit/wuan"};
  EXPECT_EQ(taken_from(registers), expected);
  EXPECT_TRUE(taken_from(registers).empty());
}

TEST(TouchedRows, SayWhatIsGone) {
  Registers registers;
  registers.on(storm(1, "noise"));
  registers.on(StormEnded{.id = {1}, .cases = 0});

  EXPECT_EQ(taken_from(registers), std::vector<std::string>{"3 00000000000000000001 gone"});
}

TEST(TouchedRows, ThatNobodyWantsAreForgotten) {
  Registers registers;
  registers.on(storm(1, "noise"));

  registers.drop_touched();

  EXPECT_TRUE(taken_from(registers).empty());
}

TEST(TouchedRows, ThatChangeAgainAndAgainStandThereOnce) {
  Registers registers;
  registers.on(PeriodBegan{.period = 202603});
  std::vector<std::string> expected;
  for (int i = 0; i < 5000; ++i) {
    const std::string unit = std::to_string(i % 300);
    registers.add(Dimension::Unit, unit, Measure::Dispatched);
    if (i < 300) expected.push_back("6 202603/unit/" + unit);
  }

  std::ranges::sort(expected);
  EXPECT_EQ(taken_from(registers), expected);
}

TEST(Alarms, OfARegisterMoveToTheirNewInstants) {
  Registers registers;
  registers.on(storm(1, "noise"));
  registers.on(storm(2, "water"));

  registers.on(StormJoined{.id = {7}, .storm = {1}, .quiet_at = kMorning + 1min});

  const auto due = registers.due(kMorning + 1h, 10);
  ASSERT_EQ(due.size(), 2U);
  EXPECT_EQ(due[0].id, 2U);
  EXPECT_EQ(due[0].at, kMorning);
  EXPECT_EQ(due[1].id, 1U);
  EXPECT_EQ(due[1].at, kMorning + 1min);
  registers.on(StormEnded{.id = {2}, .cases = 0});
  EXPECT_EQ(registers.next_alarm(), kMorning + 1min);
}

}  // namespace whistle::casework::registers_test
