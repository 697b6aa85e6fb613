#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <string_view>

#include "engine/triage/normalise.h"
#include "engine/triage/privacy.h"

// What holds for any text whatever.
namespace whistle::triage::privacy_property_test {

// Personal data, halves of it, and what joins them into something else.
// clang-format off
constexpr auto kPieces = std::to_array<std::string_view>({
    "13912340001", "139", "1391", "1391234", "1234", "0001", "012", "12340001", "86",
    "0086", "+86", "0596", "010", "8321234", "62340001", "832", "05968321234", "(0596)",
    "(010)", "（", ")", "转", "分机", "801", "#", "350625209105120015", "35062520910512004",
    "350625", "20910512", "2091", "0512", "0015", "004X", "X", "350625001231001", "身份证",
    "6217000000000000129", "6217", "0000", "129", "13", "li", "@", "example.com",
    "a@b.cn", ".", "cn", "-", " ", "-", " ", "*", "****", "元", "￥", "单号", "：", "闽E", "·",
    "12345", "一三九一二三四零零零一", "\xE6"});
// clang-format on

void expect_masked_once_and_for_all(const std::string& text, Plates plates) {
  const std::string masked = mask_personal_data(text, plates);
  ASSERT_TRUE(find_personal_data(masked, plates).empty()) << text << "\n" << masked;
  ASSERT_EQ(mask_personal_data(masked, plates), masked) << text;
  ASSERT_TRUE(is_valid_utf8(masked) || !is_valid_utf8(text)) << text;

  std::size_t end = 0;
  for (const PersonalData& found : find_personal_data(text, plates)) {
    ASSERT_LE(end, found.begin) << text;
    ASSERT_LT(found.begin, found.end) << text;
    ASSERT_LE(found.end, text.size()) << text;
    end = found.end;
  }
}

TEST(Masking, LeavesNothingToFindInAnyMixture) {
  std::mt19937 random(11);
  std::uniform_int_distribution<std::size_t> length(1, 14);
  std::uniform_int_distribution<std::size_t> piece(0, kPieces.size() - 1);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::size_t left = length(random); left > 0; --left) text += kPieces[piece(random)];
    ASSERT_NO_FATAL_FAILURE(expect_masked_once_and_for_all(text, Plates::Kept));
    ASSERT_NO_FATAL_FAILURE(expect_masked_once_and_for_all(text, Plates::Sought));
  }
}

// Where plates are kept, most texts are known to be harmless before they are searched. That must
// never hide what the search would find.
TEST(Masking, OfATextWithoutAPlateIsTheSameWhetherPlatesAreSoughtOrNot) {
  std::mt19937 random(12);
  std::uniform_int_distribution<std::size_t> length(1, 8);
  std::uniform_int_distribution<std::size_t> piece(0, kPieces.size() - 1);
  int found = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::size_t left = length(random); left > 0; --left) {
      const std::string_view next = kPieces[piece(random)];
      if (next != "闽E") text += next;
    }
    const std::string masked = mask_personal_data(text, Plates::Kept);
    ASSERT_EQ(masked, mask_personal_data(text, Plates::Sought)) << text;
    ASSERT_EQ(find_personal_data(text, Plates::Kept), find_personal_data(text, Plates::Sought));
    if (masked != text) ++found;
  }
  EXPECT_GT(found, 1'000);
}

TEST(Masking, LeavesNothingToFindInAnyDigits) {
  constexpr std::string_view kLetters = "0011335689 -- *@.(xX";
  std::mt19937 random(13);
  std::uniform_int_distribution<std::size_t> length(1, 60);
  std::uniform_int_distribution<std::size_t> letter(0, kLetters.size() - 1);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::size_t left = length(random); left > 0; --left) text += kLetters[letter(random)];
    ASSERT_NO_FATAL_FAILURE(expect_masked_once_and_for_all(text, Plates::Kept));
  }
}

TEST(Masking, BearsAnyBytes) {
  std::mt19937 random(17);
  std::uniform_int_distribution<int> byte(0, 255);
  for (int round = 0; round < 5'000; ++round) {
    std::string text(64, '\0');
    for (char& letter : text) letter = static_cast<char>(byte(random));
    text += "13912340001";
    ASSERT_NO_FATAL_FAILURE(expect_masked_once_and_for_all(text, Plates::Sought));
  }
}

// Texts that make a search begin again and again. Were its time more than linear in their length,
// this test would last for hours.
TEST(Masking, TakesLinearTime) {
  constexpr std::size_t kBytes = 1U << 18U;
  for (const std::string_view piece : {"1",
                                       "1 ",
                                       "1391-",
                                       "1391 2340 ",
                                       "0596-8321234-",
                                       "0596-8321234",
                                       "(",
                                       "(0596)",
                                       "a@",
                                       "a@b.",
                                       "a.",
                                       "@",
                                       "*",
                                       "****1391 ",
                                       "139****",
                                       " ",
                                       "：",
                                       "1 ：",
                                       "350625 ",
                                       "6217 ",
                                       "证",
                                       "\xE6",
                                       "闽E",
                                       "一",
                                       "13912340001 "}) {
    std::string text;
    text.reserve(kBytes + piece.size());
    while (text.size() < kBytes) text += piece;
    EXPECT_FALSE(mask_personal_data(text, Plates::Sought).empty());
  }
}

}  // namespace whistle::triage::privacy_property_test
