#include "engine/triage/normalise.h"

#include <gtest/gtest.h>

#include <string>

namespace whistle::triage::normalise_test {

// The words as written behind words of the folded text.
std::string written(const std::string& text, const std::string& folded_words) {
  const FoldedText folded(text);
  const std::size_t at = folded.text().find(folded_words);
  if (at == std::string::npos) return "not found in: " + folded.text();
  const auto from = static_cast<std::uint32_t>(at);
  const Span span = folded.written({from, from + static_cast<std::uint32_t>(folded_words.size())});
  return text.substr(span.from, span.until - span.from);
}

TEST(Utf8, AcceptsTheBoundariesOfEachLength) {
  EXPECT_TRUE(is_valid_utf8(""));
  EXPECT_TRUE(is_valid_utf8(std::string(1, '\0')));
  EXPECT_TRUE(is_valid_utf8("\x7F"));
  EXPECT_TRUE(is_valid_utf8("\xC2\x80"));
  EXPECT_TRUE(is_valid_utf8("\xDF\xBF"));
  EXPECT_TRUE(is_valid_utf8("\xE0\xA0\x80"));
  EXPECT_TRUE(is_valid_utf8("\xED\x9F\xBF"));
  EXPECT_TRUE(is_valid_utf8("\xEE\x80\x80"));
  EXPECT_TRUE(is_valid_utf8("\xEF\xBF\xBF"));
  EXPECT_TRUE(is_valid_utf8("\xF0\x90\x80\x80"));
  EXPECT_TRUE(is_valid_utf8("\xF4\x8F\xBF\xBF"));
}

TEST(Utf8, SaysWhereTheFirstBadSequenceStarts) {
  EXPECT_EQ(first_bad_byte("爆管"), std::nullopt);
  EXPECT_EQ(first_bad_byte("\x80"), 0U);                   // a continuation alone
  EXPECT_EQ(first_bad_byte("水\xFF"), 3U);                 // no such lead
  EXPECT_EQ(first_bad_byte("水\xE7\x88"), 3U);             // cut off
  EXPECT_EQ(first_bad_byte("a\xC1\xBF"), 1U);              // overlong, 2 bytes
  EXPECT_EQ(first_bad_byte("a\xE0\x9F\xBF"), 1U);          // overlong, 3 bytes
  EXPECT_EQ(first_bad_byte("a\xF0\x8F\xBF\xBF"), 1U);      // overlong, 4 bytes
  EXPECT_EQ(first_bad_byte("a\xED\xA0\x80"), 1U);          // a surrogate
  EXPECT_EQ(first_bad_byte("a\xF4\x90\x80\x80"), 1U);      // above U+10FFFF
  EXPECT_EQ(first_bad_byte("a\xF5\x80\x80\x80"), 1U);      // far above
  EXPECT_EQ(first_bad_byte("\xE6\xB0\x41"), 0U);           // ASCII in the middle
  EXPECT_EQ(first_bad_byte("\xF0\x9F\x98\xC0 \xFF"), 0U);  // a lead in the middle
}

TEST(Folding, LeavesPlainChineseAndLowerCaseAlone) {
  EXPECT_EQ(fold("武安社区 3栋 wifi\n坏了。"), "武安社区 3栋 wifi\n坏了。");
  EXPECT_EQ(fold(""), "");
}

TEST(Folding, FoldsWidthAndCase) {
  EXPECT_EQ(fold("ＫＴＶ３号楼，ＡＢＣ！"), "ktv3号楼,abc!");
  EXPECT_EQ(fold("WiFi"), "wifi");
  EXPECT_EQ(fold("Straße ÉCOLE"), "strasse école");
  EXPECT_EQ(fold("①㎡…　ﬁ"), "1m2... fi");
}

TEST(Folding, ComposesMarksWithWhatStandsBefore) {
  EXPECT_EQ(fold("e\u0301"), "é");
  EXPECT_EQ(fold("E\u0301"), "é");
  // Two marks in either order are the same text.
  EXPECT_EQ(fold("a\u0323\u0302"), fold("a\u0302\u0323"));
  // Half-width kana and their marks.
  EXPECT_EQ(fold("\uFF76\uFF9E"), "\u30AC");
  // Conjoining Korean letters.
  EXPECT_EQ(fold("\u1112\u1161\u11AB"), "\uD55C");
}

TEST(Folding, DropsInvisibleCharacters) {
  EXPECT_EQ(fold("漏\u200B水"), "漏水");
  EXPECT_EQ(fold("\uFEFF爆\u00AD管\uFE0F"), "爆管");
  EXPECT_EQ(fold("\u200B"), "");
}

TEST(Folding, SimplifiesTraditionalCharactersOneForOne) {
  EXPECT_EQ(fold("電梯壞了，噪聲擾民"), fold("电梯坏了，噪声扰民"));
  EXPECT_EQ(fold("電梯"), "电梯");
  EXPECT_EQ(fold("著名"), fold("着名")) << "the same on both sides, right or wrong";
  EXPECT_EQ(fold("電\u0301"), "电\u0301") << "in a cluster, too";
  EXPECT_EQ(fold(fold("灣裡鐘樓麵館後面乾淨")), fold("灣裡鐘樓麵館後面乾淨"));
}

TEST(Folding, DropsBlanksBetweenChineseCharacters) {
  EXPECT_EQ(fold("漏 水"), "漏水");
  EXPECT_EQ(fold("漏　水"), "漏水");
  EXPECT_EQ(fold("漏 \t　\u00A0\u2003水"), "漏水");
  EXPECT_EQ(fold("漏 水 很 大"), "漏水很大");
}

TEST(Folding, KeepsBlanksElsewhere) {
  EXPECT_EQ(fold("漏水 3 号楼"), "漏水 3 号楼");
  EXPECT_EQ(fold("no water 漏水 ok"), "no water 漏水 ok");
  EXPECT_EQ(fold("漏\n水"), "漏\n水");
  EXPECT_EQ(fold("漏 \n 水"), "漏 \n 水");
  EXPECT_EQ(fold(" 漏水 "), " 漏水 ");
  EXPECT_EQ(fold("漏水。 快来"), "漏水。 快来");
}

TEST(Folding, KeepsNulAndLoneMarks) {
  const std::string nul("a\0b", 3);
  EXPECT_EQ(fold(nul), nul);
  EXPECT_EQ(fold("\u0301"), "\u0301");
}

TEST(FoldedText, QuotesPlainWordsExactly) {
  EXPECT_EQ(written("小区爆管了", "爆管"), "爆管");
  EXPECT_EQ(written("小区爆管了", "小区爆管了"), "小区爆管了");
}

TEST(FoldedText, QuotesFoldedWordsAsTheyWereWritten) {
  EXPECT_EQ(written("请看ＫＴＶ太吵", "ktv"), "ＫＴＶ");
  EXPECT_EQ(written("KTV太吵", "ktv"), "KTV");
  EXPECT_EQ(written("住３号楼", "3号楼"), "３号楼");
  EXPECT_EQ(written("漏\u200B水很大", "漏水"), "漏\u200B水");
  EXPECT_EQ(written("漏水\u200B很大", "漏水"), "漏水");
  EXPECT_EQ(written("cafe\u0301!", "café"), "cafe\u0301");
}

TEST(FoldedText, QuotesTraditionalCharactersAndBlanksAsWritten) {
  EXPECT_EQ(written("樓上漏　水很大", "楼上漏水"), "樓上漏　水");
  EXPECT_EQ(written("漏 水 很大", "水"), "水");
  EXPECT_EQ(written("漏 水 很大", "漏水"), "漏 水");
  EXPECT_EQ(written("漏 水 很大", "很大"), "很大");
}

TEST(FoldedText, QuotesTheWholeCharacterForAPartOfIt) {
  EXPECT_EQ(written("面积㎡大", "m"), "㎡");
  EXPECT_EQ(written("面积㎡大", "2大"), "㎡大");
}

TEST(FoldedText, GrowsByTheLongestFoldingOfAll) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "\uFDFA";  // 18 characters each
  const FoldedText folded(text);
  EXPECT_EQ(folded.text().size(), 33'000U);
  EXPECT_EQ(folded.written({32'999, 33'000}), (Span{2997, 3000}));
}

TEST(FoldedText, BearsManyMarksOnOneLetter) {
  std::string text = "a";
  for (int i = 0; i < 8000; ++i) text += i % 2 == 0 ? "\u0301" : "\u0323";
  const FoldedText folded(text);
  EXPECT_TRUE(is_valid_utf8(folded.text()));
  const auto size = static_cast<std::uint32_t>(folded.text().size());
  EXPECT_EQ(folded.written({0, size}), (Span{0, 16'001}));
}

}  // namespace whistle::triage::normalise_test
