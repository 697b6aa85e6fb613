#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <variant>

#include "adapters/scenario/options.h"
#include "adapters/scenario/read_scenario.h"
#include "adapters/scenario/runner.h"

namespace {

int run(const whistle::scenario::Options& options) {
  using namespace whistle;  // NOLINT(google-build-using-namespace): a main of its own
  const scenario::ReadScenario read = scenario::load_scenario(options.file);
  for (const auto& problem : read.problems) std::cerr << to_text(problem) << '\n';
  if (!read.problems.empty()) return 2;
  const bool colours = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  const scenario::Stage stage{.client = options.client,
                              .out = std::cout,
                              .paint = cli::Paint(colours),
                              .quiet = options.quiet,
                              .before_step = {}};
  const auto report = scenario::play(read.scenario, stage);
  if (!report) return 1;
  if (options.json) std::cout << scenario::json_of(*report) << std::endl;
  return report->passed() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto parsed = whistle::scenario::parse_options(argc, argv);
    if (const int* code = std::get_if<int>(&parsed)) return *code;
    return run(std::get<whistle::scenario::Options>(parsed));
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "whistle-scenario: %s\n", failure.what());
    return 1;
  }
}
