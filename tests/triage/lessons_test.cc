#include "engine/triage/lessons.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/triage/small_lessons.h"

namespace whistle::triage::lessons_test {

constexpr const char* kLong =
    "楼下烧烤店每天夜里十一点以后还在街边摆桌子，吵得孩子睡不着，油烟也往上飘，请管一管。";

TEST(Groups, AreThoseTheLessonsName) {
  const auto groups =
      group_lessons({{"", "甲", "a", "1"}, {"", "乙", "a", "2"}, {"", "丙", "b", "1"}});
  EXPECT_EQ(groups[0], groups[2]);
  EXPECT_NE(groups[0], groups[1]);
}

TEST(Groups, AreOfNearTextsWhereNoneIsNamed) {
  const std::string near = std::string(kLong) + "谢";
  const auto groups = group_lessons({{"", kLong, "a", ""},
                                     {"", near, "a", ""},
                                     {"", "小区东门的路灯坏了三盏，晚上看不见路。", "b", ""}});
  EXPECT_EQ(groups[0], groups[1]);
  EXPECT_NE(groups[0], groups[2]);
}

TEST(Groups, TrustANameMoreThanTheText) {
  const auto groups = group_lessons({{"", kLong, "a", "1"}, {"", kLong, "a", "2"}});
  EXPECT_NE(groups[0], groups[1]);
}

TEST(Groups, DoNotJoinTextsWithoutLetters) {
  const auto groups = group_lessons({{"", "？", "a", ""}, {"", "！", "b", ""}});
  EXPECT_NE(groups[0], groups[1]);
}

TEST(Dealing, NeverSplitsAGroup) {
  const auto lessons = small_lessons();
  const auto groups = group_lessons(lessons);
  const auto parts = deal(groups, 4, 1);
  std::map<std::uint32_t, std::set<std::uint32_t>> parts_of;
  for (std::size_t i = 0; i < groups.size(); ++i) parts_of[groups[i]].insert(parts[i]);
  for (const auto& [group, its_parts] : parts_of) EXPECT_EQ(its_parts.size(), 1U) << group;
  EXPECT_EQ(std::set<std::uint32_t>(parts.begin(), parts.end()).size(), 4U);
}

TEST(Dealing, DependsOnTheSeedAndNothingElse) {
  const auto groups = group_lessons(small_lessons());
  EXPECT_EQ(deal(groups, 5, 7), deal(groups, 5, 7));
  EXPECT_NE(deal(groups, 5, 7), deal(groups, 5, 8));
}

}  // namespace whistle::triage::lessons_test
