#include "engine/service/unsent.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace whistle::service::unsent_test {

TEST(Unsent, TakesSoManyBytesForAConnection) {
  Unsent unsent(100);
  const auto first = unsent.add("li", 60);
  EXPECT_NE(first, nullptr);
  EXPECT_EQ(unsent.add("li", 41), nullptr);
  const auto second = unsent.add("li", 40);
  EXPECT_NE(second, nullptr);
}

TEST(Unsent, CountsEachConnectionByItself) {
  Unsent unsent(100);
  const auto first = unsent.add("li", 100);
  EXPECT_EQ(unsent.add("li", 1), nullptr);
  EXPECT_NE(unsent.add("wang", 100), nullptr);
}

TEST(Unsent, HasRoomAgainWhenAMessageHasLeft) {
  Unsent unsent(100);
  auto waits = unsent.add("li", 100);
  waits.reset();
  EXPECT_NE(unsent.add("li", 100), nullptr);
}

TEST(Unsent, TakesOneMessageHoweverLarge) {
  Unsent unsent(100);
  const auto large = unsent.add("li", 1000);
  EXPECT_NE(large, nullptr);
  EXPECT_EQ(unsent.add("li", 1), nullptr);
}

TEST(Unsent, ForgetsConnectionsForWhichNothingWaits) {
  Unsent unsent(100);
  const auto waits = unsent.add("li", 100);
  for (int number = 0; number < 10'000; ++number) unsent.add(std::to_string(number), 1);
  EXPECT_LT(unsent.connections(), 1'000U);
  EXPECT_EQ(unsent.add("li", 1), nullptr);
}

TEST(Unsent, MayEndBeforeItsMessages) {
  auto unsent = std::make_unique<Unsent>(100);
  auto waits = unsent->add("li", 100);
  unsent.reset();
  waits.reset();
}

}  // namespace whistle::service::unsent_test
