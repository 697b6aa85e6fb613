#pragma once

#include <chrono>
#include <filesystem>
#include <ostream>
#include <string>

#include "engine/config/settings.h"

// NOLINTNEXTLINE(readability-identifier-naming): the library calls itself so.
namespace CLI {
class App;
}

// `whistled check`: everything that is wrong with a rule book, before it is put in force.
namespace whistle::app {

// What was asked, as it was typed.
struct CheckRequest {
  std::filesystem::path pack;  // in the place of the settings' pack; the base itself: it alone
  std::string today;           // "2026-11-27"; empty: the machine's day
  bool strict{};               // warnings count as errors do
  bool json{};
  bool summary{};
};

// Adds `check` to a command line. Parsing fills the request, which must live as long as that.
CLI::App* add_check_verb(CLI::App& app, CheckRequest& request);

// Checks the rule book that the settings and the request name. A good one prints nothing; else a
// line for each problem, or all of them as one line of JSON. `today` holds where the request names
// no day. Exit code 0, 1 when the request makes no sense (why is in `err`), 2 when there are
// errors, or warnings that count.
int run_check(const config::EngineSettings& settings, const CheckRequest& request,
              std::chrono::local_days today, std::ostream& out, std::ostream& err);

}  // namespace whistle::app
