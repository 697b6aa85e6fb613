#include "engine/triage/grams.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace whistle::triage::grams_test {

using testing::ElementsAre;

std::vector<Gram> grams_of(const std::string& text) {
  std::vector<Gram> grams;
  cut_grams(fold(text), grams);
  return grams;
}

// The words of the grams, without the keys of the subject.
std::vector<std::string> words_of(const std::string& text) {
  const std::string folded = fold(text);
  std::vector<std::string> words;
  for (const Gram& gram : grams_of(text)) {
    words.push_back(folded.substr(gram.where.from, gram.where.until - gram.where.from));
  }
  return words;
}

std::vector<std::uint64_t> keys_of(const std::string& text) {
  std::vector<std::uint64_t> keys;
  for (const Gram& gram : grams_of(text)) keys.push_back(gram.key);
  return keys;
}

TEST(Grams, AreOneToThreeNeighbours) {
  EXPECT_THAT(words_of("\n电梯停运"),
              ElementsAre("电", "梯", "电梯", "停", "梯停", "电梯停", "运", "停运", "梯停运"));
}

TEST(Grams, TakeAWordOfLettersAndANumberAsOne) {
  EXPECT_THAT(words_of("\nKTV开到12点"),
              ElementsAre("ktv", "开", "ktv开", "到", "开到", "ktv开到", "12", "到12", "开到12",
                          "点", "12点", "到12点"));
}

TEST(Grams, DoNotReachOverPunctuationAndLines) {
  EXPECT_THAT(words_of("\n水，电。气\n热"), ElementsAre("水", "电", "气", "热"));
}

TEST(Grams, DoNotKnowOfStrayBlanks) {
  EXPECT_THAT(words_of("\n漏  水"), ElementsAre("漏", "水", "漏水"));
}

TEST(Grams, HaveASecondKeyInTheSubject) {
  const auto keys = keys_of("水\n水");
  ASSERT_EQ(keys.size(), 3U);
  EXPECT_EQ(keys[0], keys[2]);
  EXPECT_NE(keys[1], keys[0]);
}

TEST(Grams, AreTheSameForTheSameWordsInOtherForms) {
  EXPECT_EQ(keys_of("\nＫＴＶ噪音１２点"), keys_of("\nktv 噪音 7 点"));
}

TEST(Grams, DifferByOrderAndLength) {
  std::set<std::uint64_t> keys;
  std::size_t count = 0;
  for (const char* text : {"\n甲乙丙", "\n丙乙甲", "\nab", "\na b", "\n7"}) {
    for (const std::uint64_t key : keys_of(text)) keys.insert(key);
  }
  // 甲 乙 丙, 甲乙 乙丙 丙乙 乙甲, 甲乙丙 丙乙甲; ab, a, b, a b; 7.
  count = 3 + 4 + 2 + 4 + 1;
  EXPECT_EQ(keys.size(), count);
}

// The numbers are in every model that was ever trained: they must stay, or kGramsVersion moves on.
TEST(Grams, HaveTheKeysTheyAlwaysHad) {
  const std::uint32_t version = kGramsVersion;
  EXPECT_EQ(version, 1U);
  EXPECT_THAT(keys_of("a\n水1"),
              ElementsAre(7464464096368240820U, 5119440277700234511U, 7266167619766521544U,
                          13247880677577867350U, 332861345071045113U));
}

TEST(Grams, OfNothingAreNone) {
  EXPECT_TRUE(grams_of("").empty());
  EXPECT_TRUE(grams_of("\n").empty());
  EXPECT_TRUE(grams_of("！？ 。\n……").empty());
}

}  // namespace whistle::triage::grams_test
