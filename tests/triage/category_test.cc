#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/triage/small_city.h"

namespace whistle::triage::category_test {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CategoryFinding category_in(const std::string& text, policy::RuleBook book = small_city()) {
  return Desk(std::move(book)).examine(saying(text)).category;
}

TEST(Category, IsCertainWhenOneScoresAndLeads) {
  const CategoryFinding finding = category_in("小区门口水管爆管了");
  EXPECT_EQ(finding.category, CategoryCode{"pipe-burst"});
  EXPECT_EQ(finding.certainty, Certainty::Certain);
  EXPECT_EQ(finding.score, 12);
  EXPECT_EQ(finding.second, CategoryCode{});
  EXPECT_EQ(finding.second_score, 0);
  EXPECT_EQ(finding.rule, RuleName{"lexicon:爆管"});
  // One byte for the line after the empty subject, three for each character.
  EXPECT_THAT(finding.evidence, ElementsAre(Evidence{"水管", 13, {"lexicon:水管"}},
                                            Evidence{"爆管", 19, {"lexicon:爆管"}}));
}

TEST(Category, IsNoneWithoutAnyPattern) { EXPECT_EQ(category_in("天气很好"), CategoryFinding{}); }

TEST(Category, IsUnsureJustBelowTheScoreAndCertainAtIt) {
  policy::RuleBook book = small_city();
  book.settings.certain_score = 5;
  EXPECT_EQ(category_in("电梯", book).certainty, Certainty::Unsure);
  book.settings.certain_score = 4;
  EXPECT_EQ(category_in("电梯", book).certainty, Certainty::Certain);
}

TEST(Category, IsUnsureJustBelowTheLeadAndCertainAtIt) {
  policy::RuleBook book = small_city();
  book.settings.certain_lead = 3;
  const CategoryFinding unsure = category_in("漏水，还有消防通道", book);
  EXPECT_EQ(unsure.certainty, Certainty::Unsure);
  EXPECT_EQ(unsure.category, CategoryCode{"fire-lane"});
  EXPECT_EQ(unsure.score, 8);
  EXPECT_EQ(unsure.second, CategoryCode{"pipe-leak"});
  EXPECT_EQ(unsure.second_score, 6);
  book.settings.certain_lead = 2;
  EXPECT_EQ(category_in("漏水，还有消防通道", book).certainty, Certainty::Certain);
}

TEST(Category, TakesTheFirstInTheBookOfEqualOnes) {
  const CategoryFinding finding = category_in("消防通道，几点上班");
  EXPECT_EQ(finding.category, CategoryCode{"fire-lane"});
  EXPECT_EQ(finding.second, CategoryCode{"opening-hours"});
  EXPECT_EQ(finding.certainty, Certainty::Unsure);
}

TEST(Category, CountsAPatternOnce) { EXPECT_EQ(category_in("漏水漏水漏水").score, 6); }

TEST(Category, SumsLiteralsAndExpressions) {
  const CategoryFinding finding = category_in("电梯又坏了");
  EXPECT_EQ(finding.score, 9);
  EXPECT_EQ(finding.rule, RuleName{"lexicon:/电梯.{0,6}(坏|停运)/"});
  EXPECT_THAT(finding.evidence,
              ElementsAre(Evidence{"电梯又坏", 1, {"lexicon:/电梯.{0,6}(坏|停运)/"}},
                          Evidence{"电梯", 1, {"lexicon:电梯"}}));
}

TEST(Category, IgnoresWordsInsideLongerWordsOfAnotherCategory) {
  const CategoryFinding finding = category_in("楼上漏水了");
  EXPECT_EQ(finding.category, CategoryCode{"ceiling-leak"});
  EXPECT_EQ(finding.certainty, Certainty::Certain);
  EXPECT_EQ(finding.score, 8);
  EXPECT_EQ(finding.second, CategoryCode{});
}

TEST(Category, CountsWordsThatAlsoStandAlone) {
  const CategoryFinding finding = category_in("楼上漏水，厨房也漏水");
  EXPECT_EQ(finding.second, CategoryCode{"pipe-leak"});
  EXPECT_EQ(finding.second_score, 6);
  EXPECT_EQ(finding.certainty, Certainty::Unsure);
}

TEST(Category, CountsWordsInsideLongerWordsOfTheSameCategory) {
  policy::RuleBook book = small_city();
  book.lexicon = {{{"漏水", false}, {"pipe-leak"}, 6}, {{"管道漏水", false}, {"pipe-leak"}, 2}};
  EXPECT_EQ(category_in("管道漏水", book).score, 8);
}

TEST(Category, LetsCoveredWordsCoverNothing) {
  policy::RuleBook book = small_city();
  book.lexicon = {{{"漏水", false}, {"pipe-leak"}, 6},
                  {{"楼上漏水", false}, {"ceiling-leak"}, 8},
                  {{"楼上漏水管", false}, {"pipe-leak"}, 3}};
  const CategoryFinding finding = category_in("楼上漏水管", book);
  EXPECT_EQ(finding.category, CategoryCode{"pipe-leak"});
  EXPECT_EQ(finding.score, 9);
  EXPECT_EQ(finding.second, CategoryCode{});
}

TEST(Category, CountsTheSameWordsInTwoCategoriesForBoth) {
  policy::RuleBook book = small_city();
  book.lexicon = {{{"漏水", false}, {"pipe-leak"}, 6}, {{"漏水", false}, {"ceiling-leak"}, 8}};
  const CategoryFinding finding = category_in("漏水", book);
  EXPECT_EQ(finding.score, 8);
  EXPECT_EQ(finding.second_score, 6);
}

TEST(Category, LetsNegativeWeightsSpeakAgainst) {
  policy::RuleBook book = small_city();
  book.lexicon = {{{"漏水", false}, {"pipe-leak"}, 6}, {{"漏水票", false}, {"pipe-leak"}, -6}};
  EXPECT_EQ(category_in("漏水票", book).certainty, Certainty::None);
}

TEST(Category, QuotesFullWidthWordsAsWritten) {
  const CategoryFinding finding = category_in("楼下ＫＴＶ");
  EXPECT_THAT(finding.evidence, ElementsAre(Evidence{"ＫＴＶ", 7, {"lexicon:ktv"}}));
}

TEST(Category, IsGivenWhenTheBookHasIt) {
  Complaint complaint = saying("爆管");
  complaint.category = {"lift"};
  const CategoryFinding finding = Desk().examine(complaint).category;
  EXPECT_EQ(finding.category, CategoryCode{"lift"});
  EXPECT_EQ(finding.certainty, Certainty::Given);
  EXPECT_EQ(finding.rule, RuleName{"category"});
  EXPECT_THAT(finding.evidence, IsEmpty());
}

TEST(Category, FallsBackToTheTextWhenTheGivenOneIsUnknown) {
  Complaint complaint = saying("爆管");
  complaint.category = {"no-such"};
  const CategoryFinding finding = Desk().examine(complaint).category;
  EXPECT_EQ(finding.category, CategoryCode{"pipe-burst"});
  EXPECT_EQ(finding.certainty, Certainty::Certain);
}

}  // namespace whistle::triage::category_test
