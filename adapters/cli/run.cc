#include "adapters/cli/run.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "adapters/cli/args.h"
#include "adapters/cli/session.h"

namespace whistle::cli {

namespace {

// Also says what the parser does not: that a verb was given, but none of ours.
std::string wrong_with(const CLI::App& program, const CLI::ParseError& error) {
  const auto strange = program.remaining();
  if (error.get_name() == "RequiredError" && !strange.empty()) {
    return "no such verb: " + strange.front();
  }
  return std::string(error.what()) + "; see --help";
}

}  // namespace

int run(const std::vector<std::string>& arguments, World& world) {
  Session session(world);
  const auto program = make_program(session);
  try {
    // The parser takes them from the back.
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    program->parse(std::move(reversed));
  } catch (const CLI::ParseError& error) {
    // Help is an exception to the parser, and a good one.
    if (error.get_exit_code() == 0) return program->exit(error, world.out, world.err);
    const bool json = std::ranges::find(arguments, "--json") != arguments.end();
    return report(world, json, kUsage, wrong_with(*program, error));
  }
  if (const auto exit = session.settle()) return *exit;
  const Exit exit = session.verb();
  session.warn();
  return exit;
}

}  // namespace whistle::cli
