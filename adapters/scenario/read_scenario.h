#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/hotline/problem.h"
#include "adapters/scenario/scenario.h"

namespace whistle::scenario {

// A scenario and everything that is wrong with its file, in the order of the file. It can be played
// only when there are no problems: every key, verb, field, event, stage and name exists, and every
// time and number can be read. What the engine will say of it is another matter.
struct ReadScenario {
  Scenario scenario;
  std::vector<hotline::Problem> problems;
};
ReadScenario read_scenario(std::string_view toml, const std::string& file);
ReadScenario load_scenario(const std::string& path);

}  // namespace whistle::scenario
