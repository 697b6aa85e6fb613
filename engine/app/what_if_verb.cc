#include "engine/app/what_if_verb.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/app/exit_codes.h"
#include "engine/app/load_rules.h"
#include "engine/app/rules_in_force.h"
#include "engine/app/wall_time.h"
#include "engine/app/what_if_print.h"
#include "engine/app/what_if_run.h"
#include "engine/config/rule_difference.h"
#include "engine/journal/rocks_journal.h"

namespace whistle::app {
namespace {

constexpr std::size_t kDateBytes = 10;  // "2026-02-13"

// Tables that no text is read by.
constexpr std::array<std::string_view, 11> kAfterReading{
    "days",   "units",  "limits", "ladders",   "catalogue", "whistles", "whistle_permissions",
    "pauses", "duties", "rotas",  "milestones"};
// Sections of rulebook.toml that no text is read by.
constexpr std::array<std::string_view, 14> kSectionsAfterReading{
    "calendar.", "calendar[", "merge.",     "cards.",  "lease.",      "checks.", "limits.",
    "returns.",  "pauses.",   "callbacks.", "storms.", "escalation.", "scores.", "modes."};

bool can_read_otherwise(const config::RuleChange& change) {
  if (change.table != "rulebook") {
    return std::ranges::find(kAfterReading, change.table) == kAfterReading.end();
  }
  return std::ranges::none_of(kSectionsAfterReading, [&](std::string_view section) {
    return change.key.starts_with(section);
  });
}

std::optional<Timestamp> read(std::string_view option, const std::string& text,
                              const calendar::TimeZone& zone, std::ostream& err) {
  // A day alone begins at midnight.
  const bool is_day = text.size() == kDateBytes;
  const auto at = read_time(is_day ? text + " 00:00" : text, zone);
  if (at) return *at;
  err << option << ": " << at.error() << '\n';
  return std::nullopt;
}

std::optional<Stretch> read_stretch(const WhatIfRequest& request, const calendar::TimeZone& zone,
                                    std::ostream& err) {
  const auto from = read("--from", request.from, zone, err);
  const auto to = read("--to", request.to, zone, err);
  if (!from || !to) return std::nullopt;
  if (*to < *from) {
    err << "--to: " << time_text(*to, zone) << " is before " << time_text(*from, zone)
        << "; the earlier time belongs to --from\n";
    return std::nullopt;
  }
  return Stretch{*from, *to};
}

// What is forgotten cannot be run again, and a stretch that lacks its beginning is another one.
bool is_kept(const journal::RowJournal& journal, const Stretch& stretch,
             const calendar::TimeZone& zone, std::ostream& err) {
  const journal::Forgotten forgotten = journal.forgotten();
  if (!forgotten.sequence || stretch.from > forgotten.time) return true;
  err << "--from: what was decided up to " << time_text(forgotten.time, zone)
      << " is no longer kept (journal_keep_days); the stretch must begin after it\n";
  return false;
}

// The book in force as the journal keeps it; only the registers are read, not the open cases.
Outcome<std::optional<config::BundledBook>, std::string> kept_in(
    const journal::RowJournal& journal) {
  casework::State registers;
  const auto recovered = journal.recover_registers(registers);
  if (!recovered) return Failure{recovered.error().message};
  return book_in_force(journal, registers);
}

// Writes what the run finds: differing complaints while it runs, the sums at the end.
int run_and_print(const journal::RowJournal& journal, const WhatIfBooks& books,
                  const Stretch& stretch, WhatIfPrinter& printer, std::ostream& err) {
  printer.begin(stretch);
  const auto run =
      run_what_if(journal, books, stretch,
                  [&printer](const casework::CourseDifference& found) { printer.differs(found); });
  if (!run) {
    err << run.error() << '\n';
    return kBadJournal;
  }
  printer.end(*run);
  return 0;
}

}  // namespace

CLI::App* add_what_if_verb(CLI::App& app, WhatIfRequest& request) {
  auto* verb = app.add_subcommand("what-if",
                                  "What another pack would have made of a stretch of the journal");
  verb->add_option("pack", request.pack, "Folder of the other pack")->required();
  verb->add_option("--new-rules", request.base,
                   "Folder of the other base (default: the present one)");
  const std::string times =
      "local time of the present book's calendar: 2026-02-13, "
      "2026-02-13T17:50 or \"2026-02-13 17:50\", with +08:00 or Z if need be";
  verb->add_option("--from", request.from, "The stretch begins then; " + times)->required();
  verb->add_option("--to", request.to, "The stretch ends before then")->required();
  verb->add_flag("--json", request.json, "One line of JSON, nothing left out");
  return verb;
}

int run_what_if_verb(const config::EngineSettings& settings, const WhatIfRequest& request,
                     std::ostream& out, std::ostream& err) {
  config::EngineSettings other = settings;
  other.rules_city = request.pack;
  if (!request.base.empty()) other.rules_base = request.base;
  auto candidate = load_rules(other, err);
  if (!candidate) return kBadRules;
  const auto journal =
      journal::RocksJournal::open(settings.data_dir, {.create = false, .read_only = true});
  if (!journal) {
    err << journal.error().message << '\n';
    return kBadJournal;
  }
  auto in_force = kept_in(**journal);
  if (!in_force) {
    err << in_force.error() << '\n';
    return kBadJournal;
  }
  auto present = present_book(*std::move(in_force), settings, err);
  if (!present) return kBadRules;
  auto changes = config::difference_of(config::RuleFiles(present->files),
                                       {other.rules_base, other.rules_city});
  if (!changes) {
    for (const config::Problem& problem : changes.error()) err << to_text(problem) << '\n';
    return kBadRules;
  }
  const policy::Policy before(std::move(present->book));
  const policy::Policy after(*std::move(candidate));
  const calendar::TimeZone& zone = before.calendar(before.book().default_calendar).rules().zone;
  const auto stretch = read_stretch(request, zone, err);
  if (!stretch) return kUsage;
  if (!is_kept(**journal, *stretch, zone, err)) return kUsage;
  const WhatIfHeading heading{.name = before.book().name,
                              .before = before.book().version,
                              .after = after.book().version,
                              .rule_changes = changes->size()};
  const WhatIfBooks books{before, after, std::ranges::any_of(*changes, can_read_otherwise)};
  const auto printer =
      request.json ? print_what_if_json(heading, out) : print_what_if(heading, zone, out);
  return run_and_print(**journal, books, *stretch, *printer, err);
}

}  // namespace whistle::app
