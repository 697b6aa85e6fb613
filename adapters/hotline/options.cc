#include "adapters/hotline/options.h"

#include <CLI/CLI.hpp>
#include <cstdio>

namespace whistle::hotline {
namespace {

constexpr const char* kAbout =
    "Brings complaints from a file to the engine.\n\n"
    "A feed is JSON Lines (.jsonl) or a CSV export (.csv) with a mapping file that says how its\n"
    "columns become a complaint; either may be compressed (.gz). A row that cannot be sent is\n"
    "reported with file:line:column and skipped; all others go on. Sending a feed twice is safe: "
    "the\n"
    "engine answers for a complaint it already has, and files nothing new.";

constexpr const char* kExamples =
    "Examples:\n"
    "  whistle-hotline config/cities/changtai/feed/day.jsonl --source centre\n"
    "  whistle-hotline export.csv.gz --mapping mapping.toml --pack config/cities/boston \\\n"
    "      --source boston311 --checkpoint export.mark --rejects rejected.jsonl --rate 50/s\n\n"
    "Exit codes: 0 every row was answered or reported, 1 the engine or a file failed, 2 the "
    "command\n"
    "line, the mapping or the header of the feed is wrong, 130 interrupted.";

}  // namespace

std::variant<Options, int> parse_options(int argc, char** argv) {
  Options options;
  options.client.name = "whistle-hotline";
  options.reading.source = "hotline";
  std::string rate = "0";
  std::string key;
  std::string server_key;

  CLI::App app(kAbout, "whistle-hotline");
  app.footer(kExamples);
  app.add_option("feed", options.feed, "the file to send; - is JSON Lines on standard input")
      ->required();
  app.add_option("--source", options.reading.source,
                 "name of this hotline; with a row's external id it identifies a complaint forever")
      ->capture_default_str();
  app.add_option("--mapping", options.reading.mapping,
                 "mapping of a CSV export [mapping.toml beside the feed]");
  app.add_option("--pack", options.reading.pack,
                 "rule book folder whose tables translate names into codes, for CSV exports");
  app.add_option("--checkpoint", options.checkpoint,
                 "keeps how far the feed has been answered, and continues there next time");
  app.add_option("--rejects", options.rejects, "appends every row that did not get in, with why");
  app.add_option("--rate", rate, "at most so many complaints: 50/s, 3000/min, 100/h; 0: no limit")
      ->check([](const std::string& text) {
        return parse_rate(text) ? std::string() : "'" + text + "' is no rate such as 50/s";
      })
      ->capture_default_str();
  app.add_option("--window", options.feeding.window, "complaints on their way at any moment")
      ->check(CLI::Range(1U, 4096U))
      ->capture_default_str();
  app.add_option("--limit", options.feeding.limit, "stop after so many rows; 0: never")
      ->capture_default_str();
  app.add_flag("--forward-bad-text", options.reading.forward_bad_text,
               "send JSON rows with broken UTF-8 as they are, for the engine to refuse");
  app.add_option("--intake", options.client.endpoints.intake, "the engine's intake socket")
      ->capture_default_str();
  app.add_option("--give-up", options.client.give_up_after_ms,
                 "stop when the engine has not answered for so many milliseconds; 0: never")
      ->capture_default_str();
  app.add_option("--key", key, "our secret key (whistle keygen), for tcp:// endpoints");
  app.add_option("--server-key", server_key, "the engine's public key, or a file that has it");
  app.add_flag("--json", options.json, "print the summary as one line of JSON");
  app.add_flag("--quiet", options.quiet, "no progress");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (const auto wrong = client::read_keys(key, server_key, options.client.keys)) {
    std::fprintf(stderr, "%s\n", wrong->c_str());
    return 2;
  }
  if (options.feed == "-" && !options.checkpoint.empty()) {
    std::fputs("--checkpoint needs a feed that can be read again, not standard input\n", stderr);
    return 2;
  }
  options.feeding.rate = *parse_rate(rate);
  options.client.window = options.feeding.window;
  options.client.reading = client::Line::Intake;
  return options;
}

}  // namespace whistle::hotline
