#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <string>

#include "adapters/cli/ink.h"
#include "adapters/client/options.h"
#include "adapters/scenario/scenario.h"
#include "whistle/v1/admin.pb.h"

namespace whistle::scenario {

// What came of a play.
struct Report {
  std::string city;
  std::size_t steps = 0;
  std::size_t checks = 0;
  std::size_t failed = 0;
  std::set<int> rows;  // of which every step passed
  v1::Tallies tallies;
  bool broken_off = false;  // the engine did not answer any more

  bool passed() const { return failed == 0 && !broken_off; }
};

// One line, without its end. Names and order are what scripts rely on: append, never rename.
std::string json_of(const Report& report);

struct Stage {
  client::Options client;
  std::ostream& out;  // the transcript
  cli::Paint paint{false};
  bool quiet = false;  // only failures and the end
  // Called before each step, from 0. For tests.
  std::function<void(std::size_t)> before_step;
};

// Plays a scenario without problems to its end. The engine runs on a driven clock that is not past
// the beginning, and should be new. Nothing when it is not, or when there is none; `out` says why.
std::optional<Report> play(const Scenario& scenario, const Stage& stage);

}  // namespace whistle::scenario
