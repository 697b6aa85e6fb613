#include "bench/limits/growth.h"

#include <gtest/gtest.h>

namespace whistle::bench::limits::growth_test {

TEST(Growth, IsTheLineThroughWhatWasSeen) {
  Growth growth;
  for (std::uint64_t accepted = 100; accepted <= 500; accepted += 100) {
    growth.add(accepted, 1'000'000 + 360 * accepted);
  }
  EXPECT_NEAR(growth.each(), 360, 1e-6);
  EXPECT_NEAR(growth.bytes_at(0), 1'000'000, 1e-3);
  EXPECT_NEAR(growth.bytes_at(1000), 1'360'000, 1e-3);
}

TEST(Growth, WhatSwingsAroundTheLineDoesNotTiltIt) {
  Growth growth;
  constexpr std::uint64_t kSwing = 5'000;
  for (std::uint64_t accepted = 100; accepted <= 400; accepted += 100) {
    growth.add(accepted, 1'000'000 + 360 * accepted + kSwing);
    growth.add(accepted, 1'000'000 + 360 * accepted - kSwing);
  }
  EXPECT_NEAR(growth.each(), 360, 1e-6);
  EXPECT_NEAR(growth.bytes_at(0), 1'000'000, 1e-3);
}

TEST(Growth, IsLevelWhenAllWasSeenAtOneCount) {
  Growth growth;
  growth.add(100, 1'000);
  growth.add(100, 3'000);
  EXPECT_EQ(growth.each(), 0);
  EXPECT_EQ(growth.bytes_at(500), 2'000);
}

TEST(Growth, IsNothingWhenNothingWasSeen) { EXPECT_EQ(Growth{}.bytes_at(100), 0); }

}  // namespace whistle::bench::limits::growth_test
