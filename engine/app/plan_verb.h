#pragma once

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

// Compares the rule book that the settings name with the new one, and looks at the open cases of
// the journal that the settings name; an engine may be running on it. Changes nothing. Exit code 0,
// 2 when a rule book has problems (all are printed to `err`), 3 when the journal is unreadable.
int run_plan(const config::EngineSettings& settings, const PlanRequest& request, std::ostream& out,
             std::ostream& err);

}  // namespace whistle::app
