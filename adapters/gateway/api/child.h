#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

namespace whistle::gateway::api {

struct Ended {
  int code{-1};           // exit code; -1: could not be started, killed, or too slow
  std::string output;     // standard output
  std::string complaint;  // standard error, its first bytes
};

// Runs a program to its end and waits for it, on a thread that may wait. Its standard input is
// empty. Killed when it takes longer, says more than `output_bytes_max`, or once `stop` is set.
Ended run_child(const std::vector<std::string>& command, std::chrono::milliseconds time,
                std::size_t output_bytes_max, const std::atomic<bool>& stop);

}  // namespace whistle::gateway::api
