#include <gtest/gtest.h>

#include <string>

#include "tests/config/rule_folders.h"

namespace whistle::config::former_names_test {

constexpr std::string_view kHeader = "name,area,from,until,source\n";

std::string problems_with(std::string_view rows) {
  const RuleFolders folders;
  folders.write("base/former_names.csv", std::string(kHeader) + std::string(rows));
  return folders.problems();
}

TEST(FormerNames, SayWhatAnAreaWasCalledAndWhen) {
  using namespace std::chrono;
  const RuleFolders folders;
  folders.write("base/former_names.csv", std::string(kHeader) +
                                             "Old Wuan,12,2001-01-01,2021-06-30,gazette\n"
                                             "990012,12,,,\n");
  const policy::RuleBook book = folders.book();
  ASSERT_EQ(book.former_names.size(), 2U);
  EXPECT_EQ(book.former_names[0].name, "Old Wuan");
  EXPECT_EQ(book.former_names[0].area, AreaCode{12});
  EXPECT_EQ(book.former_names[0].from, local_days{2001y / 1 / 1});
  EXPECT_EQ(book.former_names[0].until, local_days{2021y / 6 / 30});
  EXPECT_EQ(book.former_names[1].until, std::nullopt);
}

TEST(FormerNames, MayBeAbsent) { EXPECT_TRUE(RuleFolders().book().former_names.empty()); }

TEST(FormerNames, OfAnAreaThatWasSplitHaveARowForEachPart) {
  const RuleFolders folders;
  folders.write("base/former_names.csv", std::string(kHeader) + "Both,12,,,\nBoth,123,,,\n");
  EXPECT_EQ(folders.book().former_names.size(), 2U);
}

TEST(FormerNames, AreRefusedWithWhatWouldBeRight) {
  EXPECT_EQ(problems_with("Old,77,,,\n"),
            "base/former_names.csv:2:5: area: there is no area \"77\"; add it, or name one "
            "that is there\n");
  EXPECT_EQ(problems_with(",12,,,\n"),
            "base/former_names.csv:2:1: name: is missing; every row needs one\n");
  EXPECT_EQ(problems_with("Old,12,2021-06-30,2021-06-29,\n"),
            "base/former_names.csv:2:19: until: the name ended before it began; \"2021-06-30\" or "
            "later\n");
  EXPECT_EQ(problems_with("Wu,12,,,\n"),
            "base/former_names.csv:2:1: name: \"Wu\" is what the area is called today; leave it to "
            "areas.csv\n");
  EXPECT_EQ(problems_with("12,12,,,\n"),
            "base/former_names.csv:2:1: name: \"12\" is what the area is called today; leave it to "
            "areas.csv\n");
}

TEST(OutlineDatum, IsWgs84UnlessTheBookSaysOtherwise) {
  const RuleFolders folders;
  EXPECT_EQ(folders.book().settings.outline_datum, Datum::Wgs84);
  folders.write("pack/rulebook.toml", "name = \"town\"\n[map]\noutline_datum = \"gcj02\"\n");
  EXPECT_EQ(folders.book().settings.outline_datum, Datum::Gcj02);
}

TEST(OutlineDatum, IsOneOfTheThree) {
  const RuleFolders folders;
  folders.write("pack/rulebook.toml", "name = \"town\"\n[map]\noutline_datum = \"mars\"\n");
  EXPECT_EQ(folders.problems(),
            "pack/rulebook.toml:3:17: outline_datum: \"mars\" is not one of wgs84, gcj02, bd09\n");
}

}  // namespace whistle::config::former_names_test
