#include "adapters/scenario/options.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include <filesystem>

namespace whistle::scenario {
namespace {

constexpr const char* kAbout =
    "Plays the scenario of a pack against a running engine on a driven clock, and checks that the\n"
    "engine does what the place promises. How a scenario is written: adapters/scenario/README.md.";

constexpr const char* kExamples =
    "Examples:\n"
    "  whistled --city config/cities/changtai --data /tmp/changtai --driven-from 0 &\n"
    "  whistle-scenario --pack config/cities/changtai\n\n"
    "Exit codes: 0 passed, 1 a check failed or there is no engine to play with, 2 the command "
    "line\n"
    "or the file is wrong.";

constexpr std::uint32_t kRequestTimeoutMs = 3000;
constexpr std::uint32_t kGiveUpMs = 60'000;

}  // namespace

std::variant<Options, int> parse_options(int argc, char** argv) {
  Options options;
  client::Endpoints& endpoints = options.client.endpoints;
  options.client.name = "whistle-scenario";
  options.client.request_timeout_ms = kRequestTimeoutMs;
  options.client.give_up_after_ms = kGiveUpMs;
  options.client.reconnect_max_ms = 500;
  options.client.reading = client::Line::Work;
  std::string pack;
  std::string file = "scenario.toml";
  std::string key;
  std::string server_key;

  CLI::App app(kAbout, "whistle-scenario");
  app.footer(kExamples);
  app.add_option("--pack", pack, "the place's folder, such as config/cities/changtai")->required();
  app.add_option("--file", file, "the scenario, in the pack or anywhere")->capture_default_str();
  app.add_option("--intake", endpoints.intake, "the engine's sockets")->capture_default_str();
  app.add_option("--work", endpoints.work)->capture_default_str();
  app.add_option("--watch", endpoints.watch)->capture_default_str();
  app.add_option("--admin", endpoints.admin)->capture_default_str();
  app.add_option("--key", key, "our secret key (whistle keygen), for tcp:// endpoints");
  app.add_option("--server-key", server_key, "the engine's public key, or a file that has it");
  app.add_flag("--json", options.json, "print the result as one last line of JSON");
  app.add_flag("--quiet", options.quiet, "show only what fails, and the end");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (const auto wrong = client::read_keys(key, server_key, options.client.keys)) {
    std::fprintf(stderr, "%s\n", wrong->c_str());
    return 2;
  }
  const std::filesystem::path in_pack = std::filesystem::path(pack) / file;
  options.file = std::filesystem::exists(in_pack) ? in_pack.string() : file;
  return options;
}

}  // namespace whistle::scenario
