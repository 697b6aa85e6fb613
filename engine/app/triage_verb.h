#pragma once

#include <CLI/CLI.hpp>
#include <ostream>
#include <string>

#include "engine/config/settings.h"

// `whistled triage`: what the engine would find in complaints, without an engine.
namespace whistle::app {

struct TriageRequest {
  std::string feed;
  std::string model;  // a file; empty: what the rule book says
  bool json{};
};

CLI::App* add_triage_verb(CLI::App& app, TriageRequest& request);

// Prints the findings for every complaint of the feed: a block of text for each, or a line of JSON.
// Exit code 0, 2 when the rule book, the model or the feed has problems (all are printed to `err`,
// and nothing else).
int run_triage(const config::EngineSettings& settings, const TriageRequest& request,
               std::ostream& out, std::ostream& err);

}  // namespace whistle::app
