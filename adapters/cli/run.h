#pragma once

#include <string>
#include <vector>

#include "adapters/cli/world.h"

namespace whistle::cli {

// Runs one command line, without the name of the program. Returns the exit status (problem.h).
int run(const std::vector<std::string>& arguments, World& world);

}  // namespace whistle::cli
