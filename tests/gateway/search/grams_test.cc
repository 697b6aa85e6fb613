#include "adapters/gateway/search/grams.h"

#include <gtest/gtest.h>

#include "adapters/gateway/search/sqlite.h"

namespace whistle::gateway::search::grams_test {

class Grams : public testing::Test {
 protected:
  Grams() : database_(":memory:", Access::Write) {
    database_.execute(
        "CREATE VIRTUAL TABLE words USING fts5(said, content='', columnsize=0, tokenize='grams')");
  }
  bool finds(const std::string& text, const std::string& typed) {
    database_.execute("INSERT INTO words(words) VALUES('delete-all')");
    database_.prepare("INSERT INTO words(rowid, said) VALUES(1, ?)")
        .bind(1, std::string_view(text))
        .run();
    const std::string match = match_of(typed);
    if (match.empty()) return false;
    Statement read = database_.prepare("SELECT count(*) FROM words WHERE words MATCH ?");
    return read.bind(1, std::string_view(match)).step() && read.number(0) == 1;
  }

  Database database_;
};

TEST_F(Grams, FindAPieceOfAnyLength) {
  const std::string text = "3号楼水管漏水，电梯也停了";
  for (const char* piece : {"水", "漏水", "水管漏", "3号楼水管漏水，电梯也停了", "了", "，"}) {
    EXPECT_TRUE(finds(text, piece)) << piece;
  }
  for (const char* other : {"火", "水漏", "漏电", "号楼电梯"}) {
    EXPECT_FALSE(finds(text, other)) << other;
  }
}

TEST_F(Grams, WantEveryWordSomewhere) {
  EXPECT_TRUE(finds("水管漏水，电梯停了", "电梯 漏水"));
  EXPECT_TRUE(finds("水管漏水，电梯停了", "电梯\xE3\x80\x80漏"));
  EXPECT_FALSE(finds("水管漏水，电梯停了", "电梯 噪音"));
}

TEST_F(Grams, TakeWhatIsTypedForNothingButCharacters) {
  const std::string text = "他说\"50%_off\" OR 'x'; -- DROP NEAR(a b) * ^ (";
  for (const char* piece : {"\"50%", "50%_o", "%", "_", "'x'; --", "OR", "*", "^", "(", "\""}) {
    EXPECT_TRUE(finds(text, piece)) << piece;
  }
  EXPECT_FALSE(finds("fifty", "%"));
  EXPECT_FALSE(finds("fifty", "f_f"));
  EXPECT_FALSE(finds("fifty", "fi OR xx"));
}

TEST_F(Grams, CompareWithoutRegardToCaseAndWidth) {
  EXPECT_TRUE(finds("ＡＢＣ小区 Kfc", "abc小区"));
  EXPECT_TRUE(finds("abc", "ＢＣ"));
}

TEST_F(Grams, BearWhatIsNotText) {
  EXPECT_TRUE(finds("漏水😡😡快来", "😡快"));
  EXPECT_TRUE(finds("مرحبا بكم", "حبا"));
  EXPECT_TRUE(finds("漏水\xff\xfe处", "漏水"));
  EXPECT_TRUE(finds("漏水", std::string("漏水\0", 7)));
  EXPECT_FALSE(finds("", "漏水"));
  EXPECT_EQ(match_of(std::string("\0 \t\n", 4)), "");
  EXPECT_EQ(match_of(""), "");
}

}  // namespace whistle::gateway::search::grams_test
