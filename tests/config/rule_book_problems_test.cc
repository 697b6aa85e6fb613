#include <string>

#include <gtest/gtest.h>

#include "tests/config/rule_folders.h"

// One test per kind of mistake an author can make in the tables, with the exact text the author
// reads.
namespace whistle::config::rule_book_problems_test {

// The problems of the small book with one more row in a table of the base.
std::string with_row(std::string_view table, std::string_view row) {
  const RuleFolders folders;
  folders.append("base/" + std::string(table), std::string(row) + "\n");
  return folders.problems();
}

TEST(RuleBookProblems, AreNoneInTheSmallBook) { EXPECT_EQ(RuleFolders().problems(), ""); }

TEST(RuleBookProblems, OfFolders) {
  const RuleFolders folders;
  const auto book = load_rule_book(folders.path("absent"), folders.path("nowhere"));
  ASSERT_FALSE(book);
  ASSERT_EQ(book.error().size(), 2U);
  EXPECT_EQ(to_text(book.error()[0]),
            folders.path("absent").string() + ":1:1: there is no such folder");
}

TEST(RuleBookProblems, OfMissingFiles) {
  const RuleFolders folders;
  folders.remove("base/declines.csv");
  folders.remove("pack/rulebook.toml");
  EXPECT_EQ(folders.problems(),
            "base/declines.csv:1:1: there is no such file\n"
            "pack/rulebook.toml:1:1: there is no such file\n");
}

TEST(RuleBookProblems, OfAMissingTableBlameNobodyElse) {
  const RuleFolders folders;
  folders.remove("base/categories.csv");
  EXPECT_EQ(folders.problems(), "base/categories.csv:1:1: there is no such file\n");
}

TEST(RuleBookProblems, OfATableUnderAWrongName) {
  const RuleFolders folders;
  folders.write("pack/limit.csv", "x\n");
  EXPECT_EQ(folders.problems(),
            "pack/limit.csv:1:1: no table of a rule book is called \"limit.csv\"; did you mean "
            "\"limits.csv\"?\n");
}

TEST(RuleBookProblems, OfAKeyTwiceInOneFile) {
  EXPECT_EQ(with_row("units.csv", "wuan,Other,street,123,,"),
            "base/units.csv:5:1: a second row with the key \"wuan\"; the first is in line 3\n");
  EXPECT_EQ(with_row("limits.csv", "sign,red,,,,9m,,,"),
            "base/limits.csv:8:1: a second row with the key \"sign,red,,,\"; the first is in line "
            "2\n");
}

TEST(RuleBookProblems, OfAreaCodes) {
  EXPECT_EQ(with_row("areas.csv", "12a,X,compound,12,,,,,"),
            "base/areas.csv:5:1: code: \"12a\" is not an area code; 1 to 18 digits, the first not "
            "0\n");
  EXPECT_EQ(with_row("areas.csv", "012,X,compound,12,,,,,"),
            "base/areas.csv:5:1: code: \"012\" is not an area code; 1 to 18 digits, the first not "
            "0\n");
  EXPECT_EQ(with_row("areas.csv", "123456789012345678,X,compound,12,,,,,"), "");
  EXPECT_EQ(
      with_row("areas.csv", "1234567890123456789,X,compound,12,,,,,"),
      "base/areas.csv:5:1: code: \"1234567890123456789\" is not an area code; 1 to 18 digits, "
      "the first not 0\n");
}

TEST(RuleBookProblems, OfAreaFields) {
  EXPECT_EQ(with_row("areas.csv", "5,,comunity,12,a||b,self-managed,-1,true,POLYGON ((0 0))"),
            "base/areas.csv:5:3: name: is missing; every row needs one\n"
            "base/areas.csv:5:4: level: \"comunity\" is not one of district, street, community, "
            "compound, building; did you mean \"community\"?\n"
            "base/areas.csv:5:16: aliases: an alias is empty; write them as a|b|c\n"
            "base/areas.csv:5:21: management: \"self-managed\" is not one of unmanaged, "
            "self_managed, professional; did you mean \"self_managed\"?\n"
            "base/areas.csv:5:34: households: \"-1\" is not a whole number from 0 to 100000000\n"
            "base/areas.csv:5:37: promise: \"true\" is not one of yes\n"
            "base/areas.csv:5:42: outline: a ring has 1 points; 4 at least\n");
}

TEST(RuleBookProblems, OfTheAreaTree) {
  EXPECT_EQ(
      with_row("areas.csv", "5,X,compound,99,,,,,"),
      "base/areas.csv:5:14: parent: there is no area \"99\"; add it, or name one that is there\n");
  EXPECT_EQ(with_row("areas.csv", "5,X,street,12,,,,,"),
            "base/areas.csv:5:12: parent: a street cannot lie within \"12\", a street; a parent is "
            "of a higher level\n");
  EXPECT_EQ(with_row("areas.csv", "5,X,street,6,,,,,\n6,Y,compound,5,,,,,"),
            "base/areas.csv:5:12: parent: the area lies within itself: 5 -> 6 -> 5; the topmost "
            "one has no parent\n");
  EXPECT_EQ(with_row("areas.csv", "5,X,street,5,,,,,"),
            "base/areas.csv:5:12: parent: the area lies within itself: 5 -> 5; the topmost one has "
            "no parent\n");
  EXPECT_EQ(with_row("areas.csv", "5,X,street,,,,,,\n7,Z,building,5,,,,,"), "")
      << "several roots and missing levels are allowed";
}

TEST(RuleBookProblems, OfUnits) {
  EXPECT_EQ(
      with_row("units.csv", "New Unit,X,stret,99,water,offic"),
      "base/units.csv:5:1: code: \"New Unit\" is not a name; 1 to 40 of the characters a-z 0-9 "
      "_ . -\n"
      "base/units.csv:5:12: tier: \"stret\" is not one of building, compound, community, "
      "street, department, district; did you mean \"street\"?\n"
      "base/units.csv:5:18: area: there is no area \"99\"; add it, or name one that is there\n"
      "base/units.csv:5:27: calendar: there is no calendar \"offic\"; did you mean "
      "\"office\"?\n");
  EXPECT_EQ(with_row("units.csv", "gas,Gas,department,1,,"),
            "base/units.csv:5:22: department: is missing; a department unit names its own\n");
  EXPECT_EQ(with_row("units.csv", "gas,Gas,,,,"),
            "base/units.csv:5:9: tier: is missing; one of building, compound, community, street, "
            "department, district\n"
            "base/units.csv:5:10: area: is missing; every row needs one\n");
}

TEST(RuleBookProblems, OfTwoUnitsForOnePlace) {
  EXPECT_EQ(with_row("units.csv", "wuan2,X,street,12,,"),
            "base/units.csv:5:9: tier: a second unit with this tier, area and kind; the first "
            "is \"wuan\"; change one of the three\n");
  EXPECT_EQ(with_row("units.csv", "gas,Gas,department,1,gas,"), "") << "another department";
  EXPECT_EQ(with_row("units.csv", "pipes,Pipe desk,department,1,water,"), "")
      << "a second desk of a department";
}

TEST(RuleBookProblems, OfCategories) {
  EXPECT_EQ(
      with_row("categories.csv",
               "a b,thing,GB,,,,urgent,4,x,,department,,house,utility noise "
               "utility"),
      "base/categories.csv:5:1: code: \"a b\" is not a category code; five digits or a name "
      "without spaces, commas, bars and stars\n"
      "base/categories.csv:5:5: kind: \"thing\" is not one of component, matter\n"
      "base/categories.csv:5:15: name: is missing; every row needs one\n"
      "base/categories.csv:5:17: matter_class: \"urgent\" is not one of routine, focal, "
      "composite, specialist\n"
      "base/categories.csv:5:24: nature: \"4\" is not a whole number from 0 to 3\n"
      "base/categories.csv:5:26: scope: \"x\" is not a whole number from 0 to 3\n"
      "base/categories.csv:5:28: harm: is missing; a whole number from 0 to 3\n"
      "base/categories.csv:5:40: department: is missing; the duty lies with a department, so "
      "one must be named\n"
      "base/categories.csv:5:41: one_cause: \"house\" is not one of none, building, compound, "
      "community\n"
      "base/categories.csv:5:47: flags: \"noise\" is not one of utility, enforcement, inquiry, "
      "dispute, emergency_line, always_yellow\n"
      "base/categories.csv:5:47: flags: \"utility\" stands here a second time\n");
}

TEST(RuleBookProblems, OfTheLexicon) {
  EXPECT_EQ(with_row("lexicon.csv", ",06009,heavy,"),
            "base/lexicon.csv:4:1: pattern: is missing; every row needs one\n"
            "base/lexicon.csv:4:2: category: there is no category \"06009\"; did you mean "
            "\"06001\"?\n"
            "base/lexicon.csv:4:8: weight: \"heavy\" is not a whole number from -1000 to 1000\n");
  EXPECT_EQ(with_row("lexicon.csv", "//,06001,1,"),
            "base/lexicon.csv:4:1: pattern: the expression between the slashes is missing\n");
}

TEST(RuleBookProblems, OfSeverity) {
  EXPECT_EQ(with_row("severity.csv",
                     "fire,triger,,fire,\nfire drill,negate,,gas_leek,\nfire,trigger,"
                     ",,\ncrowd,scope,,,\nrage,nature,4,,"),
            "base/severity.csv:6:6: axis: \"triger\" is not one of nature, scope, harm, trigger, "
            "threat, care, negate, figure, not, past, worry, topic, over, now; did you mean "
            "\"trigger\"?\n"
            "base/severity.csv:7:20: rule: there is no trigger \"gas_leek\"; did you mean "
            "\"gas_leak\"?\n"
            "base/severity.csv:8:15: rule: is missing; 1 to 40 of the characters a-z 0-9 _ . -\n"
            "base/severity.csv:9:13: value: is missing; a whole number from 0 to 3\n"
            "base/severity.csv:10:13: value: \"4\" is not a whole number from 0 to 3\n");
}

TEST(RuleBookProblems, OfRequestTypesAndDeclines) {
  EXPECT_EQ(with_row("request_types.csv", "how,inquire,1"),
            "base/request_types.csv:3:5: request_type: \"inquire\" is not one of inquiry, help, "
            "grievance, report_violation, suggestion, thanks; did you mean \"inquiry\"?\n");
  EXPECT_EQ(with_row("declines.csv", "army,,"),
            "base/declines.csv:3:6: ground: is missing; 1 to 40 of the characters a-z 0-9 _ . -\n");
}

TEST(RuleBookProblems, OfLimits) {
  EXPECT_EQ(
      with_row("limits.csv", "rezolve,green,06003,,2026-02-30,5x,soon,daily,"),
      "base/limits.csv:8:1: stage: \"rezolve\" is not one of accept, dispatch, sign, contact, "
      "on_site, initial_result, resolve, post_check, callback, first_response, at_door, objection, "
      "transfer, reminder_answer, requester, assist; did "
      "you mean \"resolve\"?\n"
      "base/limits.csv:8:9: severity: \"green\" is not one of blue, yellow, red\n"
      "base/limits.csv:8:15: category: there is no category \"06003\"; did you mean "
      "\"06001\"?\n"
      "base/limits.csv:8:22: from: \"2026-02-30\" is not a date; year, month and day, such as "
      "\"2026-02-14\"\n"
      "base/limits.csv:8:33: limit: limit '5x' has an unknown unit 'x'; known are m, h, d, wh, wd "
      "and wd-end\n"
      "base/limits.csv:8:36: until: \"soon\" is not a date; year, month and day, such as "
      "\"2026-02-14\"\n"
      "base/limits.csv:8:41: calendar: there is no calendar \"daily\"; add it, or name one that is "
      "there\n");
  EXPECT_EQ(with_row("limits.csv", "accept,,,,,,,,"),
            "base/limits.csv:8:12: limit: is missing; 30m, 2h, 3d, 4wh, 5wd or 5wd-end, or - for "
            "none\n");
  EXPECT_EQ(with_row("limits.csv", "accept,,,,,100000m,,,"), "");
  EXPECT_EQ(with_row("limits.csv", "accept,,,,,100001m,,,"),
            "base/limits.csv:8:12: limit: limit '100001m' is not between 1 and 100000\n");
}

TEST(RuleBookProblems, OfARungAmongTheLimits) {
  EXPECT_EQ(with_row("limits.csv", "rung,,,,,5m,,,"),
            "base/limits.csv:8:1: stage: \"rung\" is not one of accept, dispatch, sign, contact, "
            "on_site, initial_result, resolve, post_check, callback, first_response, at_door, "
            "objection, transfer, reminder_answer, requester, assist\n");
}

TEST(RuleBookProblems, OfLimitsThatEndBeforeTheyBegin) {
  EXPECT_EQ(with_row("limits.csv", "accept,,,,2026-02-02,5m,2026-02-01,,"),
            "base/limits.csv:8:25: until: the last day 2026-02-01 is before the first day "
            "2026-02-02\n");
  EXPECT_EQ(with_row("limits.csv", "accept,,,,2026-02-02,5m,2026-02-02,,"), "");
}

TEST(RuleBookProblems, OfASeverityWithoutPromise) {
  const RuleFolders folders;
  folders.write("base/limits.csv",
                "stage,severity,category,condition,from,limit,until,calendar,source\n"
                "sign,red,,,,5m,,,\n"
                "sign,yellow,,,2026-01-01,5m,,,\n"
                "sign,yellow,,night,,5m,,,\n"
                "sign,blue,,,,-,,,\n"
                "resolve,,pipe,,,5m,,,\n"
                "resolve,red,,,,nonsense,,,\n"
                "resolve,yellow,,,,-,,,\n");
  EXPECT_EQ(
      folders.problems(),
      "base/limits.csv:1:1: no row gives the limit of stage \"resolve\" for severity \"blue\" "
      "whatever the category and the day; add one, with - for none\n"
      "base/limits.csv:1:1: no row gives the limit of stage \"sign\" for severity \"yellow\" "
      "whatever the category and the day; add one, with - for none\n"
      "base/limits.csv:7:16: limit: limit 'nonsense' does not start with a number; 30m, 2h, 3d, "
      "4wh, 5wd or 5wd-end, or - for none\n");
}

TEST(RuleBookProblems, OfLadders) {
  EXPECT_EQ(with_row("ladders.csv", "service,building,4wh,,hand_over"),
            "base/ladders.csv:10:9: tier: \"building\" stands above \"district\"; the rungs of a "
            "ladder go from the lowest tier up\n");
  EXPECT_EQ(
      with_row("ladders.csv", "blue,street,soon,offic,handover"),
      "base/ladders.csv:10:1: ladder: \"blue\" is not one of service, dispute, yellow, red, "
      "routine, focal, composite, specialist\n"
      "base/ladders.csv:10:13: budget: limit 'soon' does not start with a number; 30m, 2h, 3d, "
      "4wh, 5wd or 5wd-end, or - for none\n"
      "base/ladders.csv:10:18: calendar: there is no calendar \"offic\"; did you mean "
      "\"office\"?\n"
      "base/ladders.csv:10:24: mode: \"handover\" is not one of hand_over, supervise, parallel; "
      "did you mean \"hand_over\"?\n");
  const RuleFolders folders;
  folders.write("base/ladders.csv",
                "ladder,tier,budget,calendar,mode\n"
                "service,street,-,,supervise\n"
                "yellow,street,-,,supervise\n"
                "red,street,-,,supervise\n");
  EXPECT_EQ(folders.problems(),
            "base/ladders.csv:1:1: the ladder \"dispute\" has no rungs; add them, and end with one "
            "that supervises\n");
}

TEST(RuleBookProblems, OfLaddersThatEndNowhere) {
  const RuleFolders folders;
  folders.append("base/ladders.csv", "focal,street,1wd,,hand_over\n");
  EXPECT_EQ(folders.problems(),
            "base/ladders.csv:10:19: mode: the ladder \"focal\" ends nowhere: \"hand_over\" on its "
            "topmost rung has nobody above; end it with a rung that has the mode \"supervise\"\n");
  folders.write("pack/ladders.csv",
                "ladder,tier,budget,calendar,mode\n"
                "focal,district,-,,supervise\n");
  EXPECT_EQ(folders.problems(), "") << "the pack brings the end";
}

TEST(RuleBookProblems, OfALadderOfThePackAreInItsOwnFile) {
  const RuleFolders folders;
  folders.write("pack/ladders.csv",
                "ladder,tier,budget,calendar,mode\n"
                "service,building,4wh,,hand_over\n");
  EXPECT_EQ(folders.problems(), "") << "rungs of base and pack are put in order";
  const policy::RuleBook book = folders.book();
  EXPECT_EQ(book.ladders.at(0).rungs.at(0).tier, Tier::Building);
  EXPECT_EQ(book.ladders.at(0).rungs.at(1).tier, Tier::Street);
}

TEST(RuleBookProblems, OfTheCatalogue) {
  EXPECT_EQ(
      with_row("catalogue.csv", "06003,,99,,nobody,,"),
      "base/catalogue.csv:5:1: category: there is no category \"06003\"; did you mean "
      "\"06001\"?\n"
      "base/catalogue.csv:5:8: area: there is no area \"99\"; add it, or name one that is there\n"
      "base/catalogue.csv:5:12: unit: there is no unit \"nobody\"; add it, or name one that is "
      "there\n");
  EXPECT_EQ(with_row("catalogue.csv", "07*,,,street,,,"),
            "base/catalogue.csv:5:1: category: no category begins with \"07\"; shorten it, or add "
            "the category\n");
  EXPECT_EQ(
      with_row("catalogue.csv", "06001,,,,,,"),
      "base/catalogue.csv:5:9: tier: is missing; one of building, compound, community, street, "
      "department, district\n");
  EXPECT_EQ(
      with_row("catalogue.csv", "06001,,,district,wuan,,"),
      "base/catalogue.csv:5:9: tier: \"district\" is not the tier of the unit \"wuan\", which "
      "is \"street\"\n");
  EXPECT_EQ(
      with_row("catalogue.csv", "06001,,,department,,,"),
      "base/catalogue.csv:5:9: tier: category \"06001\" has no department to send it to; name "
      "one in categories.csv, or the unit here\n");
}

TEST(RuleBookProblems, OfDutiesPushedDown) {
  EXPECT_EQ(
      with_row("catalogue.csv", "06002,night,,community,,,"),
      "base/catalogue.csv:5:14: tier: no_downward_offload: \"community\" is below \"street\", "
      "which owns the duty of category \"06002\"\n");
  EXPECT_EQ(with_row("catalogue.csv", "06002,night,,street,,,"), "");
  EXPECT_EQ(
      with_row("catalogue.csv", "pipe,night,,,wuan,,"),
      "base/catalogue.csv:5:14: unit: no_downward_offload: \"street\" is below \"department\", "
      "which owns the duty of category \"pipe\"\n");
}

TEST(RuleBookProblems, OfDutiesPushedDownByAPrefix) {
  EXPECT_EQ(with_row("catalogue.csv", "0*,,,community,,,"),
            "base/catalogue.csv:5:6: tier: no_downward_offload: \"community\" is below \"street\", "
            "which owns the duty of category \"06002\"\n");
  EXPECT_EQ(with_row("catalogue.csv", "0*,,,community,,,\n06002,,,street,,,"), "")
      << "the row for the category takes it from the prefix";
  EXPECT_EQ(with_row("catalogue.csv", "0*,,,community,,,\n06002,night,,street,,,"),
            "base/catalogue.csv:5:6: tier: no_downward_offload: \"community\" is below \"street\", "
            "which owns the duty of category \"06002\"\n")
      << "but not when it is for one condition only";
}

TEST(RuleBookProblems, OfAllFilesComeAtOnce) {
  const RuleFolders folders;
  folders.append("base/units.csv", "gas,Gas,department,1,,\n");
  folders.append("base/lexicon.csv", "a,b\n");
  folders.append("pack/rulebook.toml", "titel = 1\n");
  folders.write("pack/areas.csv", "\xff");
  EXPECT_EQ(folders.problems(),
            "base/lexicon.csv:4:3: the row has 2 fields; the header has 4\n"
            "base/units.csv:5:22: department: is missing; a department unit names its own\n"
            "pack/areas.csv:1:1: the byte \"\\xff\" is not UTF-8; save the file as UTF-8\n"
            "pack/areas.csv:1:1: the header lacks code, name, level, parent, aliases, management, "
            "households, promise, outline; the columns are code, name, level, parent, aliases, "
            "management, households, promise, outline, kind\n"
            "pack/areas.csv:1:1: unknown column \"\\xff\"\n"
            "pack/rulebook.toml:2:1: unknown key \"titel\"; did you mean \"title\"?\n");
}

TEST(RuleBookProblems, OfABaseRowThatThePackReplacesAreNobodysConcern) {
  const RuleFolders folders;
  folders.append("base/units.csv", "gas,Gas,department,1,,\n");
  folders.write("pack/units.csv",
                "code,name,tier,area,department,calendar\n"
                "gas,Gas,department,1,gas,\n");
  EXPECT_EQ(folders.problems(), "");
}

}  // namespace whistle::config::rule_book_problems_test
