#include "adapters/notify/options.h"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <sstream>

#include "adapters/notify/http_post.h"

namespace whistle::notify {
namespace {

constexpr const char* kAbout =
    "Tells other systems what happens: appends facts to a file, or posts them to a webhook.\n\n"
    "The engine keeps under --cursor how far it has got. Everything that matches is delivered at\n"
    "least once, in order, over restarts and outages of either side; a delivery that comes again\n"
    "has the same number.";

constexpr const char* kExamples =
    "Examples:\n"
    "  whistle-notify --cursor board --to-file facts.jsonl --severity red\n"
    "  whistle-notify --cursor street --to-url http://10.0.0.7:8080/whistle \\\n"
    "      --secret-file secret --area 350625100 --event card_issued --event case_escalated\n"
    "  whistle-notify --config notify.toml\n\n"
    "Exit codes: 0 ended as asked, 1 the sink failed, 2 the command line or the configuration is\n"
    "wrong, 3 the engine ended the watch (another program has the cursor, or what follows is "
    "gone).";

struct Raw {
  double timeout_s = 10;
  double first_pause_s = 1;
  double longest_pause_s = 300;
  std::string secret_file;
  bool from_beginning = false;
};

std::chrono::milliseconds in_ms(double seconds) {
  return std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000)};
}

void add_watching(CLI::App& app, Options& options, Raw& raw) {
  client::Selection& chosen = options.selection;
  app.add_option("--watch", options.client.endpoints.watch, "the engine's watch socket")
      ->capture_default_str();
  app.add_option("--cursor", chosen.cursor, "the name under which the engine keeps the position")
      ->required();
  app.add_flag("--from-beginning", raw.from_beginning,
               "a new cursor begins with the first record, not now");
  app.add_option("--event", chosen.events, "only these kinds of fact (card_issued, ...)");
  app.add_option("--area", chosen.areas, "only cases in these areas or below");
  app.add_option("--severity", chosen.severities, "only cases of these colours");
  app.add_option("--tier", chosen.tiers, "only cases at these tiers");
  app.add_option("--unit", chosen.units, "only cases these units answer for");
}

void add_sinks(CLI::App& app, Options& options, Raw& raw) {
  auto* file = app.add_option("--to-file", options.file, "append each delivery, a line of JSON");
  auto* url = app.add_option("--to-url", options.url, "post each delivery, http://host:port/path")
                  ->excludes(file)
                  ->check([](const std::string& text) {
                    return parse_url(text) ? std::string()
                                           : "'" + text + "' is no http://host[:port][/path]";
                  });
  app.add_option("--secret-file", raw.secret_file,
                 "its first line signs each delivery (Whistle-Signature)")
      ->needs(url)
      ->check(CLI::ExistingFile);
  app.add_option("--timeout", raw.timeout_s, "seconds to wait for the receiver")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  app.add_option("--first-pause", raw.first_pause_s, "seconds before the second attempt")
      ->check(CLI::Range(0.01, 86400.0))
      ->capture_default_str();
  app.add_option("--longest-pause", raw.longest_pause_s, "seconds between attempts at most")
      ->check(CLI::Range(0.01, 86400.0))
      ->capture_default_str();
  auto* rejects =
      app.add_option("--rejects", options.rejects, "file for deliveries that were given up");
  app.add_option("--give-up-after", options.webhook.attempts_max,
                 "attempts, after which a delivery goes to --rejects; 0: never")
      ->needs(rejects)
      ->capture_default_str();
}

// The first line of a file, without its end.
std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

int wrong(const std::string& what) {
  std::cerr << "whistle-notify: " << what << '\n';
  return 2;
}

}  // namespace

std::variant<Options, int> parse_options(int argc, const char* const* argv) {
  Options options;
  options.client.name = "whistle-notify";
  Raw raw;
  CLI::App app(kAbout, "whistle-notify");
  app.footer(kExamples);
  app.set_config("--config", "", "all of these from a TOML file: cursor = \"board\"");
  app.allow_config_extras(false);
  add_watching(app, options, raw);
  add_sinks(app, options, raw);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (options.file.empty() && options.url.empty()) return wrong("name --to-file or --to-url");
  if (!raw.secret_file.empty()) {
    options.webhook.secret = first_line(raw.secret_file);
    if (options.webhook.secret.empty()) return wrong(raw.secret_file + ": its first line is empty");
  }
  options.selection.from_now = !raw.from_beginning;
  options.patience = in_ms(raw.timeout_s);
  options.webhook.first_pause = in_ms(raw.first_pause_s);
  options.webhook.longest_pause = in_ms(raw.longest_pause_s);
  return options;
}

}  // namespace whistle::notify
