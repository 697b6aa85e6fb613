#include "adapters/cli/column.h"

#include <gtest/gtest.h>

#include <sstream>

#include "adapters/cli/ink.h"
#include "adapters/cli/print_table.h"

namespace whistle::cli::column_test {

TEST(Column, CountsChineseTwice) {
  EXPECT_EQ(width_of(""), 0U);
  EXPECT_EQ(width_of("abc"), 3U);
  EXPECT_EQ(width_of("楼道"), 4U);
  EXPECT_EQ(width_of("2号楼"), 5U);
  EXPECT_EQ(width_of("，。「」"), 8U);
}

TEST(Column, CountsNoWidthForCombiningMarks) { EXPECT_EQ(width_of("e\u0301"), 1U); }

TEST(Column, MakesControlCharactersHarmless) {
  EXPECT_EQ(printable("red\x1b[31m"), "red?[31m");
  EXPECT_EQ(printable("a\r\nb\tc"), "a b c");
  EXPECT_EQ(printable("bell\a"), "bell?");
  EXPECT_EQ(printable("\u009b31m"), "?31m");
  EXPECT_EQ(printable("\u202eevil"), "?evil");
  EXPECT_EQ(printable("漏水"), "漏水");
}

TEST(Column, ReplacesBrokenUtf8) {
  EXPECT_EQ(printable("a\xff"
                      "b"),
            "a?b");
  EXPECT_EQ(printable("\xe6\xbc"), "??");
}

TEST(Column, KeepsLinesWhenAsked) { EXPECT_EQ(printable_lines("a\r\nb\x1b"), "a\nb?"); }

TEST(Column, KnowsUtf8) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("漏水 leak"));
  EXPECT_FALSE(is_utf8("\xff"));
  EXPECT_FALSE(is_utf8("漏水\xe6\xbc"));
  EXPECT_FALSE(is_utf8("\xed\xa0\x80"));  // half of a surrogate pair
}

std::string printed(const Table& table, bool colours = false) {
  std::ostringstream out;
  table.print(out, Paint(colours));
  return out.str();
}

TEST(Table, AlignsColumnsOfChinese) {
  Table table({{"unit", Side::Left}, {"red", Side::Right}, {"name", Side::Left}});
  table.add({{"武馨家园"}, {"3"}, {"甲"}});
  table.add({{"street-1"}, {"12"}, {"乙"}});
  table.add({{"a"}, {"0"}, {"丙"}});
  EXPECT_EQ(printed(table),
            "unit      red  name\n"
            "武馨家园    3  甲\n"
            "street-1   12  乙\n"
            "a           0  丙\n");
}

TEST(Table, LeavesNoSpacesAtTheEndOfALine) {
  Table table({{"", Side::Left}, {"", Side::Left}});
  table.add({{"a"}, {"long"}});
  table.add({{"bb"}, {"x"}});
  table.add({{"c"}});
  EXPECT_EQ(printed(table), "a   long\nbb  x\nc\n");
}

TEST(Table, MeasuresWithoutTheColours) {
  Table table({{"a", Side::Left}, {"b", Side::Left}});
  table.add({{"red", Ink::Red}, {"x"}});
  table.add({{"yellow", Ink::Yellow}, {"y"}});
  EXPECT_EQ(printed(table, true),
            "\x1b[2ma\x1b[0m       \x1b[2mb\x1b[0m\n"
            "\x1b[1;31mred\x1b[0m     x\n"
            "\x1b[33myellow\x1b[0m  y\n");
}

TEST(Table, MakesItsCellsPrintable) {
  Table table({{"", Side::Left}});
  table.add({{"one\ntwo\x1b[2J"}});
  EXPECT_EQ(printed(table), "one two?[2J\n");
}

TEST(Pairs, LeavesOutWhatIsEmpty) {
  Pairs pairs;
  pairs.add("case", "17");
  pairs.add("card", "");
  pairs.add("severity", {"red", Ink::Red});
  std::ostringstream out;
  pairs.print(out, Paint(false));
  EXPECT_EQ(out.str(), "case      17\nseverity  red\n");
}

}  // namespace whistle::cli::column_test
