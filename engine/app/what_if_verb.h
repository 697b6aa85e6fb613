#pragma once

#include <filesystem>
#include <ostream>
#include <string>

#include "engine/config/settings.h"

// `whistled what-if`: what another rule book would have made of a stretch of the journal.
namespace CLI {
class App;
}  // namespace CLI

namespace whistle::app {

struct WhatIfRequest {
  std::filesystem::path pack;  // the other pack
  std::filesystem::path base;  // the other base; empty: the present one
  std::string from;            // as typed
  std::string to;
  bool json{};
};

// Adds the verb with its own options. `request` must outlive the app.
CLI::App* add_what_if_verb(CLI::App& app, WhatIfRequest& request);

// Runs the stretch of the journal that the settings name under the rule book that they name and
// under the other one, and tells what differs; an engine may be running on the journal. Changes
// nothing. Exit code 0, 1 when a time is wrong, 2 when a rule book has problems (all are printed to
// `err`), 3 when there is no journal or it is unreadable.
int run_what_if_verb(const config::EngineSettings& settings, const WhatIfRequest& request,
                     std::ostream& out, std::ostream& err);

}  // namespace whistle::app
