#include "adapters/hotline/rate.h"

#include <gtest/gtest.h>

#include <optional>

namespace whistle::hotline::rate_test {

TEST(Rate, IsReadPerSecondMinuteOrHour) {
  EXPECT_EQ(parse_rate("50/s"), Rate{50});
  EXPECT_EQ(parse_rate("50"), Rate{50});
  EXPECT_EQ(parse_rate("3000/min"), Rate{50});
  EXPECT_EQ(parse_rate("7200/h"), Rate{2});
  EXPECT_EQ(parse_rate("0.5/s"), Rate{0.5});
  for (const char* text : {"", "/s", "fast", "5/day", "-1/s", "inf", "nan", "5 /s"}) {
    EXPECT_EQ(parse_rate(text), std::nullopt) << text;
  }
}

TEST(TokenBucket, AllowsTheBurstThenTheRate) {
  TokenBucket bucket({10}, 3);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(bucket.take(1000)) << i;
  EXPECT_FALSE(bucket.take(1000));
  EXPECT_EQ(bucket.wait_ms(1000), 100);
  EXPECT_FALSE(bucket.take(1099));
  EXPECT_TRUE(bucket.take(1100));
  EXPECT_FALSE(bucket.take(1100));
}

TEST(TokenBucket, IsFullAgainAfterAPauseAndNotFuller) {
  TokenBucket bucket({10}, 2);
  EXPECT_TRUE(bucket.take(0));
  EXPECT_TRUE(bucket.take(0));
  EXPECT_TRUE(bucket.take(60'000));
  EXPECT_TRUE(bucket.take(60'000));
  EXPECT_FALSE(bucket.take(60'000));
}

TEST(TokenBucket, LosesNothingToRounding) {
  TokenBucket bucket({3}, 1);
  std::int64_t now_ms = 0;
  for (int i = 0; i < 30'000; ++i) {
    now_ms += bucket.wait_ms(now_ms);
    ASSERT_TRUE(bucket.take(now_ms)) << i;
  }
  EXPECT_EQ(now_ms, 9'999'666);
}

TEST(TokenBucket, WithoutARateNeverWaits) {
  TokenBucket bucket({0}, 1);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(bucket.take(0));
}

}  // namespace whistle::hotline::rate_test
