#include "engine/service/unread.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

// Complaints between the socket and triage.
namespace whistle::service::unread_test {

using namespace std::chrono_literals;

constexpr Timestamp kNoon{Milliseconds{1'767'240'000'000}};

Request from(const std::string& peer) {
  Request request;
  request.peer = peer;
  return request;
}

TEST(Unread, GivesOutWhatCameFirst) {
  Unread unread;
  EXPECT_TRUE(unread.empty());
  unread.put(from("a"), kNoon);
  unread.put(from("b"), kNoon);
  EXPECT_EQ(unread.size(), 2U);
  EXPECT_EQ(unread.take().peer, "a");
  EXPECT_EQ(unread.take().peer, "b");
  EXPECT_TRUE(unread.empty());
}

TEST(Unread, KnowsHowLongTheFirstOneHasWaited) {
  Unread unread;
  EXPECT_EQ(unread.oldest(kNoon), 0ms);
  unread.put(from("a"), kNoon);
  unread.put(from("b"), kNoon + 30ms);
  EXPECT_EQ(unread.oldest(kNoon + 50ms), 50ms);
  static_cast<void>(unread.take());
  EXPECT_EQ(unread.oldest(kNoon + 50ms), 20ms);
}

TEST(Unread, IsNotFooledByAClockThatWasSetBack) {
  Unread unread;
  unread.put(from("a"), kNoon);
  EXPECT_EQ(unread.oldest(kNoon - 1h), 0ms);
}

}  // namespace whistle::service::unread_test
