#include "engine/config/notation.h"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "engine/config/outline.h"
#include "engine/config/problems.h"

namespace whistle::config::notation_test {

using namespace std::chrono_literals;

TEST(Notation, ReadsDurations) {
  EXPECT_EQ(*parse_duration("0s"), 0ms);
  EXPECT_EQ(*parse_duration("60s"), 60s);
  EXPECT_EQ(*parse_duration("5m"), 5min);
  EXPECT_EQ(*parse_duration("24h"), 24h);
  EXPECT_EQ(*parse_duration("7d"), 168h);
  EXPECT_EQ(*parse_duration("1000000d"), 24'000'000h);
}

TEST(Notation, RefusesWhatIsNoDuration) {
  for (const char* text :
       {"", "5", "m", "-5m", "5 m", "5M", "1.5h", "5mm", "1000001d", "99999999999999999999s"}) {
    const auto duration = parse_duration(text);
    ASSERT_FALSE(duration) << text;
    EXPECT_EQ(duration.error(), in_quotes(text) +
                                    " is not a duration; a number and s, m, h or d, "
                                    "such as \"5m\"");
  }
}

TEST(Notation, WritesDurationsInTheLargestUnitThatFits) {
  EXPECT_EQ(duration_text(0ms), "0s");
  EXPECT_EQ(duration_text(90s), "90s");
  EXPECT_EQ(duration_text(24h), "1d");
  EXPECT_EQ(duration_text(1500ms), "1500ms");
}

TEST(Notation, ReadsDatesOfTheCalendarOnly) {
  EXPECT_EQ(date_text(*parse_date("2024-02-29")), "2024-02-29");
  for (const char* text : {"2023-02-29", "2024-2-9", "2024/02/09", "24-02-09", "2024-13-01", "",
                           "2024-00-10", "2024-01-00", "2024-01-0a"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

TEST(Notation, ReadsHoursOfADay) {
  EXPECT_EQ(*parse_hours("08:30-12:00"), (calendar::Hours{510min, 12h}));
  EXPECT_EQ(*parse_hours("00:00-24:00"), (calendar::Hours{0min, 24h}));
  for (const char* text : {"8:30-12:00", "12:00-08:30", "08:00-08:00", "08:00-24:01", "08:60-09:00",
                           "08:00-25:00", "08:00", "", "08:00–12:00"}) {
    EXPECT_FALSE(parse_hours(text)) << text;
  }
}

TEST(Notation, KnowsSlugs) {
  EXPECT_TRUE(is_slug("compound-350605100001001_a.b"));
  EXPECT_TRUE(is_slug(std::string(40, 'a')));
  EXPECT_FALSE(is_slug(std::string(41, 'a')));
  for (const char* text : {"", "A", "a b", "武安", "a/b"}) EXPECT_FALSE(is_slug(text)) << text;
}

TEST(Notation, ReadsWholeNumbersOnly) {
  EXPECT_EQ(parse_integer("-12"), -12);
  EXPECT_EQ(parse_integer("9223372036854775807"), 9223372036854775807);
  for (const char* text : {"", "-", "+1", "1.0", "1e3", " 1", "1 ", "9223372036854775808"}) {
    EXPECT_EQ(parse_integer(text), std::nullopt) << text;
  }
}

TEST(Notation, SplitsIntoParts) {
  using Parts = std::vector<std::string_view>;
  EXPECT_EQ(split("", '|'), Parts{});
  EXPECT_EQ(split("a", '|'), (Parts{"a"}));
  EXPECT_EQ(split("a||b|", '|'), (Parts{"a", "", "b", ""}));
}

TEST(Notation, ReadsOutlines) {
  EXPECT_TRUE(check_outline("POLYGON ((117.7 24.6, 117.8 24.6, 117.8 24.7, 117.7 24.6))"));
  EXPECT_TRUE(check_outline("POLYGON((0 0,9 0,9 9,0 0),(1 1,2 1,2 2,1 1))"));
}

TEST(Notation, SaysWhatIsWrongWithAnOutline) {
  const auto wrong = [](std::string_view text) { return check_outline(text).error(); };
  EXPECT_EQ(wrong("POLYGON ((0 0, 9 0, 0 0))"), "a ring has 3 points; 4 at least");
  EXPECT_EQ(wrong("POLYGON ((0 0, 9 0, 9 9, 0 1))"),
            "a ring is not closed; its last point repeats the first");
  EXPECT_EQ(wrong("POLYGON ((0 0, 181 0, 9 9, 0 0))"),
            "\"181 0\" is not a point; longitude latitude");
  EXPECT_EQ(wrong("POLYGON ((0 0, nan 0, 9 9, 0 0))"),
            "\"nan 0\" is not a point; longitude latitude");
  for (const char* text : {"POLYGON", "POLYGON ()", "POLYGON (0 0, 1 1)", "LINESTRING (0 0, 1 1)",
                           "POLYGON ((0 0, 9 0, 9 9, 0 0),)", "POLYGON ((0 0, 9 0, 9 9, 0 0) x)"}) {
    EXPECT_EQ(wrong(text),
              in_quotes(text) + " is not an outline; POLYGON ((lon lat, lon lat, ...))")
        << text;
  }
}

TEST(Problems, AreWrittenAsCompilersDo) {
  EXPECT_EQ(to_text({"a/b.csv", 17, 5, "wrong"}), "a/b.csv:17:5: wrong");
}

TEST(Problems, ComeInTheOrderOfFilesAndLines) {
  Problems problems;
  problems.add({"b", 1, 1}, "4");
  problems.add({"a", 10, 1}, "3");
  problems.add({"a", 9, 2}, "2");
  problems.add({"a", 9, 1}, "1");
  std::string order;
  for (const Problem& problem : problems.sorted()) order += problem.message;
  EXPECT_EQ(order, "1234");
}

TEST(Problems, HintAtTheNearestKnownWord) {
  EXPECT_EQ(not_one_of("rde", {"blue", "yellow", "red"}),
            "\"rde\" is not one of blue, yellow, red; did you mean \"red\"?");
  EXPECT_EQ(not_one_of("green", {"blue", "yellow", "red"}),
            "\"green\" is not one of blue, yellow, red");
  EXPECT_EQ(near_miss("x", {"y"}), "");
  EXPECT_EQ(near_miss("comunity", {"compound", "community"}), "; did you mean \"community\"?");
}

TEST(Problems, QuoteStrayBytesAndCutLongTexts) {
  EXPECT_EQ(in_quotes("a\xff\n武"), "\"a\\xff\\x0a武\"");
  EXPECT_EQ(in_quotes(std::string(80, 'a')), "\"" + std::string(80, 'a') + "\"");
  EXPECT_EQ(in_quotes(std::string(81, 'a')), "\"" + std::string(80, 'a') + "...\"");
}

}  // namespace whistle::config::notation_test
