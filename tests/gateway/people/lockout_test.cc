#include "adapters/gateway/people/lockout.h"

#include <gtest/gtest.h>

#include <string>

namespace whistle::gateway::people::lockout_test {

constexpr std::int64_t kNow = 1'000'000'000;

void fail(Lockout& lockout, const std::string& name, const std::string& address, int times,
          std::int64_t now = kNow) {
  for (int i = 0; i < times; ++i) lockout.count(name, address, now);
}

TEST(Lockout, LetsAFewMistakesPass) {
  Lockout lockout;
  fail(lockout, "li.si", "192.0.2.1", 4);
  EXPECT_EQ(lockout.pause_ms("li.si", "192.0.2.1", kNow), 0);
}

TEST(Lockout, DoublesThePauseForTheAccountWhereverFrom) {
  Lockout lockout;
  fail(lockout, "li.si", "192.0.2.1", 5);
  EXPECT_EQ(lockout.pause_ms("li.si", "198.51.100.7", kNow), 1000);
  EXPECT_EQ(lockout.pause_ms("li.si", "198.51.100.7", kNow + 999), 1);
  EXPECT_EQ(lockout.pause_ms("li.si", "198.51.100.7", kNow + 1000), 0);
  fail(lockout, "li.si", "192.0.2.2", 3);
  EXPECT_EQ(lockout.pause_ms("li.si", "198.51.100.7", kNow), 8000);
  fail(lockout, "li.si", "192.0.2.3", 100);
  EXPECT_EQ(lockout.pause_ms("li.si", "198.51.100.7", kNow), 5 * 60'000);
  EXPECT_EQ(lockout.pause_ms("wang.wu", "198.51.100.7", kNow), 0);
}

TEST(Lockout, StopsAnAddressThatTriesManyNames) {
  Lockout lockout;
  for (int i = 0; i < 20; ++i) fail(lockout, "name" + std::to_string(i), "192.0.2.1", 1);
  EXPECT_EQ(lockout.pause_ms("another", "192.0.2.1", kNow), 1000);
  EXPECT_EQ(lockout.pause_ms("another", "192.0.2.2", kNow), 0);
}

TEST(Lockout, TakesOneIpv6ClientForOne) {
  Lockout lockout;
  for (int i = 0; i < 20; ++i) {
    fail(lockout, "n" + std::to_string(i), "2001:db8:1:2::" + std::to_string(i), 1);
  }
  EXPECT_GT(lockout.pause_ms("another", "2001:db8:1:2:3:4:5:6", kNow), 0);
  EXPECT_EQ(lockout.pause_ms("another", "2001:db8:1:3::1", kNow), 0);
  EXPECT_EQ(client_part("::ffff:192.0.2.1"), "::ffff:192.0.2.1");
}

TEST(Lockout, ForgetsAfterAnHour) {
  Lockout lockout;
  fail(lockout, "li.si", "192.0.2.1", 100);
  EXPECT_EQ(lockout.pause_ms("li.si", "192.0.2.1", kNow + 3'600'000), 0);
  fail(lockout, "li.si", "192.0.2.1", 1, kNow + 3'600'000);
  EXPECT_EQ(lockout.pause_ms("li.si", "192.0.2.1", kNow + 3'600'000), 0);
}

TEST(Lockout, ForgivesTheAccountButNotTheGuessesOfItsAddress) {
  Lockout lockout;
  fail(lockout, "li.si", "192.0.2.1", 30);
  lockout.forgive("li.si", "192.0.2.1");
  EXPECT_EQ(lockout.pause_ms("li.si", "192.0.2.9", kNow), 0);
  EXPECT_GT(lockout.pause_ms("li.si", "192.0.2.1", kNow), 0);
}

TEST(Lockout, IsNotMadeEndlessByAClockSetBack) {
  Lockout lockout;
  fail(lockout, "li.si", "192.0.2.1", 6);
  EXPECT_LE(lockout.pause_ms("li.si", "192.0.2.1", kNow - 86'400'000), 2000);
}

TEST(Lockout, KeepsARealAccountThroughAFloodOfNames) {
  Lockout lockout;
  fail(lockout, "li.si", "192.0.2.1", 8);
  for (int i = 0; i < 100'000; ++i) fail(lockout, "x" + std::to_string(i), "10.0.0.1", 1);
  EXPECT_GE(lockout.pause_ms("li.si", "192.0.2.99", kNow), 8000);
}

}  // namespace whistle::gateway::people::lockout_test
