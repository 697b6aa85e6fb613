#include "engine/config/toml_file.h"

#include <chrono>
#include <functional>
#include <string>

#include <gtest/gtest.h>

namespace whistle::config::toml_file_test {

using namespace std::chrono_literals;

constexpr Range<std::int64_t> kSmall{1, 9};
constexpr Range<double> kShare{0.5, 2};
constexpr Range<Milliseconds> kShort{1s, 1h};

// What comes of reading `text` with `look`.
std::string problems_of(std::string_view text, const std::function<void(TomlSection)>& look) {
  Problems problems;
  if (const auto file = TomlFile::parse("t.toml", text, problems)) {
    look(file->root());
    file->report_unread();
  }
  std::string result;
  for (const Problem& problem : problems.sorted()) result += to_text(problem) + "\n";
  return result;
}

void look_at_nothing(TomlSection) {}

TEST(TomlFile, ReadsEveryType) {
  const auto look = [](TomlSection root) {
    EXPECT_EQ(root.text("text"), "武安");
    EXPECT_EQ(root.boolean("yes"), true);
    EXPECT_EQ(root.integer("number", kSmall), 9);
    EXPECT_EQ(root.real("share", kShare), 0.5);
    EXPECT_EQ(root.real("whole", kShare), 2.0);
    EXPECT_EQ(root.duration("time", kShort), 5min);
    EXPECT_EQ(root.texts("list")->at(1).text, "b");
    EXPECT_EQ(root.section("part").text("key"), "x");
    EXPECT_EQ(root.sections("many").size(), 2U);
  };
  EXPECT_EQ(problems_of(R"(text = "武安"
yes = true
number = 9
share = 0.5
whole = 2
time = "5m"
list = ["a", "b"]
[part]
key = "x"
[[many]]
[[many]]
)",
                        look),
            "");
}

TEST(TomlFile, GivesNothingForMissingKeysAndSections) {
  const auto look = [](TomlSection root) {
    EXPECT_EQ(root.text("a"), std::nullopt);
    EXPECT_FALSE(root.section("b").is_present());
    EXPECT_EQ(root.section("b").integer("c", kSmall), std::nullopt);
    EXPECT_TRUE(root.section("b").section("d").sections("e").empty());
  };
  EXPECT_EQ(problems_of("", look), "");
}

TEST(TomlFile, SaysWhereTheTextIsNoToml) {
  EXPECT_EQ(problems_of("a = 1\nb =\n", look_at_nothing).substr(0, 22), "t.toml:2:4: not TOML: ");
  EXPECT_EQ(problems_of("a = 1\na = 2\n", look_at_nothing).substr(0, 20), "t.toml:2:5: not TOML");
  EXPECT_EQ(problems_of("a = \"\xff\"\n", look_at_nothing).substr(0, 20), "t.toml:1:5: not TOML");
}

TEST(TomlFile, CountsColumnsInBytes) {
  const auto look = [](TomlSection root) { root.texts("list"); };
  EXPECT_EQ(problems_of("list = [\"武安\", 3]\n", look),
            "t.toml:1:19: list: must be text in quotes\n");
}

TEST(TomlFile, RefusesEveryWrongType) {
  const auto look = [](TomlSection root) {
    root.text("text");
    root.boolean("yes");
    root.integer("number", kSmall);
    root.real("share", kShare);
    root.duration("time", kShort);
    root.texts("list");
    root.section("part");
    root.sections("many");
  };
  EXPECT_EQ(problems_of(R"(text = 1
yes = "true"
number = 1.0
share = "1"
time = 5
list = "a"
part = 1
many = 2026-01-01
)",
                        look),
            "t.toml:1:8: text: must be text in quotes\n"
            "t.toml:2:7: yes: must be true or false\n"
            "t.toml:3:10: number: must be a whole number from 1 to 9\n"
            "t.toml:4:9: share: must be a number from 0.5 to 2.0\n"
            "t.toml:5:8: time: must be text in quotes\n"
            "t.toml:6:8: list: must be a list of texts, such as [\"a\", \"b\"]\n"
            "t.toml:7:8: part: must be a section, [part]\n"
            "t.toml:8:8: many: must be a list of sections, [[many]]\n");
}

TEST(TomlFile, TakesTheEndsOfARangeAndNothingBeyond) {
  const auto number = [](TomlSection root) { root.integer("n", kSmall); };
  EXPECT_EQ(problems_of("n = 1", number), "");
  EXPECT_EQ(problems_of("n = 0", number), "t.toml:1:5: n: 0 is not a whole number from 1 to 9\n");
  EXPECT_EQ(problems_of("n = 9", number), "");
  EXPECT_EQ(problems_of("n = 10", number), "t.toml:1:5: n: 10 is not a whole number from 1 to 9\n");

  const auto share = [](TomlSection root) { root.real("n", kShare); };
  EXPECT_EQ(problems_of("n = 2.0", share), "");
  EXPECT_EQ(problems_of("n = 2.25", share),
            "t.toml:1:5: n: 2.25 is not a number from 0.5 to 2.0\n");
  EXPECT_EQ(problems_of("n = nan", share), "t.toml:1:5: n: nan is not a number from 0.5 to 2.0\n");

  const auto time = [](TomlSection root) { root.duration("n", kShort); };
  EXPECT_EQ(problems_of("n = \"1h\"", time), "");
  EXPECT_EQ(problems_of("n = \"61m\"", time),
            "t.toml:1:5: n: \"61m\" is not a duration from 1s to 1h\n");
  EXPECT_EQ(problems_of("n = \"0s\"", time),
            "t.toml:1:5: n: \"0s\" is not a duration from 1s to 1h\n");
}

TEST(TomlFile, ReportsKeysNobodyReads) {
  const auto look = [](TomlSection root) {
    root.text("title");
    root.section("limits").integer("text_bytes", kSmall);
    for (TomlSection& item : root.sections("many")) item.text("name");
  };
  EXPECT_EQ(problems_of(R"(tilte = "x"
[limits]
text_bytse = 1
other = 2
[unknown]
inside = 1
[[many]]
nam = "x"
)",
                        look),
            "t.toml:1:1: unknown key \"tilte\"; did you mean \"title\"?\n"
            "t.toml:3:1: unknown key \"text_bytse\"; did you mean \"text_bytes\"?\n"
            "t.toml:4:1: unknown key \"other\"; known here are text_bytes\n"
            "t.toml:5:2: unknown key \"unknown\"; known here are limits, many, title\n"
            "t.toml:8:1: unknown key \"nam\"; did you mean \"name\"?\n");
}

}  // namespace whistle::config::toml_file_test
