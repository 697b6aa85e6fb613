#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/triage/small_city.h"

namespace whistle::triage::confusions_test {

using ::testing::Contains;

policy::ConfusionEntry speaks(const char* first, const char* second, const char* pattern,
                              bool for_second, std::int32_t weight) {
  return {first, second, {pattern, false}, for_second, weight};
}

// A lift (4 points) and a fire lane (8 points) are easily taken for each other here.
policy::RuleBook with_pair(std::vector<policy::ConfusionEntry> entries) {
  policy::RuleBook book = small_city();
  book.settings.certain_score = 4;
  book.categories[3].major = "升降类";
  book.categories[4].major = "消防类";
  book.confusions = std::move(entries);
  return book;
}

CategoryFinding category_in(const std::string& text, policy::RuleBook book) {
  return Desk(std::move(book)).examine(saying(text)).category;
}

TEST(Confusions, TurnTheTablesWhenTheyOutweighTheLead) {
  const CategoryFinding finding = category_in(
      "电梯前消防通道，维保来了", with_pair({speaks("fire-lane", "lift", "维保", true, 7)}));
  EXPECT_EQ(finding.category, CategoryCode{"lift"});
  EXPECT_EQ(finding.certainty, Certainty::Certain);
  EXPECT_EQ(finding.score, 11);
  EXPECT_EQ(finding.second, CategoryCode{"fire-lane"});
  EXPECT_EQ(finding.second_score, 8);
  EXPECT_EQ(finding.rule, RuleName{"confusions:fire-lane|lift:维保"});
  EXPECT_THAT(finding.evidence, Contains(Evidence{"维保", 25, {"confusions:fire-lane|lift:维保"}}));
  EXPECT_THAT(finding.evidence, Contains(Evidence{"电梯", 1, {"lexicon:电梯"}}));
}

TEST(Confusions, AloneDoNotTurnTheTablesWhenEqual) {
  const CategoryFinding finding = category_in(
      "电梯前消防通道，维保来了", with_pair({speaks("fire-lane", "lift", "维保", true, 4)}));
  EXPECT_EQ(finding.category, CategoryCode{"fire-lane"});
  EXPECT_EQ(finding.certainty, Certainty::Unsure);
  EXPECT_EQ(finding.second_score, 8);
}

TEST(Confusions, MakeTheBestCertainWhenItsLeadWasShort) {
  auto book = with_pair({speaks("lift", "fire-lane", "堵", true, 1)});
  book.settings.certain_lead = 5;
  EXPECT_EQ(category_in("消防通道和电梯", book).certainty, Certainty::Unsure);
  const CategoryFinding finding = category_in("消防通道和电梯被堵", book);
  EXPECT_EQ(finding.category, CategoryCode{"fire-lane"});
  EXPECT_EQ(finding.certainty, Certainty::Certain);
  EXPECT_EQ(finding.rule, RuleName{"confusions:lift|fire-lane:堵"});
}

TEST(Confusions, LeaveTheRuleToTheLexiconWhenTheyOnlyConfirmIt) {
  const CategoryFinding finding =
      category_in("消防通道和电梯被堵", with_pair({speaks("lift", "fire-lane", "堵", true, 1)}));
  EXPECT_EQ(finding.score, 9);
  EXPECT_EQ(finding.rule, RuleName{"lexicon:消防通道"});
  EXPECT_THAT(finding.evidence, Contains(Evidence{"堵", 25, {"confusions:lift|fire-lane:堵"}}));
}

TEST(Confusions, AddUpTheirPatternsEachOnce) {
  const auto book = with_pair({speaks("lift", "fire-lane", "维保", false, 8),
                               speaks("lift", "fire-lane", "堵", true, 3),
                               speaks("lift", "fire-lane", "占", true, 3)});
  EXPECT_EQ(category_in("电梯消防通道：维保堵堵", book).category, CategoryCode{"lift"});
  EXPECT_EQ(category_in("电梯消防通道：维保占堵", book).category, CategoryCode{"fire-lane"});
}

TEST(Confusions, MayBeOfLargeClasses) {
  const auto book = with_pair({speaks("消防类", "升降类", "维保", true, 5)});
  EXPECT_EQ(category_in("电梯消防通道：维保", book).category, CategoryCode{"lift"});
}

TEST(Confusions, SayNothingAboutOthers) {
  const auto book = with_pair({speaks("lift", "pipe-leak", "维保", false, 50)});
  EXPECT_EQ(category_in("电梯消防通道：维保", book).category, CategoryCode{"fire-lane"});
  EXPECT_EQ(category_in("消防通道：维保", book).category, CategoryCode{"fire-lane"});
}

TEST(Subject, WeighsSoManyTimes) {
  policy::RuleBook book = small_city();
  book.settings.subject_factor = 2;
  Desk desk(book);
  EXPECT_EQ(desk.examine(saying("电梯和爆管", "电梯")).category.score, 10);
  EXPECT_EQ(desk.examine(saying("电梯和爆管", "电梯")).category.second_score, 8);
  EXPECT_EQ(desk.examine(saying("爆管", "第一行\n第二行爆管")).category.score, 20);
  EXPECT_EQ(desk.examine(saying("第一行\n第二行爆管", "你好")).category.score, 10);
}

TEST(Words, AreFoundInTraditionalCharactersAndWithStrayBlanks) {
  EXPECT_EQ(category_in("電梯壞了，電梯停運", small_city()).score, 9);
  EXPECT_EQ(category_in("漏 水", small_city()).score, 6);
  EXPECT_EQ(category_in("漏　水", small_city()).score, 6);
  EXPECT_EQ(category_in("消 防\u00A0通　　道", small_city()).score, 8);
  EXPECT_EQ(category_in("Lift 门口 ＫＴＶ 漏 水 please", small_city()).score, 6);
  EXPECT_THAT(category_in("我家漏 水了", small_city()).evidence,
              Contains(Evidence{"漏 水", 7, {"lexicon:漏水"}}));
}

TEST(Words, OfTheBookMayBeWrittenInTraditionalCharactersToo) {
  policy::RuleBook book = small_city();
  book.lexicon = {{{"電梯", false}, {"lift"}, 7}, {{"爆.?管", true}, {"pipe-burst"}, 3}};
  EXPECT_EQ(category_in("电梯", book).score, 7);
}

}  // namespace whistle::triage::confusions_test
