#pragma once

#include <CLI/CLI.hpp>
#include <ostream>
#include <string>

#include "engine/config/settings.h"

// `whistled corrections`: what people put right becomes what the next model learns from.
namespace whistle::app {

struct CorrectionsRequest {
  std::string from;  // times or days on the wall of the default calendar; empty: all
  std::string until;
  bool json{};  // as by default: JSON Lines
  bool csv{};
};

CLI::App* add_corrections_verb(CLI::App& app, CorrectionsRequest& request);

// Reads the journal that the settings name, also beside an engine that runs on it, and prints a row
// for `whistled train` for each case whose category people decided: at the triage desk, or by
// returning it to a unit whose department has exactly one category. The last word counts; personal
// data in the text is masked (privacy.h). How many returns name no single category goes to `err`.
// Exit code 0, 1 when a time cannot be read, 2 when the rule book has problems, 3 when the journal
// is unreadable.
int run_corrections(const config::EngineSettings& settings, const CorrectionsRequest& request,
                    std::ostream& out, std::ostream& err);

}  // namespace whistle::app
