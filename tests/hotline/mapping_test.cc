#include "adapters/hotline/mapping.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace whistle::hotline::mapping_test {

constexpr const char* kGood = R"([csv]
time_zone = "America/New_York"
[columns]
external_id = "id"
occurred_at = "open"
category = { column = "type", table = "categories" }
channel = { column = "source", values = { "Constituent Call" = "phone", "*" = "other" } }
text = "{type}: {{{reason}}}"
[ignore]
columns = ["status"]
)";

std::vector<std::string> problems_of(const std::string& toml) {
  std::vector<std::string> all;
  for (const Problem& problem : parse_mapping(toml, "m.toml").problems) {
    all.push_back(to_text(problem));
  }
  return all;
}

using Problems = std::vector<std::string>;

TEST(Mapping, ReadsRulesTablesValuesAndTemplates) {
  const auto parsed = parse_mapping(kGood, "m.toml");
  ASSERT_TRUE(parsed.problems.empty()) << to_text(parsed.problems.front());
  const Mapping& mapping = parsed.mapping;
  EXPECT_EQ(mapping.category.column, "type");
  EXPECT_EQ(mapping.category.table, "categories");
  EXPECT_EQ(mapping.channel.values.at("*"), "other");
  const std::vector<Template::Piece> pieces{
      {"type", true}, {": {", false}, {"reason", true}, {"}", false}};
  EXPECT_EQ(mapping.text.pieces, pieces);
  EXPECT_EQ(mapping.ignored, std::vector<std::string>{"status"});
}

TEST(Mapping, NamesThePlaceOfEveryMistakeAtOnce) {
  const std::string toml = R"([csv]
time_zone = "America/Bostom"
[columns]
external_id = 7
  colour = "x"
category = { column = "type", table = "cathegories" }
channel = { column = "source", values = { "A" = "telephone" } }
text = "{type"
[comparison]
)";
  const Problems expected{"m.toml:2:13: unknown time zone 'America/Bostom'",
                          "m.toml:4:15: the name of a column must be a string",
                          "m.toml:5:3: unknown key 'columns.colour'",
                          "m.toml:6:39: no table 'cathegories' can be looked up by name",
                          "m.toml:7:49: unknown channel 'telephone'",
                          "m.toml:8:8: a brace without its partner in the template",
                          "m.toml:9:2: unknown key 'comparison'"};
  EXPECT_EQ(problems_of(toml), expected);
}

TEST(Mapping, SaysTheDatumOfItsPoints) {
  const std::string good(kGood);
  const std::size_t after_zone = good.find('\n', good.find("time_zone")) + 1;
  std::string toml = good;
  toml.insert(after_zone, "datum = \"bd09\"\n");
  EXPECT_EQ(parse_mapping(toml, "m.toml").mapping.datum, "bd09");
  EXPECT_EQ(parse_mapping(good, "m.toml").mapping.datum, "");
  toml = good;
  toml.insert(after_zone, "datum = \"mars\"\n");
  const Problems expected{"m.toml:3:9: unknown datum 'mars'; one of wgs84, gcj02, bd09"};
  EXPECT_EQ(problems_of(toml), expected);
}

TEST(Mapping, NamesThePlaceOfASyntaxError) {
  const Problems found = problems_of("[csv]\ntime_zone = \n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].starts_with("m.toml:2:")) << found[0];
}

TEST(Mapping, NeedsIdentityTimeAndText) {
  const Problems expected{
      "m.toml: csv.time_zone is missing", "m.toml: columns.external_id is missing",
      "m.toml: columns.occurred_at is missing", "m.toml: columns.text is missing"};
  EXPECT_EQ(problems_of(""), expected);
}

TEST(Mapping, WantsEitherATableOrValues) {
  const std::string toml =
      "[columns]\narea = { column = \"a\", table = \"areas\", values = { \"x\" = \"1\" } }\n";
  EXPECT_EQ(problems_of(toml), Problems{"m.toml:2:8: a rule has either a table or values"});
}

TEST(Mapping, RefusesBracesThatDoNotMatch) {
  for (const char* text : {"a}", "{a{b}}", "{}", "{a"}) {
    const std::string toml = std::string("[columns]\ntext = \"") + text + "\"\n";
    EXPECT_EQ(problems_of(toml).size(), 1U) << text;
  }
}

TEST(Mapping, OfBostonIsInOrder) {
  const auto parsed = load_mapping(SOURCE_DIR "/config/cities/boston/feed/mapping.toml");
  for (const Problem& problem : parsed.problems) ADD_FAILURE() << to_text(problem);
}

}  // namespace whistle::hotline::mapping_test
