#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <optional>
#include <string>

#include "engine/app/backup_verb.h"
#include "engine/app/calendar_verb.h"
#include "engine/app/check_verb.h"
#include "engine/app/corrections_verb.h"
#include "engine/app/daemon.h"
#include "engine/app/load_rules.h"
#include "engine/app/plan_verb.h"
#include "engine/app/train_verb.h"
#include "engine/app/triage_verb.h"
#include "engine/app/what_if_verb.h"
#include "engine/runtime/clock.h"

namespace {

using whistle::Milliseconds;
using whistle::Timestamp;

// The settings file with what the command line says on top.
struct Arguments {
  std::string settings_file;
  std::string city;
  std::string base;
  std::string data_dir;
  std::string compiled_dir;
  std::string intake;
  std::string work;
  std::string watch;
  std::string admin;
  std::string server_key;
  std::string principals;
  bool insecure{};
  std::string ready_file;
  std::optional<std::int64_t> driven_from_ms;
  bool take_pack{};
};

void add_rules_options(CLI::App& app, Arguments& arguments) {
  app.add_option("-c,--config", arguments.settings_file,
                 "Settings file (default: none, built-in defaults; see config/whistled.toml)");
  app.add_option("--rules", arguments.base, "Folder of the base rule book (config/base)");
  app.add_option("--city", arguments.city, "Folder of a city's pack (config/cities/changtai)");
}

void add_options(CLI::App& app, Arguments& arguments) {
  add_rules_options(app, arguments);
  app.add_option("--data", arguments.data_dir, "Folder of the journal");
}

std::optional<whistle::config::EngineSettings> settings_of(const Arguments& arguments) {
  whistle::config::EngineSettings settings;
  if (!arguments.settings_file.empty()) {
    auto loaded = whistle::config::load_settings(arguments.settings_file);
    if (!loaded) {
      for (const auto& problem : loaded.error()) {
        std::fprintf(stderr, "%s\n", whistle::config::to_text(problem).c_str());
      }
      return std::nullopt;
    }
    settings = *std::move(loaded);
  }
  if (!arguments.base.empty()) settings.rules_base = arguments.base;
  if (!arguments.city.empty()) settings.rules_city = arguments.city;
  if (!arguments.data_dir.empty()) settings.data_dir = arguments.data_dir;
  if (!arguments.compiled_dir.empty()) settings.compiled_dir = arguments.compiled_dir;
  if (!arguments.intake.empty()) settings.endpoints.intake = arguments.intake;
  if (!arguments.work.empty()) settings.endpoints.work = arguments.work;
  if (!arguments.watch.empty()) settings.endpoints.watch = arguments.watch;
  if (!arguments.admin.empty()) settings.endpoints.admin = arguments.admin;
  if (!arguments.server_key.empty()) settings.security.server_key = arguments.server_key;
  if (!arguments.principals.empty()) settings.security.principals = arguments.principals;
  if (arguments.insecure) settings.security.insecure = true;
  return settings;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "whistled: the dispatch engine. Takes complaints, gives out work, watches every clock."};
  app.footer(
      "Exit codes: 0 as asked, 1 usage, 2 errors in settings or rules (each printed as\n"
      "file:line:column; warnings only when check is strict), 3 journal unreadable, 4 cannot "
      "listen, 5 journal failed while running.");
  app.require_subcommand(0, 1);
  Arguments arguments;
  add_options(app, arguments);
  app.add_option("--compiled", arguments.compiled_dir,
                 "Folder where compiled patterns are kept for the next start (default: compiled,\n"
                 "inside --data)");
  app.add_option("--intake", arguments.intake, "Endpoint for hotline adapters");
  app.add_option("--work", arguments.work, "Endpoint for workers");
  app.add_option("--watch", arguments.watch, "Endpoint for supervisors");
  app.add_option("--admin", arguments.admin, "Endpoint for operators");
  app.add_option("--server-key", arguments.server_key,
                 "File of the engine's secret key (whistle keygen); needed for tcp:// endpoints");
  app.add_option("--principals", arguments.principals,
                 "File of those who may talk over tcp://; read again on SIGHUP");
  app.add_flag("--insecure", arguments.insecure,
               "TCP without keys, on loopback addresses only: anybody on this machine may do "
               "everything");
  app.add_option("--ready-file", arguments.ready_file,
                 "Write the four endpoints here when ready (ports may be chosen with :*)");
  app.add_option("--driven-from", arguments.driven_from_ms,
                 "Driven clock from this instant (ms since 1970 UTC): clients move the time");
  app.add_flag("--take-pack", arguments.take_pack,
               "Put the pack that --city names in force. Without it a journal goes on under the\n"
               "rule book it was under; whistle policy apply changes that while the engine runs");
  whistle::app::CheckRequest checked;
  auto* check = whistle::app::add_check_verb(app, checked);
  auto* verify = app.add_subcommand(
      "verify", "Walk the journal: hash chain, and that a replay gives the stored state");
  for (auto* verb : {check, verify}) add_options(*verb, arguments);
  whistle::app::CalendarRequest request;
  auto* calendar = whistle::app::add_calendar_verb(app, request);
  add_rules_options(*calendar, arguments);
  for (auto* verb : calendar->get_subcommands({})) add_rules_options(*verb, arguments);
  whistle::app::PlanRequest planned;
  auto* plan = app.add_subcommand(
      "plan", "What another pack would change: rules, due times of open cases, lines");
  add_options(*plan, arguments);
  plan->add_option("pack", planned.pack, "Folder of the new pack")->required();
  plan->add_option("--new-rules", planned.base,
                   "Folder of the new base (default: the present one)");
  plan->add_flag("--json", planned.json, "One line of JSON, nothing left out");
  whistle::app::BackupRequest backup;
  auto* backing_up = whistle::app::add_backup_verb(app, backup);
  auto* restoring = whistle::app::add_restore_verb(app, backup);
  for (auto* verb : {backing_up, restoring}) {
    verb->add_option("-c,--config", arguments.settings_file, "Settings file");
    verb->add_option("--data", arguments.data_dir, "Folder of the journal");
  }
  whistle::app::WhatIfRequest supposed;
  auto* what_if = whistle::app::add_what_if_verb(app, supposed);
  add_options(*what_if, arguments);
  whistle::app::TrainRequest to_train;
  auto* train = whistle::app::add_train_verb(app, to_train);
  whistle::app::TriageRequest to_triage;
  auto* triage = whistle::app::add_triage_verb(app, to_triage);
  whistle::app::CorrectionsRequest to_correct;
  auto* corrections = whistle::app::add_corrections_verb(app, to_correct);
  for (auto* verb : {train, triage}) add_rules_options(*verb, arguments);
  add_options(*corrections, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 1;
  }
  const auto settings = settings_of(arguments);
  if (!settings) return 2;
  const auto today = whistle::app::day_of(whistle::runtime::SystemClock().now());
  if (check->parsed()) {
    return whistle::app::run_check(*settings, checked, today, std::cout, std::cerr);
  }
  if (verify->parsed()) return whistle::app::verify(*settings);
  if (calendar->parsed()) {
    return whistle::app::run_calendar(*settings, request, std::cout, std::cerr);
  }
  if (plan->parsed()) {
    return whistle::app::run_plan(*settings, planned, today, std::cout, std::cerr);
  }
  if (what_if->parsed()) {
    return whistle::app::run_what_if_verb(*settings, supposed, std::cout, std::cerr);
  }
  if (train->parsed()) return whistle::app::run_train(*settings, to_train, std::cout, std::cerr);
  if (triage->parsed()) return whistle::app::run_triage(*settings, to_triage, std::cout, std::cerr);
  if (corrections->parsed()) {
    return whistle::app::run_corrections(*settings, to_correct, std::cout, std::cerr);
  }
  backup.journal = settings->data_dir;
  if (backing_up->parsed()) return whistle::app::run_backup(backup, std::cout, std::cerr);
  if (restoring->parsed()) return whistle::app::run_restore(backup, std::cout, std::cerr);
  const std::string insecurity = whistle::config::insecurity_of(*settings);
  if (!insecurity.empty()) {
    std::fputs(insecurity.c_str(), stderr);
    return 2;
  }
  whistle::app::RunOptions options{.settings = *settings,
                                   .driven_from = {},
                                   .ready_file = arguments.ready_file,
                                   .take_pack = arguments.take_pack};
  if (arguments.driven_from_ms) {
    options.driven_from = Timestamp{Milliseconds{*arguments.driven_from_ms}};
  }
  return whistle::app::run(options);
}
