#include "engine/app/triage_verb.h"

#include <utility>

#include "engine/app/exit_codes.h"
#include "engine/app/feed_rows.h"
#include "engine/app/findings_print.h"
#include "engine/app/load_rules.h"
#include "engine/config/rule_files.h"
#include "engine/triage/triage.h"

namespace whistle::app {
namespace {

int complain(const std::vector<config::Problem>& problems, std::ostream& err) {
  for (const config::Problem& problem : problems) err << to_text(problem) << '\n';
  return kBadInput;
}

}  // namespace

CLI::App* add_triage_verb(CLI::App& app, TriageRequest& request) {
  auto* verb = app.add_subcommand(
      "triage", "What the engine finds in complaints: category, place, colour, each with evidence");
  verb->add_option("feed", request.feed,
                   "JSON Lines or CSV, also with gzip: text, subject?, category?, area_code?")
      ->required();
  verb->add_option("--model", request.model,
                   "A model that `train` wrote (default: that of the rule book, if it has one)");
  verb->add_flag("--json", request.json, "A line of JSON for each complaint");
  return verb;
}

int run_triage(const config::EngineSettings& settings, const TriageRequest& request,
               std::ostream& out, std::ostream& err) {
  auto book = load_rules(settings, err);
  if (!book) return kBadInput;
  if (!request.model.empty()) {
    config::Problems problems;
    auto bytes = config::read_file(request.model, problems);
    if (!bytes) return complain(problems.sorted(), err);
    book->model = *std::move(bytes);
  }
  const policy::Policy policy(*std::move(book));
  auto triage = triage::Triage::make(policy);
  if (!triage) {
    if (!request.model.empty()) err << request.model << ": ";
    err << triage.error() << '\n';
    return kBadInput;
  }
  const auto rows = read_feed(request.feed);
  if (!rows) return complain(rows.error(), err);
  std::size_t number = 0;
  for (const FeedRow& row : *rows) {
    const triage::Findings findings = triage->examine(row.complaint);
    const Examined examined{++number, row.complaint, findings, policy};
    if (request.json) {
      print_findings_json(examined, out);
    } else {
      if (number > 1) out << '\n';
      print_findings(examined, out);
    }
  }
  return 0;
}

}  // namespace whistle::app
