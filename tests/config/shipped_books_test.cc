#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/config/rule_book_files.h"
#include "engine/policy/policy.h"

namespace whistle::config::shipped_books_test {

const std::filesystem::path kConfig = std::filesystem::path(SOURCE_DIR) / "config";

constexpr std::chrono::local_days kToday{std::chrono::year{2026} / 11 / 27};

// Errors and warnings as a compiler would print them, paths relative to the repository.
std::string problems_of(const std::filesystem::path& pack) {
  const CheckedBook checked = check_rule_book(kConfig / "base", pack, kToday);
  std::string text;
  for (Problem problem : checked.problems) {
    problem.file = std::filesystem::path(problem.file).lexically_relative(SOURCE_DIR).string();
    text += to_text(problem) + "\n";
  }
  return text;
}

std::vector<std::filesystem::path> cities() {
  std::vector<std::filesystem::path> cities;
  for (const auto& entry : std::filesystem::directory_iterator(kConfig / "cities")) {
    if (entry.is_directory()) cities.push_back(entry.path());
  }
  std::ranges::sort(cities);
  return cities;
}

TEST(ShippedBooks, BaseHasNoProblems) { EXPECT_EQ(problems_of({}), ""); }

TEST(ShippedBooks, EveryCityHasNoProblems) {
  ASSERT_FALSE(cities().empty());
  for (const auto& city : cities()) EXPECT_EQ(problems_of(city), "") << city;
}

// Every chapter of casework finds its rules.
TEST(ShippedBooks, BaseHasRulesForEveryChapter) {
  auto book = load_rule_book(kConfig / "base", {});
  ASSERT_TRUE(book);
  const policy::Policy policy(*std::move(book));

  for (const auto& [kind, word] : kSpellings<WhistleKind>) {
    EXPECT_NE(policy.whistle(kind), nullptr) << word;
    EXPECT_TRUE(policy.may_whistle(Tier::Street, kind)) << word;
    EXPECT_EQ(policy.may_whistle(Tier::Compound, kind), kind == WhistleKind::Emergency) << word;
  }
  for (const Stage stage : {Stage::Objection, Stage::Transfer, Stage::ReminderAnswer,
                            Stage::Requester, Stage::Assist}) {
    for (const Severity severity : {Severity::Blue, Severity::Yellow, Severity::Red}) {
      EXPECT_TRUE(policy.limit(
          {.stage = stage, .severity = severity, .category = {}, .condition = {}, .received = {}}))
          << to_word(stage) << " " << to_word(severity);
    }
  }
  EXPECT_EQ(policy.pause({"pre_litigation_mediation"})->stops_requester, true);
  EXPECT_EQ(policy.duty({"care_visit"}, CareTier::Yellow)->days, 7);
  EXPECT_NE(policy.duty(policy.settings().modes.wartime_duty, CareTier::None), nullptr);
  EXPECT_EQ(policy.calendar(*policy.settings().modes.wartime_calendar).name(), "always");
}

// The highest unit takes what nobody below does, so no case is without a place.
TEST(ShippedBooks, EveryCityHasAUnitForEveryCategoryInEveryArea) {
  for (const auto& city : cities()) {
    auto book = load_rule_book(kConfig / "base", city);
    if (!book) continue;  // told above
    EXPECT_EQ(book->name, city.filename().string());
    const policy::Policy policy(*std::move(book));
    ASSERT_FALSE(policy.book().areas.empty()) << city;
    ASSERT_FALSE(policy.book().categories.empty()) << city;
    for (const policy::Area& area : policy.book().areas) {
      for (const policy::Category& category : policy.book().categories) {
        EXPECT_TRUE(policy.destination(category, {}, area.code, Severity::Blue))
            << city << " " << category.code.value << " in " << area.name;
      }
    }
  }
}

}  // namespace whistle::config::shipped_books_test
