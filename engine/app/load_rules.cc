#include "engine/app/load_rules.h"

#include <utility>
namespace whistle::app {

std::optional<config::BundledBook> load_bundled_rules(const config::EngineSettings& settings,
                                                      std::ostream& err) {
  auto book = config::load_bundled_book(settings.rules_base, settings.rules_city);
  if (book) return *std::move(book);
  for (const config::Problem& problem : book.error()) err << config::to_text(problem) << '\n';
  err << "the rule book has " << book.error().size() << " problem(s); nothing was loaded\n";
  return std::nullopt;
}

std::optional<policy::RuleBook> load_rules(const config::EngineSettings& settings,
                                           std::ostream& err) {
  auto loaded = load_bundled_rules(settings, err);
  if (!loaded) return std::nullopt;
  return std::move(loaded->book);
}

}  // namespace whistle::app
