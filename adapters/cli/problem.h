#pragma once

#include <string>

#include "adapters/cli/world.h"
#include "adapters/client/result.h"

namespace whistle::cli {

// What the program returns to the shell. Scripts rely on the numbers: never change one.
using Exit = int;
inline constexpr Exit kDone = 0;
inline constexpr Exit kError = 1;
inline constexpr Exit kUsage = 2;
inline constexpr Exit kNotFound = 3;
inline constexpr Exit kRefused = 4;
inline constexpr Exit kDenied = 5;
inline constexpr Exit kUnavailable = 6;

Exit exit_of(const client::Problem& problem);

// Says what went wrong, and what can be done about it where that is known: as a line for people, or
// as {"error":{"code":..,"reason":..,"message":..,"retry_after_ms":..,"resent":..}} on `err`.
// Returns exit_of(problem).
Exit report(World& world, bool json, const client::Problem& problem);

// A problem of our own.
Exit report(World& world, bool json, Exit exit, const std::string& message);

}  // namespace whistle::cli
