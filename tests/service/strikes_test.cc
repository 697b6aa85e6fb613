#include "engine/service/strikes.h"

#include <gtest/gtest.h>

#include <string>

namespace whistle::service::strikes_test {

using namespace std::chrono_literals;

constexpr Timestamp kStart{Milliseconds{1'773'187'200'000}};

TEST(Strikes, SendAwayAtTheThirdWithinTenSeconds) {
  Strikes strikes;
  EXPECT_FALSE(strikes.strike("bully", kStart));
  EXPECT_FALSE(strikes.strike("bully", kStart + 5s));
  EXPECT_FALSE(strikes.is_away("bully", kStart + 5s));
  EXPECT_TRUE(strikes.strike("bully", kStart + 10s));
  EXPECT_TRUE(strikes.is_away("bully", kStart + 10s));
}

TEST(Strikes, ForgiveWhoIsClumsyNowAndThen) {
  Strikes strikes;
  for (int count = 0; count < 100; ++count) {
    EXPECT_FALSE(strikes.strike("clumsy", kStart + count * 5001ms));
  }
}

TEST(Strikes, CountTheLastThreeWheneverTheyBegan) {
  Strikes strikes;
  strikes.strike("bully", kStart);
  EXPECT_FALSE(strikes.strike("bully", kStart + 9s));
  EXPECT_FALSE(strikes.strike("bully", kStart + 11s)) << "the first is too long ago";
  EXPECT_TRUE(strikes.strike("bully", kStart + 12s)) << "three within three seconds";
}

TEST(Strikes, CountEachPeerByItself) {
  Strikes strikes;
  for (const char* peer : {"a", "b", "c", "d"}) {
    EXPECT_FALSE(strikes.strike(peer, kStart));
    EXPECT_FALSE(strikes.strike(peer, kStart));
  }
  EXPECT_TRUE(strikes.strike("a", kStart));
  EXPECT_FALSE(strikes.is_away("b", kStart));
}

TEST(Strikes, KeepAwayForAMinuteAndBeginAnew) {
  Strikes strikes;
  for (int count = 0; count < 3; ++count) strikes.strike("bully", kStart);
  EXPECT_TRUE(strikes.is_away("bully", kStart + 60s - 1ms));
  EXPECT_FALSE(strikes.strike("bully", kStart + 30s)) << "it is told once";
  EXPECT_FALSE(strikes.is_away("bully", kStart + 60s));
  EXPECT_FALSE(strikes.strike("bully", kStart + 60s));
  EXPECT_FALSE(strikes.strike("bully", kStart + 60s));
  EXPECT_TRUE(strikes.strike("bully", kStart + 60s));
}

TEST(Strikes, AreForgottenWhenTheyAreOld) {
  Strikes strikes;
  for (int peer = 0; peer < 100; ++peer) strikes.strike(std::to_string(peer), kStart);
  EXPECT_EQ(strikes.size(), 100U);
  strikes.strike("late", kStart + 10s + 1ms);
  EXPECT_EQ(strikes.size(), 1U);
}

TEST(Strikes, OfCountlessPeersTakeBoundedMemory) {
  Strikes strikes;
  for (int count = 0; count < 3; ++count) strikes.strike("first", kStart);
  for (std::size_t peer = 0; peer < 3 * Strikes::kPeersMax; ++peer) {
    strikes.strike(std::to_string(peer), kStart + 1s);
  }
  EXPECT_EQ(strikes.size(), Strikes::kPeersMax);
  EXPECT_FALSE(strikes.is_away("first", kStart + 1s)) << "the oldest is forgiven first";
}

TEST(Strikes, AreNobodysAtFirst) {
  Strikes strikes;
  EXPECT_TRUE(strikes.empty());
  EXPECT_FALSE(strikes.is_away("anybody", kStart));
  strikes.strike("bully", kStart);
  EXPECT_FALSE(strikes.empty());
}

}  // namespace whistle::service::strikes_test
