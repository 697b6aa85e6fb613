#include "tests/app/calendar_asking.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <map>
#include <sstream>
#include <utility>

#include "engine/app/calendar_verb.h"
#include "engine/config/rule_book_files.h"

namespace whistle::app {

const policy::RuleBook& shipped_book(const std::string& city) {
  static std::map<std::string, policy::RuleBook> books;
  const auto known = books.find(city);
  if (known != books.end()) return known->second;
  const std::filesystem::path config = std::filesystem::path(SOURCE_DIR) / "config";
  auto book = config::load_rule_book(
      config / "base", city.empty() ? std::filesystem::path{} : config / "cities" / city);
  EXPECT_TRUE(book) << city;
  return books.emplace(city, book ? *std::move(book) : policy::RuleBook{}).first->second;
}

Answer ask(const std::string& words, const policy::RuleBook& book) {
  CLI::App app;
  CalendarRequest request;
  add_calendar_verb(app, request);
  std::ostringstream out;
  std::ostringstream err;
  try {
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error, out, err) == 0 ? 0 : 1;
    return {code, out.str(), err.str()};
  }
  const int code = answer_calendar(book, request, out, err);
  return {code, out.str(), err.str()};
}

}  // namespace whistle::app
