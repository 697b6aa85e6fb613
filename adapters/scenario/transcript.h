#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "adapters/cli/ink.h"
#include "adapters/client/result.h"
#include "adapters/scenario/runner.h"
#include "adapters/scenario/scenario.h"
#include "whistle/v1/case.pb.h"

namespace whistle::scenario {

// The play as people read it. Quiet: only what is wrong, and the end.
class Transcript {
 public:
  Transcript(std::ostream& out, cli::Paint paint, bool quiet, const Scenario& scenario)
      : out_(out), paint_(paint), quiet_(quiet), scenario_(scenario) {}

  void begin();
  void step(std::size_t number, const std::string& when, const Step& step);
  void granted(const Step& step, const std::string& told);
  void refused(const Step& step, const client::Problem& problem);
  // What was recorded, in a word each.
  void facts(const std::vector<v1::Fact>& facts);
  // At this line of the file; 0: the engine's trouble.
  void wrong(std::uint64_t line, const std::string& what);
  void end(const Report& report);

 private:
  std::ostream& out_;
  cli::Paint paint_;
  bool quiet_;
  const Scenario& scenario_;
  std::size_t number_ = 0;
};

}  // namespace whistle::scenario
