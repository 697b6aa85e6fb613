#pragma once

#include <chrono>
#include <filesystem>
#include <ostream>

#include "engine/config/settings.h"

// `whistled plan`: what another pack would change, before it is put in force.
namespace whistle::app {

struct PlanRequest {
  std::filesystem::path pack;  // the new pack
  std::filesystem::path base;  // the new base; empty: the present one
  bool json{};
};

// Compares the rule book in force (without a journal: the one that the settings name) with the new
// one, and looks at the open cases of the journal that the settings name; an engine may be running
// on it. Changes nothing. Exit code 0, 2 when a rule book has errors (all are printed to `err`), 3
// when the journal is unreadable. The warnings of the new book as on the day `today` are printed to
// `err`, too; they prevent nothing.
int run_plan(const config::EngineSettings& settings, const PlanRequest& request,
             std::chrono::local_days today, std::ostream& out, std::ostream& err);

}  // namespace whistle::app
