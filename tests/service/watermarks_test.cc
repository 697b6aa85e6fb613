#include "engine/service/watermarks.h"

#include <gtest/gtest.h>

#include <string>

// When new complaints are refused for load, and when they are taken again.
namespace whistle::service::watermarks_test {

using std::chrono_literals::operator""ms;

const Limits kSmall{.memory_bytes = 1'600, .intake_lag = 100ms, .disk_free_bytes = 3'200};
const Readings kWell{.memory_bytes = 800, .lag = 5ms, .disk_free_bytes = 10'000};

Readings with_memory(std::uint64_t bytes) {
  Readings readings = kWell;
  readings.memory_bytes = bytes;
  return readings;
}
Readings with_lag(Milliseconds lag) {
  Readings readings = kWell;
  readings.lag = lag;
  return readings;
}
Readings with_disk(std::uint64_t free) {
  Readings readings = kWell;
  readings.disk_free_bytes = free;
  return readings;
}

std::string reason(Watermarks& marks, const Readings& now) {
  const auto refused = marks.refusal(now);
  return refused ? refused->reason : "";
}

TEST(Watermarks, LetComplaintsInWhenAllIsWell) {
  Watermarks marks(kSmall);
  EXPECT_EQ(reason(marks, kWell), "");
  EXPECT_EQ(reason(marks, with_memory(1'599)), "");
  EXPECT_EQ(reason(marks, with_lag(99ms)), "");
  EXPECT_EQ(reason(marks, with_disk(3'200)), "");
}

TEST(Watermarks, AreReachedAtTheirValue) {
  Watermarks marks(kSmall);
  EXPECT_EQ(reason(marks, with_memory(1'600)), "MEMORY_HIGH");
  EXPECT_EQ(reason(marks, with_lag(100ms)), "INTAKE_LAGS");
  EXPECT_EQ(reason(marks, with_disk(3'199)), "DISK_LOW");
}

TEST(Watermarks, OfMemoryHoldUntilThereIsRoomAgain) {
  Watermarks marks(kSmall);
  ASSERT_EQ(reason(marks, with_memory(2'000)), "MEMORY_HIGH");
  EXPECT_EQ(reason(marks, with_memory(1'599)), "MEMORY_HIGH");
  EXPECT_EQ(reason(marks, with_memory(1'500)), "MEMORY_HIGH");
  EXPECT_EQ(reason(marks, with_memory(1'499)), "");
  EXPECT_EQ(reason(marks, with_memory(1'599)), "");
}

TEST(Watermarks, OfLagHoldUntilHalfIsMadeUpFor) {
  Watermarks marks(kSmall);
  ASSERT_EQ(reason(marks, with_lag(300ms)), "INTAKE_LAGS");
  EXPECT_EQ(reason(marks, with_lag(51ms)), "INTAKE_LAGS");
  EXPECT_EQ(reason(marks, with_lag(50ms)), "");
  EXPECT_EQ(reason(marks, with_lag(99ms)), "");
}

TEST(Watermarks, OfTheDiskHoldUntilThereIsRoomAgain) {
  Watermarks marks(kSmall);
  ASSERT_EQ(reason(marks, with_disk(0)), "DISK_LOW");
  EXPECT_EQ(reason(marks, with_disk(3'399)), "DISK_LOW");
  EXPECT_EQ(reason(marks, with_disk(3'400)), "");
  EXPECT_EQ(reason(marks, with_disk(3'200)), "");
}

TEST(Watermarks, TellWhatTakesTheLongestToPass) {
  Watermarks marks(kSmall);
  EXPECT_EQ(reason(marks, {.memory_bytes = 9'999, .lag = 1'000ms, .disk_free_bytes = 0}),
            "DISK_LOW");
  // Those that were not told hold all the same.
  EXPECT_EQ(reason(marks, {.memory_bytes = 1'550, .lag = 80ms, .disk_free_bytes = 10'000}),
            "MEMORY_HIGH");
  EXPECT_EQ(reason(marks, with_lag(80ms)), "INTAKE_LAGS");
  EXPECT_EQ(reason(marks, kWell), "");
}

TEST(Watermarks, NameTheSettingItsValueAndWhatIsUsed) {
  Watermarks marks(kSmall);
  const auto high = marks.refusal(with_memory(2'000));
  ASSERT_TRUE(high);
  EXPECT_EQ(high->code, kResourceExhausted);
  EXPECT_EQ(high->message,
            "limits.memory_bytes = 1600: 2000 bytes are resident; work in progress goes on");
  EXPECT_GT(high->retry_after_ms, 0U);
  Watermarks others(kSmall);
  EXPECT_EQ(others.refusal(with_lag(170ms))->message,
            "limits.intake_lag_ms = 100: 170 ms ago a wish came that is not on disk yet; work in "
            "progress goes on");
  EXPECT_EQ(others.refusal(with_disk(17))->message,
            "limits.disk_free_bytes = 3200: 17 bytes are free on the disk; work in progress goes "
            "on");
}

TEST(Watermarks, ThatAreNotSetRefuseNothing) {
  Watermarks marks(Limits{});
  EXPECT_EQ(reason(marks, {.memory_bytes = UINT64_MAX - 1,
                           .lag = Milliseconds::max() - 1ms,
                           .disk_free_bytes = 0}),
            "");
}

TEST(Limits, HaveEachANameAUnitAndAReasonOfTheirOwn) {
  Refusals refusals;
  for (const Limit limit :
       {Limit::Memory, Limit::IntakeLag, Limit::DiskFree, Limit::CommandRing, Limit::Watchers,
        Limit::Cursors, Limit::WaitingPulls, Limit::Sessions}) {
    EXPECT_TRUE(name_of(limit).starts_with("limits."));
    EXPECT_FALSE(unit_of(limit).empty());
    const Problem problem = exhausted(limit, 7, 8, 250);
    EXPECT_EQ(problem.reason, reason_of(limit));
    EXPECT_TRUE(problem.message.starts_with(std::string(name_of(limit)) + " = 7: 8 "));
    EXPECT_EQ(problem.retry_after_ms, 250U);
    refusals.note(problem);
    EXPECT_EQ(refusals.of(limit), 1U);
  }
  EXPECT_EQ(refusals.of_intake(), 4U);
}

TEST(Refusals, CountOnlyWhatALimitRefused) {
  Refusals refusals;
  refusals.note({kNotFound, "UNKNOWN_CASE", "", 0});
  refusals.note({kResourceExhausted, "RATE_LIMIT", "", 1});
  EXPECT_EQ(refusals.of_intake(), 0U);
  EXPECT_EQ(refusals.of(Limit::Watchers), 0U);
}

}  // namespace whistle::service::watermarks_test
