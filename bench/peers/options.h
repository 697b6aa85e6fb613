#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace whistle::bench::peers {

struct Options {
  std::vector<std::string> only;  // empty: all
  std::filesystem::path data{"/var/tmp"};
  double seconds{3};
  int runs{5};
  std::size_t batch_clients{};  // 0: what is fastest for each peer
  bool json{};
};

// Reads the command line. `names` are those that --only takes. Returns the status with which to
// end, after having said what is wrong; or -1 to go on.
int read_options(int argc, const char* const* argv, const std::vector<std::string>& names,
                 Options& options);

}  // namespace whistle::bench::peers
