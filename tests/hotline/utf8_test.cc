#include "adapters/hotline/utf8.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace whistle::hotline::utf8_test {

TEST(Utf8, AcceptsTheEdgesOfEveryLength) {
  for (const char* text :
       {"", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(broken_utf8_at(text), std::nullopt) << text;
  }
}

TEST(Utf8, RefusesWhatLiesJustBeyondThem) {
  for (const char* text : {"\x80", "\xC1\xBF", "\xC2", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xE6\xB0",
                           "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
    EXPECT_EQ(broken_utf8_at(std::string("ab") + text), 2U) << text;
  }
}

TEST(Utf8, CountsACharacterOnceAndABrokenByteToo) {
  EXPECT_EQ(characters("水管a"), 3U);
  EXPECT_EQ(characters("水\xE6\xB0"), 3U);
}

TEST(Utf8, CarriesEveryByteThroughAndBack) {
  std::string broken = "水";
  for (int byte = 0x80; byte < 0x100; ++byte) broken += static_cast<char>(byte);
  const auto carried = carry_broken_bytes(broken);
  ASSERT_TRUE(carried);
  EXPECT_EQ(broken_utf8_at(*carried), std::nullopt);
  EXPECT_EQ(restore_broken_bytes(*carried), broken);
}

TEST(Utf8, DoesNotCarryWhatWouldComeBackChanged) {
  EXPECT_EQ(carry_broken_bytes("\xF3\xB0\x83\xBF \xFF"), std::nullopt);
  EXPECT_NE(carry_broken_bytes("\xF3\xB0\x84\x80 \xFF"), std::nullopt);
}

}  // namespace whistle::hotline::utf8_test
