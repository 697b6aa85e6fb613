#include "engine/journal/keys.h"

#include <gtest/gtest.h>

#include <string>

namespace whistle::journal::keys_test {

using namespace std::string_literals;

TEST(Keys, AreBigEndian) {
  EXPECT_EQ(as_bytes(key_of(Sequence{0x0102030405060708})), "\x01\x02\x03\x04\x05\x06\x07\x08"s);
  EXPECT_EQ(as_bytes(trail_key({1}, {2})), "\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\x02"s);
}

TEST(Keys, GiveTheirNumbersBack) {
  const auto key = trail_key({UINT64_MAX}, {7});
  EXPECT_EQ(number_at(as_bytes(key), 0), UINT64_MAX);
  EXPECT_EQ(number_at(as_bytes(key), 8), 7U);
  EXPECT_EQ(number_at(as_bytes(key).substr(0, 15), 8), std::nullopt);
  EXPECT_EQ(number_at("", 0), std::nullopt);
}

TEST(Keys, OfReceiptsNeverMeet) {
  EXPECT_EQ(receipt_key("ab", "c"), "\0\0\0\x02"s + "abc");
  EXPECT_NE(receipt_key("ab", "c"), receipt_key("a", "bc"));
  EXPECT_NE(receipt_key("", "a"), receipt_key("a", ""));
}

TEST(Keys, OfAnswersNeverMeetEachOtherNorTheirTurns) {
  EXPECT_EQ(answer_key("ab", "c"), "\0\0\0\0\x02"s + "abc");
  EXPECT_NE(answer_key("", "abc"), answer_key("a", "bc"));
  EXPECT_EQ(answer_turn_key(258), "\x01\0\0\0\0\0\0\x01\x02"s);
  EXPECT_LT(answer_key(std::string(100, '\xff'), "\xff"), answer_turn_key(0));
}

}  // namespace whistle::journal::keys_test
