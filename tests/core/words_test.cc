#include "engine/core/words.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace whistle::words_test {

template <class Enum>
class Words : public testing::Test {};

using Enums = testing::Types<Severity, Card, Tier, MatterClass, RequestType, Channel, Stage, Solved,
                             Satisfaction>;
TYPED_TEST_SUITE(Words, Enums);

TYPED_TEST(Words, AreReadBackAsWritten) {
  for (const auto& [value, word] : kSpellings<TypeParam>) {
    EXPECT_EQ(to_word(value), word);
    EXPECT_EQ(from_word<TypeParam>(word), value);
    EXPECT_EQ(from_number<TypeParam>(static_cast<std::int64_t>(value)), value);
  }
}

TYPED_TEST(Words, AreSpeltOnceEach) {
  std::set<TypeParam> values;
  std::set<std::string_view> words;
  for (const auto& [value, word] : kSpellings<TypeParam>) {
    EXPECT_TRUE(values.insert(value).second) << word;
    EXPECT_TRUE(words.insert(word).second) << word;
  }
}

TYPED_TEST(Words, AreNothingForWhatIsNoValue) {
  EXPECT_EQ(to_word(static_cast<TypeParam>(255)), "?");
  for (const char* word : {"", "?", "BLUE", " blue", "blue ", "蓝"}) {
    EXPECT_EQ(from_word<TypeParam>(word), std::nullopt) << word;
  }
  // The last one would be a value if it were cut to eight bits.
  for (const std::int64_t number : {-1, 255, 256 + 1, 256 + 2}) {
    EXPECT_EQ(from_number<TypeParam>(number), std::nullopt) << number;
  }
}

TEST(WordOrder, KeepTheNumbersThatAreOnDisk) {
  EXPECT_EQ(from_number<Severity>(1), Severity::Blue);
  EXPECT_EQ(from_number<Severity>(2), Severity::Yellow);
  EXPECT_EQ(from_number<Severity>(3), std::nullopt) << "kept free for orange";
  EXPECT_EQ(from_number<Severity>(4), Severity::Red);
  EXPECT_EQ(from_number<Tier>(1), Tier::Building);
  EXPECT_EQ(from_number<Tier>(6), Tier::District);
  EXPECT_EQ(kSpellings<Stage>.size(), kStageCount);
}

TEST(WordOrder, RankTiersAndColoursFromLowToHigh) {
  EXPECT_LT(Tier::Building, Tier::Compound);
  EXPECT_LT(Tier::Compound, Tier::Community);
  EXPECT_LT(Tier::Community, Tier::Street);
  EXPECT_LT(Tier::Street, Tier::Department);
  EXPECT_LT(Tier::Department, Tier::District);
  EXPECT_LT(Severity::Blue, Severity::Yellow);
  EXPECT_LT(Severity::Yellow, Severity::Red);
}

}  // namespace whistle::words_test
