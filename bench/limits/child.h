#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace whistle::bench::limits {

// How a program ended.
struct Ended {
  bool well{};
  std::string printed{};  // on standard output
  std::string how{};      // empty when well
};

// Runs a program to its end, in a process group of its own: after so many seconds, when this
// process is asked to end (SIGINT, SIGTERM, SIGHUP), and when it has ended, nothing of the group is
// left. Its standard output goes through a file in `folder`.
Ended run_child(const std::vector<std::string>& words, const std::filesystem::path& folder,
                double patience_seconds);

// From now on signals that ask to end are noted; run_child() then ends its child and returns.
void catch_interrupts();
bool was_interrupted();

}  // namespace whistle::bench::limits
