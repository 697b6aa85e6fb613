#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/triage/small_city.h"

namespace whistle::triage::exclusions_test {

using policy::ExclusionScope;
using ::testing::ElementsAre;

policy::RuleBook with_exclusion(const std::string& pattern, const std::string& category,
                                const std::string& word, ExclusionScope scope) {
  policy::RuleBook book = small_city();
  const bool is_regex = pattern.front() == '/';
  const policy::Pattern read{is_regex ? pattern.substr(1, pattern.size() - 2) : pattern, is_regex};
  book.exclusions = {{read, category, word, scope}};
  for (policy::Category& category_of : book.categories) {
    if (category_of.code.value.starts_with("pipe")) category_of.major = "水类";
  }
  return book;
}

CategoryFinding category_in(const std::string& text, policy::RuleBook book) {
  return Desk(std::move(book)).examine(saying(text)).category;
}

TEST(Exclusions, OfWordsReachOnlyHitsThatOverlapThem) {
  const auto book = with_exclusion("电梯公司", "", "电梯", ExclusionScope::Words);
  EXPECT_EQ(category_in("电梯公司在哪", book).certainty, Certainty::None);
  EXPECT_EQ(category_in("电梯公司不修电梯", book).score, 4);
}

TEST(Exclusions, OfASentenceReachHitsBeforeAndAfterButNotTheNextSentence) {
  const auto book = with_exclusion("演习", "pipe-burst", "", ExclusionScope::Sentence);
  EXPECT_EQ(category_in("水管爆管，只是演习", book).certainty, Certainty::None);
  EXPECT_EQ(category_in("演习说水管爆管了", book).certainty, Certainty::None);
  EXPECT_EQ(category_in("昨天有演习。今天真的爆管了", book).score, 10);
  EXPECT_EQ(category_in("真的爆管了！不是演习", book).score, 10);
}

TEST(Exclusions, OfTheTextReachEverywhereAlsoTheSubject) {
  const auto book = with_exclusion("演习", "pipe-burst", "", ExclusionScope::Text);
  EXPECT_EQ(category_in("水管爆管。没事。刚才是演习。", book).certainty, Certainty::None);
  Desk desk(book);
  EXPECT_EQ(desk.examine(saying("都是演习。", "爆管")).category.certainty, Certainty::None);
}

TEST(Exclusions, TakeOnlyTheWordTheyName) {
  const auto book = with_exclusion("演习", "pipe-burst", "水管", ExclusionScope::Text);
  EXPECT_EQ(category_in("演习：水管爆管", book).score, 10);
}

TEST(Exclusions, TakeWordsOfAnyCategoryWhenTheyNameNone) {
  auto book = with_exclusion("演习", "", "漏水", ExclusionScope::Text);
  book.lexicon.push_back({{"漏水", false}, {"lift"}, 7});
  EXPECT_EQ(category_in("演习：漏水", book).certainty, Certainty::None);
}

TEST(Exclusions, TakeAllCategoriesOfALargeClass) {
  const auto book = with_exclusion("演习", "水类", "", ExclusionScope::Text);
  const CategoryFinding finding = category_in("演习：爆管，漏水，电梯", book);
  EXPECT_EQ(finding.category, CategoryCode{"lift"});
  EXPECT_EQ(finding.second, CategoryCode{});
}

TEST(Exclusions, LetExcludedWordsCoverNothing) {
  const auto book = with_exclusion("演习", "ceiling-leak", "", ExclusionScope::Text);
  const CategoryFinding finding = category_in("演习：楼上漏水", book);
  EXPECT_EQ(finding.category, CategoryCode{"pipe-leak"});
  EXPECT_EQ(finding.score, 6);
}

TEST(Exclusions, AreQuotedWhenTheyTookSomethingAway) {
  const auto book = with_exclusion("/演习.?中/", "pipe-burst", "", ExclusionScope::Text);
  EXPECT_THAT(category_in("演习中爆管，电梯", book).evidence,
              ElementsAre(Evidence{"演习中", 1, {"exclusions:/演习.?中/"}},
                          Evidence{"电梯", 19, {"lexicon:电梯"}}));
  EXPECT_THAT(category_in("演习中电梯", book).evidence,
              ElementsAre(Evidence{"电梯", 10, {"lexicon:电梯"}}));
}

TEST(Exclusions, KeepAnotherOccurrenceOfTheSameWord) {
  const auto book = with_exclusion("演习", "pipe-burst", "", ExclusionScope::Sentence);
  const CategoryFinding finding = category_in("爆管演习。爆管", book);
  EXPECT_EQ(finding.score, 10);
  EXPECT_THAT(finding.evidence, ElementsAre(Evidence{"演习", 7, {"exclusions:演习"}},
                                            Evidence{"爆管", 16, {"lexicon:爆管"}}));
}

}  // namespace whistle::triage::exclusions_test
