#include "engine/triage/patterns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace whistle::triage::patterns_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

SoughtPattern literal(std::string text, std::uint32_t row = 0, Table table = Table::Lexicon) {
  return {table, row, {text, false}, "lexicon:" + text};
}
SoughtPattern expression(std::string text, std::uint32_t row = 0) {
  return {Table::Lexicon, row, {text, true}, "lexicon:/" + text + "/"};
}

std::vector<Match> find(const std::vector<SoughtPattern>& patterns, std::string_view folded,
                        Table table = Table::Lexicon) {
  PatternSet set = PatternSet::make(patterns).value();
  Matches matches;
  set.find(folded, matches);
  return matches.of(table);
}

std::string problem(const SoughtPattern& pattern) {
  const auto set = PatternSet::make({literal("ok"), pattern});
  return set ? "compiles" : set.error();
}

TEST(PatternSet, FindsAllOccurrencesOfALiteral) {
  EXPECT_THAT(find({literal("漏水")}, "漏水又漏水"), ElementsAre(Match{0, 0, 6}, Match{0, 9, 15}));
}

TEST(PatternSet, TakesALiteralLiterally) {
  EXPECT_THAT(find({literal("a.b*(c)")}, "a.b*(c) axbbc"), ElementsAre(Match{0, 0, 7}));
}

TEST(PatternSet, FoldsItsLiterals) {
  EXPECT_THAT(find({literal("ＫＴＶ")}, "ktv"), ElementsAre(Match{0, 0, 3}));
}

TEST(PatternSet, FindsLatinWordsAtTheirStart) {
  EXPECT_THAT(find({literal("leak")}, "leaking"), ElementsAre(Match{0, 0, 4}));
  EXPECT_THAT(find({literal("rat")}, "separate"), IsEmpty());
  EXPECT_THAT(find({literal("wifi")}, "无wifi了"), ElementsAre(Match{0, 3, 7}));
}

TEST(PatternSet, FindsNamesOfAreasAsWholeWords) {
  const auto south_end = literal("south end", 0, Table::AreaName);
  EXPECT_THAT(find({south_end}, "in south end.", Table::AreaName), ElementsAre(Match{0, 3, 12}));
  EXPECT_THAT(find({south_end}, "south ending", Table::AreaName), IsEmpty());
}

TEST(PatternSet, FindsWholeNumbers) {
  EXPECT_THAT(find({literal("3号楼")}, "3号楼"), ElementsAre(Match{0, 0, 7}));
  EXPECT_THAT(find({literal("3号楼")}, "13号楼"), IsEmpty());
  EXPECT_THAT(find({literal("12")}, "123"), IsEmpty());
}

TEST(PatternSet, FindsWhereAnExpressionStartsAndEnds) {
  EXPECT_THAT(find({expression("[0-9]+户")}, "有120户停电"), ElementsAre(Match{0, 3, 9}));
  EXPECT_THAT(find({expression("电梯.{0,4}坏")}, "电梯又坏了"), ElementsAre(Match{0, 0, 12}));
}

TEST(PatternSet, KeepsTheShortestOfMatchesWithOneStart) {
  EXPECT_THAT(find({expression("漏水了*")}, "漏水了了"), ElementsAre(Match{0, 0, 6}));
}

TEST(PatternSet, IgnoresCaseInExpressions) {
  EXPECT_THAT(find({expression("\\bWiFi\\b")}, "家里wifi坏"), ElementsAre(Match{0, 6, 10}));
}

TEST(PatternSet, FoldsExpressionsWithoutMakingSyntax) {
  // Full-width brackets and stars in an expression mean themselves.
  EXPECT_THAT(find({expression("（停＊）")}, "(停*)"), ElementsAre(Match{0, 0, 6}));
  EXPECT_THAT(find({expression("[！。]急")}, "!急"), ElementsAre(Match{0, 0, 4}));
}

TEST(PatternSet, ReportsOneMatchForEachRowWithTheSameWords) {
  EXPECT_THAT(find({literal("漏水", 0), literal("漏水", 1)}, "漏水"),
              ElementsAre(Match{0, 0, 6}, Match{1, 0, 6}));
}

TEST(PatternSet, FindsNothingInAnEmptyTextOrWithoutPatterns) {
  EXPECT_THAT(find({literal("漏水")}, ""), IsEmpty());
  EXPECT_THAT(find({}, "漏水"), IsEmpty());
}

// An expression that the automaton takes only without following its start.
const char* const kLarge = "(停水|停电).{0,40}(投诉|举报).{0,40}(赔偿|道歉)";

TEST(PatternSet, QuotesTheLineForAnExpressionTooLargeForItsStart) {
  const std::string text = "第一行\n又停水要投诉要赔偿吗";
  EXPECT_THAT(find({expression(kLarge)}, text), ElementsAre(Match{0, 10, 37}));
}

TEST(PatternSet, QuotesTwentyCharactersForAnExpressionTooLargeForItsStart) {
  const std::string text = "停水的第一二三四五六七八九十天要投诉要赔偿";
  EXPECT_THAT(find({expression(kLarge)}, text), ElementsAre(Match{0, 3, 63}));
}

TEST(PatternSet, NamesTheRowThatDoesNotCompile) {
  EXPECT_THAT(problem(expression("(漏水")), StartsWith("lexicon:/(漏水/: "));
  EXPECT_THAT(problem(expression("a*")), HasSubstr("empty"));
  EXPECT_EQ(problem(literal("")), "lexicon:: is empty");
  EXPECT_EQ(problem(literal("\u200B")), "lexicon:\u200B: is empty");
  EXPECT_THAT(problem(literal("\xFF")), HasSubstr("is not UTF-8"));
  EXPECT_THAT(problem(literal(std::string("a\0b", 3))), HasSubstr("contains NUL"));
}

}  // namespace whistle::triage::patterns_test
