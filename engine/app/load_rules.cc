#include "engine/app/load_rules.h"

#include <utility>

#include "engine/config/rule_book_files.h"

namespace whistle::app {

std::optional<policy::RuleBook> load_rules(const config::EngineSettings& settings,
                                           std::ostream& err) {
  auto book = config::load_rule_book(settings.rules_base, settings.rules_city);
  if (book) return *std::move(book);
  for (const config::Problem& problem : book.error()) err << config::to_text(problem) << '\n';
  err << "the rule book has " << book.error().size() << " problem(s); nothing was loaded\n";
  return std::nullopt;
}

}  // namespace whistle::app
