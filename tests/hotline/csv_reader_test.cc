#include "adapters/hotline/csv_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace whistle::hotline::csv_reader_test {

using Texts = std::vector<std::string>;

CsvReader reader_of(const std::string& content, std::size_t piece = 4096) {
  return CsvReader(bytes_of(content, piece), "feed.csv");
}

Texts texts(const CsvRow& row) {
  Texts all;
  for (const CsvField& field : row.fields) all.push_back(field.text);
  return all;
}

std::vector<Texts> all_rows(CsvReader reader) {
  std::vector<Texts> rows;
  while (const auto row = reader.next()) {
    rows.push_back(row->problem ? Texts{to_text(*row->problem)} : texts(*row));
  }
  return rows;
}

TEST(CsvReader, ReadsQuotedCommasQuotesAndNewLines) {
  const std::string content = "id,text\n1,\"a, \"\"b\"\"\nc\"\n2,plain\n";
  const std::vector<Texts> expected{{"id", "text"}, {"1", "a, \"b\"\nc"}, {"2", "plain"}};
  EXPECT_EQ(all_rows(reader_of(content)), expected);
}

TEST(CsvReader, GivesTheSameRowsWhateverThePiecesAre) {
  const std::string content =
      "\xEF\xBB\xBFid,text\r\n# a, comment\r\n\r\n1,\"x\r\ny\"\r\n2,\r\n3,z";
  const std::vector<Texts> expected{{"id", "text"}, {"1", "x\r\ny"}, {"2", ""}, {"3", "z"}};
  for (const std::size_t piece : {1U, 2U, 3U, 7U, 4096U}) {
    EXPECT_EQ(all_rows(reader_of(content, piece)), expected) << piece;
  }
}

TEST(CsvReader, KeepsBlanksAroundAField) {
  const std::vector<Texts> expected{{" a ", "b "}};
  EXPECT_EQ(all_rows(reader_of(" a ,b \n")), expected);
}

TEST(CsvReader, TellsWhereAFieldBeginsInCharacters) {
  CsvReader reader = reader_of("# first\n水管,\"a\nb\",c\n");
  const auto row = reader.next();
  ASSERT_TRUE(row && row->fields.size() == 3);
  EXPECT_EQ(row->fields[1].line, 2U);
  EXPECT_EQ(row->fields[1].column, 4U);
  EXPECT_EQ(row->fields[2].line, 3U);
  EXPECT_EQ(row->fields[2].column, 4U);
}

TEST(CsvReader, LosesOneLineToAQuoteThatIsNeverClosed) {
  const std::vector<Texts> expected{
      {"1", "a"}, {"feed.csv:2:3: the quote is never closed"}, {"3", "c"}};
  EXPECT_EQ(all_rows(reader_of("1,a\n2,\"b\n3,c\n")), expected);
}

TEST(CsvReader, LosesOneLineToAQuoteThatALaterRowCloses) {
  const std::vector<Texts> expected{
      {"feed.csv:1:3: a quoted field must be followed by a comma or a new line"}, {"2", "b"}};
  EXPECT_EQ(all_rows(reader_of("1,\"a\n2,\"b\"\n")), expected);
}

TEST(CsvReader, RefusesAQuoteInsideAPlainField) {
  const std::vector<Texts> expected{{"feed.csv:1:5: a quote inside a field that is not quoted"},
                                    {"2", "b"}};
  EXPECT_EQ(all_rows(reader_of("1,12\" pipe\n2,b\n")), expected);
}

TEST(CsvReader, PointsAtTheBrokenByte) {
  EXPECT_EQ(all_rows(reader_of("1,水\xE6\xB0,x\n")),
            (std::vector<Texts>{{"feed.csv:1:4: broken UTF-8"}}));
  EXPECT_EQ(all_rows(reader_of("1,\"a\"\"b\xFF\"\n")),
            (std::vector<Texts>{{"feed.csv:1:8: broken UTF-8"}}));
  EXPECT_EQ(all_rows(reader_of("1,\"a\nb\xFF\"\n")),
            (std::vector<Texts>{{"feed.csv:2:2: broken UTF-8"}}));
}

TEST(CsvReader, AcceptsTheLongestRowAndRefusesOneByteMore) {
  const std::string longest(kCsvRowBytesMax - 1, 'x');
  CsvReader fits = reader_of(longest + "\n2\n");
  EXPECT_FALSE(fits.next()->problem);

  CsvReader too_long = reader_of(longest + "x\n2\n");
  const auto row = too_long.next();
  ASSERT_TRUE(row && row->problem);
  EXPECT_EQ(to_text(*row->problem), "feed.csv:1:1: the row is longer than 1 MiB");
  EXPECT_EQ(texts(*too_long.next()), Texts{"2"});
}

TEST(CsvReader, CountsTheBytesBehindEachRow) {
  CsvReader reader = reader_of("a,b\n1,\"x\ny\"\n");
  EXPECT_EQ(reader.next()->end_offset, 4U);
  EXPECT_EQ(reader.next()->end_offset, 12U);
  EXPECT_FALSE(reader.next());
}

TEST(CsvReader, KeepsTheRawRowForTheOneWhoRepairsIt) {
  CsvReader reader = reader_of("1,\"x\ny\"\r\n2,\"z\n");
  EXPECT_EQ(reader.next()->raw, "1,\"x\ny\"");
  EXPECT_EQ(reader.next()->raw, "2,\"z");
}

}  // namespace whistle::hotline::csv_reader_test
