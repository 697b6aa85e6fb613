#include "engine/triage/likeness.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/triage/normalise.h"

namespace whistle::triage::likeness_test {

std::uint64_t likeness(const std::string& text) { return likeness_of(fold(text)); }

int distance(const std::string& left, const std::string& right) {
  return likeness_distance(likeness(left), likeness(right));
}

const std::string kBurst =
    "武安小区3号楼门口供水管道爆裂，水已经流到马路上，请尽快派人来抢修，谢谢";

TEST(Likeness, IsZeroWithoutLetters) {
  EXPECT_EQ(likeness(""), 0U);
  EXPECT_EQ(likeness("，。！？ \n"), 0U);
}

TEST(Likeness, DistinguishesSingleCharacters) {
  EXPECT_NE(likeness("水"), 0U);
  EXPECT_NE(likeness("水"), likeness("电"));
}

TEST(Likeness, IsTheSameForeverOnEveryMachine) {
  // These values are in journals. A change of them is a change of the format.
  EXPECT_EQ(likeness("水"), 0x5ECCDE25C51F158BU);
  EXPECT_EQ(likeness("漏水"), 0x901E959131C7CCB3U);
  EXPECT_EQ(likeness(kBurst), 0xA342113F93A884CEU);
}

TEST(Likeness, IgnoresWidthCaseSpaceAndPunctuation) {
  EXPECT_EQ(likeness("ＫＴＶ 太吵！"), likeness("ktv太吵"));
}

TEST(Likeness, IsNearForTextsThatDifferInAWord) {
  EXPECT_LE(distance(kBurst, kBurst + "！急"), 8);
  EXPECT_LE(
      distance(kBurst, "武安小区5号楼门口供水管道破裂，水已经流到马路上，请尽快派人来抢修，谢谢"),
      12);
  // Three changes in a short text are already a quarter of its pairs.
  EXPECT_LE(distance(kBurst, "武安小区3号楼门口供水管爆裂，水都流到马路上了，请尽快派人抢修，谢谢"),
            18);
}

TEST(Likeness, IsFarForUnrelatedTexts) {
  EXPECT_GE(distance(kBurst, "广场舞噪音太大，每天晚上十点还在放音乐，孩子没法睡觉"), 24);
  EXPECT_GE(distance(kBurst, "请问老年卡年审需要带什么材料，周末上班吗"), 24);
}

TEST(Likeness, CountsPastTheWidthOfACounter) {
  // 255 hashes fill the packed counters; one more must not spill into the neighbour.
  std::string pairs;
  for (int i = 0; i < 300; ++i) pairs += "水";
  EXPECT_EQ(likeness(pairs), likeness("水水"));
}

TEST(LikenessDistance, CountsDifferingBits) {
  EXPECT_EQ(likeness_distance(0, 0), 0);
  EXPECT_EQ(likeness_distance(0, ~std::uint64_t{0}), 64);
  EXPECT_EQ(likeness_distance(0b1010, 0b0110), 2);
}

}  // namespace whistle::triage::likeness_test
