#include "engine/service/token_bucket.h"

#include <gtest/gtest.h>

namespace whistle::service::token_bucket_test {

using namespace std::chrono_literals;

constexpr Timestamp kStart{Milliseconds{1'773'187'200'000}};

int taken(TokenBucket& bucket, Timestamp now) {
  int count = 0;
  while (!bucket.take(now)) ++count;
  return count;
}

TEST(TokenBucket, IsFullAtFirst) {
  TokenBucket bucket({5, 1s}, kStart);
  EXPECT_EQ(taken(bucket, kStart), 5);
}

TEST(TokenBucket, SaysWhenTheNextOneIsThere) {
  TokenBucket bucket({3, 1s}, kStart);
  EXPECT_EQ(taken(bucket, kStart), 3);
  const auto wait = bucket.take(kStart);
  ASSERT_TRUE(wait);
  EXPECT_EQ(*wait, 334ms);
  EXPECT_TRUE(bucket.take(kStart + *wait - 1ms));
  EXPECT_FALSE(bucket.take(kStart + *wait));
}

TEST(TokenBucket, FillsEvenlyAndNeverOver) {
  TokenBucket bucket({60, 1min}, kStart);
  EXPECT_EQ(taken(bucket, kStart), 60);
  EXPECT_EQ(taken(bucket, kStart + 1s), 1);
  EXPECT_EQ(taken(bucket, kStart + 11s), 10);
  EXPECT_EQ(taken(bucket, kStart + 24h), 60);
}

TEST(TokenBucket, LosesNoFractions) {
  TokenBucket bucket({7, 1s}, kStart);
  EXPECT_EQ(taken(bucket, kStart), 7);
  int count = 0;
  for (int ms = 1; ms <= 10'000; ++ms) count += taken(bucket, kStart + Milliseconds{ms});
  EXPECT_EQ(count, 70);
}

TEST(TokenBucket, AClockThatGoesBackFillsNothing) {
  TokenBucket bucket({2, 1s}, kStart);
  EXPECT_EQ(taken(bucket, kStart), 2);
  EXPECT_EQ(taken(bucket, kStart - 1h), 0);
  EXPECT_EQ(taken(bucket, kStart), 0);
  EXPECT_EQ(taken(bucket, kStart + 500ms), 1);
}

}  // namespace whistle::service::token_bucket_test
