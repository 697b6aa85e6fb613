#include "engine/config/csv_table.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace whistle::config::csv_table_test {

struct Read {
  CsvTable table;
  std::string problems;
};

Read read(std::string_view bytes) {
  Problems problems;
  CsvTable table = read_csv("t.csv", bytes, {"code", "name"}, problems);
  std::string text;
  for (const Problem& problem : problems.sorted()) text += to_text(problem) + "\n";
  return {std::move(table), text};
}

// "text@line:column" of every cell.
std::vector<std::string> cells(const CsvTable& table) {
  std::vector<std::string> cells;
  for (const CsvRow& row : table.rows) {
    for (const CsvCell& cell : row.cells) {
      cells.push_back(cell.text + "@" + std::to_string(cell.line) + ":" +
                      std::to_string(cell.column));
    }
  }
  return cells;
}

using Cells = std::vector<std::string>;

TEST(CsvTable, KnowsWhereEveryFieldBegins) {
  const Read result = read("code,name\n1,one\n22,\n,two\n");
  EXPECT_EQ(result.problems, "");
  EXPECT_TRUE(result.table.complete);
  EXPECT_EQ(cells(result.table), (Cells{"1@2:1", "one@2:3", "22@3:1", "@3:4", "@4:1", "two@4:2"}));
}

TEST(CsvTable, CountsColumnsInBytes) {
  EXPECT_EQ(cells(read("code,name\n武安,镇\n").table), (Cells{"武安@2:1", "镇@2:8"}));
}

TEST(CsvTable, ReadsQuotedFieldsWithCommasQuotesAndLineEnds) {
  const Read result = read("code,name\n\"a,b\",\"say \"\"hi\"\"\nto all\"\nc,d\n");
  EXPECT_EQ(result.problems, "");
  EXPECT_EQ(cells(result.table), (Cells{"a,b@2:1", "say \"hi\"\nto all@2:7", "c@4:1", "d@4:3"}));
}

TEST(CsvTable, ReadsWindowsLineEnds) {
  const Read result = read("code,name\r\n1,one\r\n\r\n2,two\r\n");
  EXPECT_EQ(result.problems, "");
  EXPECT_EQ(cells(result.table), (Cells{"1@2:1", "one@2:3", "2@4:1", "two@4:3"}));
}

TEST(CsvTable, ReadsALastRowWithoutLineEnd) {
  EXPECT_EQ(cells(read("code,name\n1,one").table), (Cells{"1@2:1", "one@2:3"}));
  EXPECT_EQ(cells(read("code,name\n1,").table), (Cells{"1@2:1", "@2:3"}));
  EXPECT_EQ(cells(read("code,name\n1,\"one\"").table), (Cells{"1@2:1", "one@2:3"}));
}

TEST(CsvTable, SkipsAByteOrderMark) {
  const Read result = read(
      "\xef\xbb\xbf"
      "code,name\n1,one\n");
  EXPECT_EQ(result.problems, "");
  EXPECT_EQ(cells(result.table), (Cells{"1@2:1", "one@2:3"}));
}

TEST(CsvTable, SkipsCommentsAndEmptyLines) {
  const Read result = read("# first, \"one\n\ncode,name\n# second\n1,#no comment\n#");
  EXPECT_EQ(result.problems, "");
  EXPECT_EQ(cells(result.table), (Cells{"1@5:1", "#no comment@5:3"}));
}

TEST(CsvTable, KeepsAHashWithinAQuotedField) {
  EXPECT_EQ(cells(read("code,name\n1,\"a\n# b\"\n2,c\n").table),
            (Cells{"1@2:1", "a\n# b@2:3", "2@4:1", "c@4:3"}));
}

TEST(CsvTable, KeepsSpaces) {
  EXPECT_EQ(cells(read("code,name\n 1 ,\" x \"\n").table), (Cells{" 1 @2:1", " x @2:5"}));
}

TEST(CsvTable, TakesColumnsInAnyOrder) {
  const Read result = read("name,code\none,1\n");
  EXPECT_EQ(result.problems, "");
  EXPECT_EQ(cells(result.table), (Cells{"1@2:5", "one@2:1"}));
}

TEST(CsvTable, NamesAnUnknownColumnAndTheNearestKnownOne) {
  const Read result = read("code,name,nmae\n1,one,x\n");
  EXPECT_EQ(result.problems, "t.csv:1:11: unknown column \"nmae\"; did you mean \"name\"?\n");
  EXPECT_EQ(cells(result.table), (Cells{"1@2:1", "one@2:3"}));
  EXPECT_FALSE(result.table.complete);
}

TEST(CsvTable, NamesAMissingColumnOnceAndNotPerRow) {
  const Read result = read("# a\ncode\n1\n2\n");
  EXPECT_EQ(result.problems, "t.csv:2:1: the header lacks name; the columns are code, name\n");
  EXPECT_TRUE(result.table.rows.empty());
}

TEST(CsvTable, RefusesAColumnTwice) {
  EXPECT_EQ(read("code,name,code\n").problems,
            "t.csv:1:11: the column \"code\" stands here a second time\n");
}

