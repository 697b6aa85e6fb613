#include "engine/app/check_verb.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>
#include <vector>

#include "engine/app/exit_codes.h"
#include "engine/config/notation.h"
#include "engine/config/rule_book_files.h"
#include "engine/triage/triage.h"

namespace whistle::app {
namespace {

using config::Problem;
using config::Weight;

std::size_t count(const std::vector<Problem>& problems, Weight weight) {
  return static_cast<std::size_t>(std::ranges::count(problems, weight, &Problem::weight));
}

nlohmann::ordered_json to_json(const std::vector<Problem>& problems) {
  auto lines = nlohmann::ordered_json::array();
  for (const Problem& problem : problems) {
    lines.push_back({{"file", problem.file},
                     {"line", problem.line},
                     {"column", problem.column},
                     {"weight", problem.weight == Weight::Error ? "error" : "warning"},
                     {"message", problem.message}});
  }
  return {{"errors", count(problems, Weight::Error)},
          {"warnings", count(problems, Weight::Warning)},
          {"problems", std::move(lines)}};
}

void print_summary(const policy::RuleBook& book, std::ostream& out) {
  out << book.name << ": " << book.areas.size() << " areas, " << book.units.size() << " units, "
      << book.categories.size() << " categories, " << book.lexicon.size() << " lexicon patterns, "
      << book.limits.size() << " limits; version " << book.version.substr(0, 12) << '\n';
}

// What only the whole of all patterns shows, such as that there are too many.
void check_patterns(const policy::RuleBook& book, const std::filesystem::path& base,
                    std::vector<Problem>& problems) {
  const policy::Policy policy(book);
  const auto triage = triage::Triage::make(policy);
  if (!triage) problems.push_back({.file = base.string(), .message = triage.error()});
}

}  // namespace

CLI::App* add_check_verb(CLI::App& app, CheckRequest& request) {
  auto* check = app.add_subcommand("check", "Tell everything that is wrong with the rule book");
  check->add_option("PACK", request.pack, "Folder of a pack (default: that of --city)");
  check->add_option("--today", request.today,
                    "Check as on this day, such as 2026-11-27 (default: today)");
  check->add_flag("--strict", request.strict, "Warnings fail the check, too");
  check->add_flag("--json", request.json, "One line of JSON");
  check->add_flag("--summary", request.summary, "Say what a good rule book holds");
  return check;
}

int run_check(const config::EngineSettings& settings, const CheckRequest& request,
              std::chrono::local_days today, std::ostream& out, std::ostream& err) {
  if (!request.today.empty()) {
    const auto day = config::parse_date(request.today);
    if (!day) {
      err << "--today: " << day.error() << '\n';
      return kUsage;
    }
    today = *day;
  }
  std::filesystem::path pack = request.pack.empty() ? settings.rules_city : request.pack;
  std::error_code failed;
  if (std::filesystem::equivalent(pack, settings.rules_base, failed)) pack.clear();

  config::CheckedBook checked = config::check_rule_book(settings.rules_base, pack, today);
  if (checked.book) check_patterns(*checked.book, settings.rules_base, checked.problems);
  if (request.json) {
    out << to_json(checked.problems).dump() << '\n';
  } else {
    for (const Problem& problem : checked.problems) out << config::to_text(problem) << '\n';
    if (request.summary && checked.book) print_summary(*checked.book, out);
  }
  out << std::flush;
  const bool has_errors = count(checked.problems, Weight::Error) > 0;
  return has_errors || (request.strict && !checked.problems.empty()) ? kBadRules : 0;
}

}  // namespace whistle::app
