#include "adapters/replay/options.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "adapters/hotline/instant.h"

namespace whistle::replay {
namespace {

constexpr const char* kAbout =
    "Replays a city's feed against a running engine and shows what becomes of it.\n\n"
    "The engine must run on a driven clock: each request carries the instant it happens at, so "
    "the\n"
    "result is exact and the same every time, however fast the wall clock goes. A CSV export is\n"
    "played with the closings it contains; a JSON feed with a crew that acts on finish_after_min "
    "and\n"
    "rating. The engine may be killed and restarted meanwhile: the replay waits for it, repeats "
    "what\n"
    "was not answered, and at the end asks again for every complaint that was ever accepted.";

constexpr const char* kExamples =
    "Examples:\n"
    "  whistled --city config/cities/boston --data /tmp/boston --driven-from 0 &\n"
    "  whistle-replay --pack config/cities/boston\n"
    "  whistle-replay --pack config/cities/boston --feed boston311_2015h1.csv.gz --seconds 0 "
    "--json\n\n"
    "Exit codes: 0 nothing lost and nothing duplicated, 1 lost or duplicated complaints or no "
    "engine\n"
    "to play with, 2 the command line, the mapping or the feed is wrong, 130 interrupted.";

std::string check_date(const std::string& text) {
  return hotline::parse_date(text) ? std::string() : "'" + text + "' is no date such as 2015-03-09";
}

}  // namespace

std::variant<Options, int> parse_options(int argc, char** argv) {
  Options options;
  client::Endpoints& endpoints = options.client.endpoints;
  options.client.name = "whistle-replay";
  options.client.request_timeout_ms = 3000;
  options.client.reconnect_max_ms = 1000;
  options.client.reading = client::Line::Work;
  options.client.watch_credit = 10'000;
  std::string key;
  std::string server_key;

  CLI::App app(kAbout, "whistle-replay");
  app.footer(kExamples);
  app.add_option("--pack", options.rows.pack, "the city's folder, such as config/cities/boston")
      ->required();
  app.add_option("--feed", options.rows.feed, "what to play [the feed in the pack]");
  app.add_option("--from", options.from, "first day, local date [the feed's first]")
      ->check(check_date);
  app.add_option("--to", options.to, "last day, included [the feed's last; JSON: one more]")
      ->check(check_date);
  app.add_option("--seconds", options.seconds,
                 "how long the whole takes on the wall; 0: as fast as possible")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{86'400}))
      ->capture_default_str();
  app.add_option("--crew-seed", options.crew_seed, "another seed, another day's luck (JSON feeds)")
      ->capture_default_str();
  app.add_option("--source", options.rows.source, "name of the hotline [the pack's folder]");
  app.add_flag("--forward-bad-text", options.rows.forward_bad_text,
               "send JSON rows with broken UTF-8 as they are, for the engine to refuse");
  app.add_option("--intake", endpoints.intake, "the engine's sockets")->capture_default_str();
  app.add_option("--work", endpoints.work)->capture_default_str();
  app.add_option("--watch", endpoints.watch)->capture_default_str();
  app.add_option("--admin", endpoints.admin)->capture_default_str();
  app.add_option("--key", key, "our secret key (whistle keygen), for tcp:// endpoints");
  app.add_option("--server-key", server_key, "the engine's public key, or a file that has it");
  app.add_flag("--json", options.json, "print the result as one last line of JSON");
  app.add_flag("--quiet", options.quiet, "show nothing until the end");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (const auto wrong = client::read_keys(key, server_key, options.client.keys)) {
    std::fprintf(stderr, "%s\n", wrong->c_str());
    return 2;
  }
  return options;
}

}  // namespace whistle::replay
