#include "bench/peers/options.h"

#include <CLI/CLI.hpp>

namespace whistle::bench::peers {

int read_options(int argc, const char* const* argv, const std::vector<std::string>& names,
                 Options& options) {
  CLI::App app{
      "whistle_peers: one complaint's way, submitted, pulled and finished, each durable, through "
      "whistle and through what teams would otherwise build it on, in turn. Figures are medians "
      "of the runs."};
  app.add_option("--only", options.only, "This one beside whistle; may be repeated")
      ->check(CLI::IsMember(names));
  app.add_option("--data", options.data,
                 "An existing folder on the disk to measure, which every user may enter")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
  app.add_option("--seconds", options.seconds, "For how long each is measured in each run")
      ->check(CLI::Range(0.1, 600.0))
      ->capture_default_str();
  app.add_option("--runs", options.runs, "How often all are measured")
      ->check(CLI::Range(1, 99))
      ->capture_default_str();
  app.add_option("--batch-clients", options.batch_clients,
                 "How many send batches of 100 at once (default: what is fastest for each)")
      ->check(CLI::Range(1, 64));
  app.add_flag("--json", options.json, "End with one line of JSON");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  }
  return -1;
}

}  // namespace whistle::bench::peers
