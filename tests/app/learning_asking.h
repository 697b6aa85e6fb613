#pragma once

#include <string>

#include "tests/app/calendar_asking.h"

// Asks `whistled train` and `whistled triage` as a shell in the project's folder would, without a
// process. Models go to a temporary folder of the test program and keep their names.
namespace whistle::app {

Answer ask_learning(std::string words);

// Where a model of this name is.
std::string model_path(const std::string& name);

}  // namespace whistle::app
