#include "engine/core/outcome.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace whistle::outcome_test {

Outcome<int, std::string> half_of(int number) {
  if (number % 2 != 0) return Failure{"odd"};
  return number / 2;
}

TEST(Outcome, HoldsAValueOrTheReasonWhyThereIsNone) {
  const auto value = half_of(4);
  const auto failure = half_of(3);

  ASSERT_TRUE(value);
  EXPECT_TRUE(value.has_value());
  EXPECT_EQ(*value, 2);
  ASSERT_FALSE(failure);
  EXPECT_FALSE(failure.has_value());
  EXPECT_EQ(failure.error(), "odd");
}

TEST(Outcome, TellsValueAndReasonApartWhenTheirTypesAreTheSame) {
  const Outcome<std::string, std::string> value{std::string("word")};
  const Outcome<std::string, std::string> failure{Failure{std::string("word")}};

  EXPECT_TRUE(value);
  EXPECT_FALSE(failure);
}

TEST(Outcome, GivesItsValueAway) {
  Outcome<std::unique_ptr<int>, std::string> outcome{std::make_unique<int>(7)};

  const std::unique_ptr<int> value = *std::move(outcome);

  EXPECT_EQ(*value, 7);
}

TEST(Outcome, LetsItsValueBeChanged) {
  Outcome<std::string, int> outcome{std::string("a")};

  outcome->push_back('b');

  EXPECT_EQ(outcome.value(), "ab");
}

TEST(OutcomeDeathTest, StopsWhoTakesWhatIsNotThere) {
  const auto value = half_of(4);
  const auto failure = half_of(3);

  EXPECT_DEATH(static_cast<void>(*failure), "check failed: has_value");
  EXPECT_DEATH(static_cast<void>(value.error()), "check failed: !has_value");
}

}  // namespace whistle::outcome_test
