#include "engine/app/load_rules.h"

#include <algorithm>
#include <ctime>
#include <utility>

namespace whistle::app {
namespace {

void print(const std::vector<config::Problem>& problems, std::ostream& err) {
  for (const config::Problem& problem : problems) err << config::to_text(problem) << '\n';
  const auto errors = std::ranges::count(problems, config::Weight::Error, &config::Problem::weight);
  err << "the rule book has " << errors << " problem(s); nothing was loaded\n";
}

}  // namespace

std::optional<config::BundledBook> load_bundled_rules(const config::EngineSettings& settings,
                                                      std::ostream& err) {
  auto book = config::load_bundled_book(settings.rules_base, settings.rules_city);
  if (book) return *std::move(book);
  print(book.error(), err);
  return std::nullopt;
}

std::optional<policy::RuleBook> load_rules(const config::EngineSettings& settings,
                                           std::ostream& err) {
  auto loaded = load_bundled_rules(settings, err);
  if (!loaded) return std::nullopt;
  return std::move(loaded->book);
}

std::optional<config::BundledBook> load_rules_closely(const config::EngineSettings& settings,
                                                      std::chrono::local_days today,
                                                      std::vector<config::Problem>& warnings,
                                                      std::ostream& err) {
  auto checked = config::check_rule_book(settings.rules_base, settings.rules_city, today);
  if (!checked.book) {
    print(checked.problems, err);
    return std::nullopt;
  }
  warnings = std::move(checked.problems);
  return config::BundledBook{*std::move(checked.book), std::move(checked.files)};
}

std::chrono::local_days day_of(Timestamp at) {
  const std::time_t seconds =
      std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
  std::tm wall{};
  localtime_r(&seconds, &wall);
  return std::chrono::local_days{std::chrono::year{wall.tm_year + 1900} /
                                 std::chrono::month{static_cast<unsigned>(wall.tm_mon + 1)} /
                                 std::chrono::day{static_cast<unsigned>(wall.tm_mday)}};
}

}  // namespace whistle::app
