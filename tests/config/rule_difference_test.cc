#include "engine/config/rule_difference.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/config/rule_folders.h"

// What differs between two rule books: rows by their keys, values by their names.
namespace whistle::config::rule_difference_test {

std::vector<RuleChange> changes_between(const RuleFolders& before, const RuleFolders& after) {
  auto found = difference_of({before.path("base"), before.path("pack")},
                             {after.path("base"), after.path("pack")});
  EXPECT_TRUE(found);
  return found ? *found : std::vector<RuleChange>{};
}

// "limits resolve,blue,,, changed limit: 5wd -> 3wd"
std::string text_of(const RuleChange& change) {
  const std::string kind = change.kind == ChangeKind::Added     ? "added"
                           : change.kind == ChangeKind::Removed ? "removed"
                                                                : "changed";
  return change.table + " " + change.key + " " + kind + " " + change.field + ": " + change.before +
         " -> " + change.after;
}

TEST(RuleDifference, OfABookWithItselfIsNothing) {
  EXPECT_TRUE(changes_between(RuleFolders(), RuleFolders()).empty());
}

TEST(RuleDifference, NamesTheColumnOfARowAndItsPlace) {
  const RuleFolders before;
  RuleFolders after;
  after.write("pack/limits.csv",
              "stage,severity,category,condition,from,limit,until,calendar,source\n"
              "contact,red,,,,11m,,,ours\n");
  const auto changes = changes_between(before, after);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].table, "limits");
  EXPECT_EQ(changes[0].key, "contact,red,,,");
  EXPECT_EQ(changes[0].after.find("11m") != std::string::npos, true) << text_of(changes[0]);
  EXPECT_EQ(changes[0].place.line, 2U);
  EXPECT_TRUE(changes[0].place.file.ends_with("pack/limits.csv"));
}

TEST(RuleDifference, LooksAtKeysAndNotAtTheOrderOfRows) {
  const RuleFolders before;
  RuleFolders after;
  after.write("base/units.csv",
              "code,name,tier,area,department,calendar\n"
              "water,Water company,department,1,water,always\n"
              "wuan,Wuan office,street,12,,office\n"
              "centre,Centre of all,district,1,,\n");
  const auto changes = changes_between(before, after);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(text_of(changes[0]), "units centre changed name: Centre -> Centre of all");
  EXPECT_EQ(changes[0].place.line, 4U);
}

TEST(RuleDifference, KnowsValuesByTheirNamesAndHolidaysByTheirLines) {
  const RuleFolders before;
  RuleFolders after;
  std::string general(kGeneral);
  const std::string friday = R"(fri = ["08:00-12:00"])";
  general.replace(general.find(friday), friday.size(), R"(fri = ["08:00-11:00"])");
  after.write("base/rulebook.toml", general);
  after.write("base/holidays.csv",
              "date,name,is_off_day\n"
              "2026-02-16,Spring Festival,1\n");
  const auto changes = changes_between(before, after);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(text_of(changes[0]),
            "rulebook calendar.office.week.fri changed : [08:00-12:00] -> [08:00-11:00]");
  EXPECT_EQ(changes[1].table, "days");
  EXPECT_EQ(changes[1].kind, ChangeKind::Removed);
}

TEST(RuleDifference, FailsWithTheProblemsOfABookThatCannotBeRead) {
  const RuleFolders before;
  RuleFolders after;
  after.write("base/rulebook.toml", "name = ");
  const auto found = difference_of({before.path("base"), before.path("pack")},
                                   {after.path("base"), after.path("pack")});
  ASSERT_FALSE(found);
  EXPECT_TRUE(found.error().front().file.ends_with("rulebook.toml"));
}

}  // namespace whistle::config::rule_difference_test
