#include <gtest/gtest.h>

#include <chrono>

#include "bench/measure.h"

namespace whistle::bench::latencies_test {

using namespace std::chrono_literals;

TEST(Latencies, OfNothingAreNotReportedAsIfNothingHadTakenLong) {
  testing::internal::CaptureStdout();
  report("submit", Latencies(1));
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

TEST(Latencies, AreReportedInMilliseconds) {
  Latencies latencies(1);
  latencies.add(3ms);
  testing::internal::CaptureStdout();
  report("submit", latencies);
  EXPECT_EQ(testing::internal::GetCapturedStdout(),
            "submit.p50_ms\t3\nsubmit.p99_ms\t3\nsubmit.p999_ms\t3\n");
}

}  // namespace whistle::bench::latencies_test
