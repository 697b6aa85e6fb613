#include "engine/core/shared.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace whistle::shared_test {

TEST(Shared, StandsForTheValueItWasMadeOf) {
  const Shared<std::string> shared = std::string("burst pipe");
  EXPECT_EQ(*shared, "burst pipe");
  EXPECT_EQ(shared->size(), 10U);
}

TEST(Shared, IsAsANewValueUntilItIsGivenOne) {
  const Shared<std::string> shared;
  EXPECT_TRUE(shared->empty());
  EXPECT_EQ(shared, Shared<std::string>(std::string()));
}

TEST(Shared, CopiesAreTheSameObject) {
  const Shared<std::string> first = std::string("burst pipe");
  const std::vector<Shared<std::string>> copies{first, first};
  EXPECT_EQ(&*copies[0], &*first);
  EXPECT_EQ(&*copies[1], &*first);
}

TEST(Shared, IsComparedByItsValue) {
  const Shared<std::string> first = std::string("noise");
  EXPECT_EQ(first, Shared<std::string>(std::string("noise")));
  EXPECT_FALSE(first == Shared<std::string>(std::string("litter")));
}

TEST(Shared, WhoEditsHasItsOwnAndOthersKeepTheirs) {
  const Shared<std::string> first = std::string("noise");
  Shared<std::string> second = first;
  second.edit() += " at night";
  EXPECT_EQ(*first, "noise");
  EXPECT_EQ(*second, "noise at night");
}

TEST(Shared, EditsOneThatWasNeverGivenAValue) {
  Shared<std::string> shared;
  shared.edit() = "noise";
  EXPECT_EQ(*shared, "noise");
  EXPECT_TRUE(Shared<std::string>()->empty());
}

}  // namespace whistle::shared_test
