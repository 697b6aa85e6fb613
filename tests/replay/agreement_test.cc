#include "adapters/replay/agreement.h"

#include <gtest/gtest.h>

#include <optional>

namespace whistle::replay::agreement_test {

constexpr std::int64_t kTaken = 1'000'000'000;

hotline::Aftermath exported(std::optional<std::int64_t> target, std::optional<std::int64_t> closed,
                            std::optional<bool> on_time) {
  hotline::Aftermath row;
  row.target_ms = target;
  row.closed_at_ms = closed;
  row.on_time = on_time;
  return row;
}

double target_share(std::int64_t target_ms, std::int64_t due_ms) {
  Agreement agreement(kTaken);
  agreement.add(exported(target_ms, {}, {}), due_ms, {});
  EXPECT_EQ(agreement.targets(), 1U);
  return agreement.target_share();
}

bool agrees(std::optional<std::int64_t> closed, bool verdict, std::int64_t due_ms,
            std::optional<bool> closed_on_time = {}) {
  Agreement agreement(kTaken);
  agreement.add(exported({}, closed, verdict), due_ms, closed_on_time);
  EXPECT_EQ(agreement.verdicts(), 1U);
  return agreement.on_time_share() == 1;
}

TEST(TargetAgreement, AllowsAMinuteAndNoMillisecondMore) {
  EXPECT_EQ(target_share(500'000, 560'000), 1);
  EXPECT_EQ(target_share(500'000, 560'001), 0);
  EXPECT_EQ(target_share(500'000, 440'000), 1);
  EXPECT_EQ(target_share(500'000, 439'999), 0);
}

TEST(TargetAgreement, MissesWhereTheEngineHasNoLimit) { EXPECT_EQ(target_share(30'000, 0), 0); }

TEST(TargetAgreement, CountsOnlyRequestsWithATarget) {
  Agreement agreement(kTaken);
  agreement.add(exported({}, 5, true), 10, {});
  EXPECT_EQ(agreement.targets(), 0U);
  EXPECT_EQ(agreement.target_share(), 0);
}

TEST(OnTimeAgreement, JudgesAClosedRequestByItsDueTime) {
  EXPECT_TRUE(agrees(1000, true, 1000));
  EXPECT_FALSE(agrees(1001, true, 1000));
  EXPECT_TRUE(agrees(1001, false, 1000));
}

TEST(OnTimeAgreement, JudgesAnOpenRequestByWhenTheExportWasTaken) {
  EXPECT_TRUE(agrees({}, true, kTaken));
  EXPECT_TRUE(agrees({}, false, kTaken - 1));
  EXPECT_FALSE(agrees({}, true, kTaken - 1));
}

TEST(OnTimeAgreement, CallsARequestWithoutALimitOnTime) {
  EXPECT_TRUE(agrees({}, true, 0));
  EXPECT_TRUE(agrees(5, true, 0));
  EXPECT_FALSE(agrees(5, false, 0));
}

TEST(OnTimeAgreement, PrefersTheVerdictTheEngineClosedTheCaseWith) {
  EXPECT_TRUE(agrees(2000, true, 1000, true));
  EXPECT_FALSE(agrees(500, true, 1000, false));
}

TEST(OnTimeAgreement, AgreesWithNothingWhenTheExportHasNoVerdict) {
  Agreement agreement(kTaken);
  agreement.add(exported({}, 5, {}), 10, {});
  agreement.add(exported({}, 5, true), 10, {});
  agreement.add(exported({}, 5, true), 10, {});
  EXPECT_EQ(agreement.verdicts(), 3U);
  EXPECT_DOUBLE_EQ(agreement.on_time_share(), 2.0 / 3.0);
}

}  // namespace whistle::replay::agreement_test
