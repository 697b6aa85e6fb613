#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <exception>

#include "tests/crash/torture.h"

int main(int argc, char** argv) {
  using namespace whistle::tests;
  CLI::App app{
      "whistle-torture: kills a real engine (kill -9) at random moments while complaints arrive, "
      "workers work and supervisors watch; then compares everything it ever said with its journal. "
      "The journal is in a temporary folder (TMPDIR). Exit code 1 when anything was lost, repeated "
      "or done by somebody who did not hold it."};
  TortureWish wish;
  bool json = false;
  app.add_option("--kills", wish.kills, "How often it is killed")
      ->check(CLI::Range(0, 1'000'000))
      ->capture_default_str();
  app.add_option("--seed", wish.seed,
                 "Of what is sent and when it is killed; the machine adds its own chance")
      ->capture_default_str();
  app.add_option("--engine", wish.engine, "Another whistled than the one built beside this program")
      ->check(CLI::ExistingFile);
  app.add_flag("--json", json, "End with one line of JSON");
  app.add_flag("--quiet", wish.quiet, "No progress");
  CLI11_PARSE(app, argc, argv);
  try {
    const auto begin = std::chrono::steady_clock::now();
    const Findings findings = torture(wish);
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    std::fprintf(stderr, "%s after %.0f seconds, seed %llu\n",
                 findings.is_good() ? "nothing was lost" : "FAILED", seconds,
                 static_cast<unsigned long long>(wish.seed));
    if (json || !findings.is_good()) std::printf("%s\n", findings.json().c_str());
    return findings.is_good() ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "cannot go on: %s\n", error.what());
    return 2;
  }
}
