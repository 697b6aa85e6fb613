#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "bench/peers/figures.h"

namespace whistle::bench::peers {

// Our own side, by the programs that measure it: whistle_wire, a client of a whistled over TCP,
// and whistle_pipeline, the engine without its sockets. They stand beside this program; all throw
// PeerError when one fails.
class WhistlePrograms {
 public:
  // `folder` exists; journals are made and removed there.
  explicit WhistlePrograms(std::filesystem::path folder);

  // "whistle.single": lifecycles of 32 clients, each step a message of its own, and
  // "whistle.batch": of four clients with a hundred in each step; each for about so long.
  void measure_lifecycles(double seconds, Figures& figures);
  // "whistle.submit_p50_ms", "whistle.submit_p99_ms".
  void measure_submits(std::size_t count, Figures& figures);
  // "whistle.bytes_per_open_case", and "whistle.restart_1m_s" so many times.
  void measure_open_cases(int restarts, Figures& figures);

 private:
  void measure(const std::string& mode, std::vector<std::string> words, double seconds,
               Figures& figures);
  std::map<std::string, double> run(const char* program, std::vector<std::string> words);

  std::filesystem::path folder_;
  std::map<std::string, double> per_second_;  // by mode, as it was last
};

}  // namespace whistle::bench::peers
