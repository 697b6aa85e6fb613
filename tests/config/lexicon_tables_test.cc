#include <gtest/gtest.h>

#include <string>

#include "tests/config/rule_folders.h"

// Exclusions and confusion pairs, read from files.
namespace whistle::config::lexicon_tables_test {

constexpr std::string_view kExclusions = "pattern,category,word,scope,note\n";
constexpr std::string_view kConfusions = "first,second,pattern,decides,weight,note\n";

std::string problems_with(const std::string& table, std::string_view header,
                          const std::string& rows) {
  const RuleFolders folders;
  folders.write("base/" + table, std::string(header) + rows + "\n");
  return folders.problems();
}

TEST(Exclusions, NameACategoryALargeClassOrAWord) {
  const RuleFolders folders;
  folders.write("base/exclusions.csv", std::string(kExclusions) +
                                           "noise level,06001,,words,\n"
                                           "/drill(s)?/,water,/burst(ing)? pipe/,sentence,why\n"
                                           "quiet,,noise,text,\n");
  const policy::RuleBook book = folders.book();
  ASSERT_EQ(book.exclusions.size(), 3U);
  EXPECT_EQ(book.exclusions[0].pattern.text, "noise level");
  EXPECT_EQ(book.exclusions[0].category, "06001");
  EXPECT_EQ(book.exclusions[0].word, "");
  EXPECT_EQ(book.exclusions[0].scope, policy::ExclusionScope::Words);
  EXPECT_TRUE(book.exclusions[1].pattern.regex);
  EXPECT_EQ(book.exclusions[1].category, "water");
  EXPECT_EQ(book.exclusions[1].word, "/burst(ing)? pipe/");
  EXPECT_EQ(book.exclusions[1].scope, policy::ExclusionScope::Sentence);
  EXPECT_EQ(book.exclusions[2].scope, policy::ExclusionScope::Text);
}

TEST(Exclusions, HaveProblemsLikeOtherTables) {
  EXPECT_EQ(problems_with("exclusions.csv", kExclusions,
                          "x,,,sentense,\n,wather,nois,,\n//,06001,,text,"),
            "base/exclusions.csv:2:3: category: is missing; a category or a large class, or name "
            "a word of the lexicon\n"
            "base/exclusions.csv:2:5: scope: \"sentense\" is not one of words, sentence, text; did "
            "you mean \"sentence\"?\n"
            "base/exclusions.csv:3:1: pattern: is missing; every row needs one\n"
            "base/exclusions.csv:3:2: category: there is no category or large class \"wather\"; "
            "did you mean \"water\"?\n"
            "base/exclusions.csv:3:9: word: there is no pattern in the lexicon \"nois\"; did you "
            "mean \"noise\"?\n"
            "base/exclusions.csv:3:14: scope: is missing; one of words, sentence, text\n"
            "base/exclusions.csv:4:1: pattern: the expression between the slashes is missing\n");
  EXPECT_EQ(problems_with("exclusions.csv", kExclusions, "x,pipe,noise,text,\nx,06,noise,text,"),
            "base/exclusions.csv:2:8: word: the lexicon has no row with \"noise\" for \"pipe\"\n");
  EXPECT_EQ(problems_with("exclusions.csv", kExclusions, "x,06001,,text,\nx,06001,,words,"),
            "base/exclusions.csv:3:1: a second row with the key \"x,06001,\"; the first is in line "
            "2\n");
}

TEST(Exclusions, OfThePackTakeThePlaceOfTheSameKey) {
  const RuleFolders folders;
  folders.write("base/exclusions.csv",
                std::string(kExclusions) + "x,06001,,text,\ny,06001,,text,\n");
  folders.write("pack/exclusions.csv",
                std::string(kExclusions) + "x,06001,,words,\nx,06001,noise,text,\n");
  const policy::RuleBook book = folders.book();
  ASSERT_EQ(book.exclusions.size(), 3U);
  EXPECT_EQ(book.exclusions[0].scope, policy::ExclusionScope::Words);
  EXPECT_EQ(book.exclusions[1].pattern.text, "y");
  EXPECT_EQ(book.exclusions[2].word, "noise");
}

TEST(Confusions, NameTwoAndTheOneTheirPatternSpeaksFor) {
  const RuleFolders folders;
  folders.write("base/confusions.csv", std::string(kConfusions) +
                                           "06001,06002,drill,06002,5,\n"
                                           "water,06001,/drips?/,water,1000,\n");
  const policy::RuleBook book = folders.book();
  ASSERT_EQ(book.confusions.size(), 2U);
  EXPECT_EQ(book.confusions[0].first, "06001");
  EXPECT_EQ(book.confusions[0].second, "06002");
  EXPECT_EQ(book.confusions[0].pattern.text, "drill");
  EXPECT_TRUE(book.confusions[0].for_second);
  EXPECT_EQ(book.confusions[0].weight, 5);
  EXPECT_FALSE(book.confusions[1].for_second);
  EXPECT_TRUE(book.confusions[1].pattern.regex);
}

TEST(Confusions, HaveProblemsLikeOtherTables) {
  EXPECT_EQ(problems_with("confusions.csv", kConfusions,
                          "06001,06001,x,06001,5,\n06001,06003,x,pipe,0,\n,06001,,,,"),
            "base/confusions.csv:2:7: second: \"06001\" is the first as well; name two that "
            "differ\n"
            "base/confusions.csv:3:7: second: there is no category or large class \"06003\"; did "
            "you mean \"06001\"?\n"
            "base/confusions.csv:3:15: decides: \"pipe\" is neither \"06001\" nor \"06003\"\n"
            "base/confusions.csv:3:20: weight: \"0\" is not a whole number from 1 to 1000\n"
            "base/confusions.csv:4:1: first: is missing; every row needs one\n"
            "base/confusions.csv:4:8: pattern: is missing; every row needs one\n"
            "base/confusions.csv:4:9: decides: is missing; every row needs one\n"
            "base/confusions.csv:4:10: weight: is missing; a whole number from 1 to 1000\n");
  EXPECT_EQ(problems_with("confusions.csv", kConfusions,
                          "06001,06002,x,06001,5,\n06001,06002,x,06002,5,"),
            "base/confusions.csv:3:1: a second row with the key \"06001,06002,x\"; the first is in "
            "line 2\n");
}

TEST(SubjectFactor, IsASettingFromOneToTen) {
  const RuleFolders folders;
  folders.append("pack/rulebook.toml", "[triage]\nsubject_factor = 2\n");
  EXPECT_EQ(folders.book().settings.subject_factor, 2);
  folders.write("pack/rulebook.toml", "name = \"town\"\n[triage]\nsubject_factor = 11\n");
  EXPECT_EQ(folders.problems(),
            "pack/rulebook.toml:3:18: subject_factor: 11 is not a whole number from 1 to 10\n");
}

}  // namespace whistle::config::lexicon_tables_test
