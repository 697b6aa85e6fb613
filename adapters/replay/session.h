#pragma once

#include <functional>

#include "adapters/replay/options.h"

namespace whistle::replay {

// One replay from the feed to the summary. Returns the exit code; see options.cc. `interrupted` is
// asked often and ends the replay.
int run(const Options& options, const std::function<bool()>& interrupted);

}  // namespace whistle::replay