TEST(CsvTable, RefusesAFileWithoutHeader) {
  EXPECT_EQ(read("").problems,
            "t.csv:1:1: the header row is missing; it names the columns code, name\n");
  EXPECT_EQ(read("# nothing\n\n").problems,
            "t.csv:3:1: the header row is missing; it names the columns code, name\n");
}

TEST(CsvTable, PointsAtTheFirstFieldTooMany) {
  const Read result = read("code,name\n1,one,x,y\n2,two\n");
  EXPECT_EQ(result.problems, "t.csv:2:7: the row has 4 fields; the header has 2\n");
  EXPECT_EQ(cells(result.table), (Cells{"2@3:1", "two@3:3"}));
}

TEST(CsvTable, PointsAtTheLastFieldOfARowTooShort) {
  EXPECT_EQ(read("code,name\n1\n").problems, "t.csv:2:1: the row has 1 fields; the header has 2\n");
}

TEST(CsvTable, GoesOnAfterAQuoteInsideAPlainField) {
  const Read result = read("code,name\n1,a \"b\" c\n2,two\n");
  EXPECT_EQ(result.problems,
            "t.csv:2:5: a quote inside a field that does not begin with one; quote the whole field "
            "and double the quotes inside it\n");
  EXPECT_EQ(cells(result.table), (Cells{"2@3:1", "two@3:3"}));
}

TEST(CsvTable, GoesOnAfterTextBehindAClosingQuote) {
  const Read result = read("code,name\n1,\"a\"b\n2,two\n");
  EXPECT_EQ(result.problems,
            "t.csv:2:6: text after the closing quote of the field that begins at line 2, column 3; "
            "double the quotes inside a field\n");
  EXPECT_EQ(cells(result.table), (Cells{"2@3:1", "two@3:3"}));
}

TEST(CsvTable, FindsWhereAQuoteWasNeverClosed) {
  const Read result = read("code,name\n1,\"a\n2,two\n3,three\n");
  EXPECT_EQ(result.problems,
            "t.csv:2:3: the quote that opens this field is never closed; put one at its end\n");
  EXPECT_EQ(cells(result.table), (Cells{"2@3:1", "two@3:3", "3@4:1", "three@4:3"}));
}

TEST(CsvTable, EndsAfterAnUnclosedQuoteInTheLastLine) {
  EXPECT_EQ(read("code,name\n1,\"").problems,
            "t.csv:2:3: the quote that opens this field is never closed; put one at its end\n");
}

TEST(CsvTable, PointsAtTheFirstStrayByteOfEachLine) {
  EXPECT_EQ(read("code,name\n1,\xe6\xad\xa6\xff\xfe\n2,\xc0\xaf\n").problems,
            "t.csv:2:6: the byte \"\\xff\" is not UTF-8; save the file as UTF-8\n"
            "t.csv:3:3: the byte \"\\xc0\" is not UTF-8; save the file as UTF-8\n");
}

TEST(CsvTable, RefusesControlCharacters) {
  EXPECT_EQ(read(std::string_view("code,name\n1,a\0b\n", 16)).problems,
            "t.csv:2:4: the control character \"\\x00\" has no place in a table\n");
  EXPECT_EQ(read("code,name\n1,a\rb,c\n").problems.substr(0, 55),
            "t.csv:2:4: the control character \"\\x0d\" has no place in");
}

TEST(CsvTable, ReadsBackWhateverIsWrittenByTheRules) {
  std::mt19937 random(2026);
  const std::string_view alphabet = "ab ,\"\n#";
  for (int round = 0; round < 2'000; ++round) {
    std::string bytes = "code,name\n";
    Cells texts;
    for (std::size_t cell = 0; cell < 6; ++cell) {
      std::string text;
      for (std::size_t size = random() % 5; size > 0; --size) {
        text += alphabet[random() % alphabet.size()];
      }
      std::string doubled;
      for (const char c : text) doubled += std::string(c == '"' ? 2 : 1, c);
      bytes += "\"" + doubled + "\"" + (cell % 2 == 0 ? "," : "\n");
      texts.push_back(text);
    }
    const Read result = read(bytes);
    ASSERT_EQ(result.problems, "") << bytes;
    Cells read_back;
    for (const CsvRow& row : result.table.rows) {
      for (const CsvCell& cell : row.cells) read_back.push_back(cell.text);
    }
    ASSERT_EQ(read_back, texts) << bytes;
  }
}

TEST(CsvTable, EndsOnAnyBytesWithPlacesInsideTheFile) {
  std::mt19937 random(311);
  const std::string_view alphabet = "a,\"\"\r\n\n#\xff\xe6";
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = round % 2 == 0 ? "code,name\n" : "";
    for (std::size_t size = random() % 24; size > 0; --size) {
      bytes += alphabet[random() % alphabet.size()];
    }
    Problems problems;
    const CsvTable table = read_csv("t.csv", bytes, {"code", "name"}, problems);
    const auto lines = 1 + std::ranges::count(bytes, '\n');
    ASSERT_EQ(table.complete, !problems.has_errors()) << bytes;
    for (const Problem& problem : problems.sorted()) {
      ASSERT_TRUE(problem.line >= 1 && problem.line <= lines) << bytes << to_text(problem);
      ASSERT_TRUE(problem.column >= 1 && problem.column <= bytes.size() + 1) << bytes;
    }
  }
}

}  // namespace whistle::config::csv_table_test
