#pragma once

#include <chrono>

namespace whistle::runtime {

// Time since the machine started, sleep included. Only to measure how long something takes, never
// to decide by.
std::chrono::nanoseconds uptime();

}  // namespace whistle::runtime
