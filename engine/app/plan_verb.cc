#include "engine/app/plan_verb.h"

#include <optional>
#include <utility>
#include <vector>

#include "engine/app/exit_codes.h"
#include "engine/app/load_rules.h"
#include "engine/app/plan_print.h"
#include "engine/app/rules_in_force.h"
#include "engine/casework/reports/plan.h"
#include "engine/config/rule_difference.h"
#include "engine/journal/rocks_journal.h"
#include "engine/policy/policy.h"

namespace whistle::app {
namespace {

struct Stored {
  casework::State state;
  Timestamp time;  // of the last record
  std::optional<config::BundledBook>
      in_force;  // the rule book; nothing when the journal keeps none
};

// The open cases as they are on disk, also while an engine runs; nothing when there is no journal.
Outcome<std::optional<Stored>, journal::Error> read_open_cases(
    const std::filesystem::path& folder) {
  const auto opened = journal::RocksJournal::open(folder, {.create = false, .read_only = true});
  if (!opened) {
    if (opened.error().kind == journal::Error::Kind::NotFound) return std::optional<Stored>{};
    return Failure{opened.error()};
  }
  std::optional<Stored> stored(std::in_place);
  const auto recovered = (*opened)->recover(stored->state, [](std::uint64_t) {});
  if (!recovered) return Failure{recovered.error()};
  stored->time = (*opened)->head().time;
  auto in_force = book_in_force(**opened, stored->state);
  if (!in_force) {
    return Failure{journal::Error{journal::Error::Kind::Corrupt, std::move(in_force.error())}};
  }
  stored->in_force = *std::move(in_force);
  return stored;
}

}  // namespace

int run_plan(const config::EngineSettings& settings, const PlanRequest& request,
             std::chrono::local_days today, std::ostream& out, std::ostream& err) {
  config::EngineSettings other = settings;
  other.rules_city = request.pack;
  if (!request.base.empty()) other.rules_base = request.base;
  std::vector<config::Problem> warnings;
  auto planned = load_rules_closely(other, today, warnings, err);
  if (!planned) return kBadRules;
  for (const config::Problem& warning : warnings) err << config::to_text(warning) << '\n';
  auto stored = read_open_cases(settings.data_dir);
  if (!stored) {
    err << stored.error().message << '\n';
    return kBadJournal;
  }
  auto present =
      present_book(*stored ? std::move((*stored)->in_force) : std::nullopt, settings, err);
  if (!present) return kBadRules;
  auto changes = config::difference_of(config::RuleFiles(present->files),
                                       {other.rules_base, other.rules_city});
  if (!changes) {
    for (const config::Problem& problem : changes.error()) err << to_text(problem) << '\n';
    return kBadRules;
  }
  PlanReport report{.name = present->book.name,
                    .before = present->book.version,
                    .after = planned->book.version,
                    .changes = *std::move(changes),
                    .open = {}};
  const policy::Policy before(std::move(present->book));
  const policy::Policy after(std::move(planned->book));
  if (*stored) report.open = casework::plan((*stored)->state, before, after, (*stored)->time);
  if (request.json) {
    print_plan_json(report, out);
  } else {
    print_plan(report, before.calendar(before.book().default_calendar).rules().zone, out);
  }
  return 0;
}

}  // namespace whistle::app
