#pragma once

#include "adapters/gateway/options.h"

namespace whistle::gateway {

// Puts all rooms together and serves until SIGTERM or SIGINT. Returns the exit code.
int serve(const Options& options);

}  // namespace whistle::gateway
