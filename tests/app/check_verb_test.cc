#include "engine/app/check_verb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "engine/config/notation.h"
#include "tests/config/rule_folders.h"

// What `whistled check` prints and with which code it ends.
namespace whistle::app::check_verb_test {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

struct Answer {
  int code{};
  std::string out;
  std::string err;
};

const std::filesystem::path kConfig = std::filesystem::path(SOURCE_DIR) / "config";

Answer check(const config::EngineSettings& settings, const std::string& words) {
  CLI::App app;
  CheckRequest request;
  add_check_verb(app, request);
  app.parse("check " + words);
  std::ostringstream out;
  std::ostringstream err;
  const int code = run_check(settings, request, *config::parse_date("2026-11-27"), out, err);
  return {code, out.str(), err.str()};
}

Answer check(const config::RuleFolders& folders, const std::string& words) {
  config::EngineSettings settings;
  settings.rules_base = folders.path("base");
  settings.rules_city = folders.path("pack");
  return check(settings, words);
}

config::EngineSettings shipped() {
  config::EngineSettings settings;
  settings.rules_base = kConfig / "base";
  return settings;
}

// A book that loads and is told about: a row of the past.
void write_warning(const config::RuleFolders& folders) {
  folders.append("base/limits.csv", "accept,red,,,2026-01-01,5m,2026-06-30,,\n");
}

TEST(Check, OfAShippedPackPrintsNothing) {
  const Answer named = check(shipped(), (kConfig / "cities/changtai").string());
  EXPECT_EQ(named.code, 0);
  EXPECT_EQ(named.out + named.err, "");
  config::EngineSettings settings = shipped();
  settings.rules_city = kConfig / "cities/changtai";
  EXPECT_EQ(check(settings, "--strict").code, 0);
}

TEST(Check, OfTheBaseItselfChecksItAlone) {
  const Answer answer = check(shipped(), (kConfig / "base").string() + " --summary");
  EXPECT_EQ(answer.code, 0);
  EXPECT_THAT(answer.out, StartsWith("base: 0 areas, 0 units, "));
}

TEST(Check, SaysWhatAGoodBookHoldsWhenAsked) {
  const Answer answer = check(shipped(), (kConfig / "cities/changtai").string() + " --summary");
  EXPECT_THAT(answer.out, StartsWith("changtai: 211 areas, "));
}

TEST(Check, OfErrorsEndsWithTwo) {
  const config::RuleFolders folders;
  folders.append("base/limits.csv", "accept,purple,,,,5m,,,\n");
  const Answer answer = check(folders, "");
  EXPECT_EQ(answer.code, 2);
  EXPECT_THAT(answer.out, HasSubstr("/base/limits.csv:8:8: severity: \"purple\" is not one of "));
}

TEST(Check, OfWarningsEndsWithZeroUnlessStrict) {
  const config::RuleFolders folders;
  write_warning(folders);
  const Answer answer = check(folders, "");
  EXPECT_EQ(answer.code, 0);
  EXPECT_THAT(answer.out, HasSubstr("limits.csv:8:28: warning: until: 2026-06-30 is past; "));
  const Answer strict = check(folders, "--strict");
  EXPECT_EQ(strict.code, 2);
  EXPECT_EQ(strict.out, answer.out);
}

TEST(Check, AsksTheDayItIsTold) {
  const config::RuleFolders folders;
  write_warning(folders);
  EXPECT_THAT(check(folders, "--today 2026-06-30").out, Not(HasSubstr("is past")));
  EXPECT_THAT(check(folders, "--today 2026-07-01").out, HasSubstr("is past"));
  const Answer wrong = check(folders, "--today tomorrow");
  EXPECT_EQ(wrong.code, 1);
  EXPECT_THAT(wrong.err, StartsWith("--today: \"tomorrow\" is not a date; "));
}

TEST(Check, PrintsOneLineOfJson) {
  const config::RuleFolders folders;
  write_warning(folders);
  folders.append("base/limits.csv", "accept,purple,,,,5m,,,\n");
  const Answer answer = check(folders, "--json");
  EXPECT_EQ(answer.code, 2);
  EXPECT_THAT(answer.out, EndsWith("}\n"));
  EXPECT_EQ(std::ranges::count(answer.out, '\n'), 1);
  const auto json = nlohmann::json::parse(answer.out);
  EXPECT_EQ(json["errors"], 1);
  const auto error = std::ranges::find_if(
      json["problems"], [](const auto& problem) { return problem["weight"] == "error"; });
  ASSERT_NE(error, json["problems"].end());
  EXPECT_EQ((*error)["line"], 9);
  EXPECT_EQ((*error)["column"], 8);
}

TEST(Check, OfAGoodBookAsJsonHasNoProblems) {
  const Answer answer = check(shipped(), (kConfig / "cities/boston").string() + " --json");
  EXPECT_EQ(answer.out, "{\"errors\":0,\"warnings\":0,\"problems\":[]}\n");
}

}  // namespace whistle::app::check_verb_test
