#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/config/settings.h"
#include "engine/core/time_point.h"

namespace whistle::app {

// How this process was asked to run.
struct RunOptions {
  config::EngineSettings settings;
  // A driven clock that starts here (or where the journal ended, if later); else the machine's.
  std::optional<Timestamp> driven_from;
  // Where to write the endpoints in use, one line each, when the engine is ready; empty: nowhere.
  std::filesystem::path ready_file;
  // Puts the pack that the settings name in force, whatever was in force before.
  bool take_pack{};
};

// Runs the engine until SIGINT or SIGTERM; SIGHUP makes it read the principals again. Exit codes: 0
// stopped as asked, 2 the rule book, the settings, the key or the principals have errors (all are
// printed; warnings are logged and prevent nothing), 3 the journal cannot be opened or read, 4 an
// endpoint cannot be bound or lets strangers in, 5 the journal failed while running (restart:
// recovery replays).
int run(const RunOptions& options);

// Walks the whole journal: hashes, sequence, times, and that replaying every record gives the very
// state that is stored. Exit code 0, or 3 with the first difference.
int verify(const config::EngineSettings& settings);

}  // namespace whistle::app
