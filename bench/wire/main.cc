#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <string>

#include "bench/city.h"
#include "bench/wire/daemon_process.h"
#include "bench/wire/loads.h"
#include "bench/wire/watchers.h"

int main(int argc, char** argv) {
  using namespace whistle::bench;
  CLI::App app{
      "whistle_wire: what a client sees of whistled over a socket on this machine. One measurement "
      "per call; figures go to standard output, one per line."};
  app.fallthrough();  // options may stand behind the measurement
  std::string data;
  WireLoad load;
  bool guarded = false;
  app.add_option("--data", data, "An existing folder on the disk to measure")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--count", load.count, "How many complaints, lifecycles or records")
      ->required()
      ->check(CLI::PositiveNumber);
  app.add_option("--window", load.window, "How many of each client are on their way at once")
      ->check(CLI::Range(1, 4096));
  app.add_option("--clients", load.clients, "How many clients, each with connections of its own")
      ->check(CLI::Range(1, 1024));
  app.add_option("--rate", load.per_second,
                 "Offered at an even rate of so many a second, whether or not they are answered")
      ->check(CLI::Range(1, 1'000'000));
  app.add_flag("--keyed", load.named, "Each complaint carries an idempotency key");
  app.add_flag("--curve", guarded, "Everything is encrypted, and everybody has a key");
  auto* submit = app.add_subcommand("submit", "Durable complaints");
  auto* ping = app.add_subcommand("ping", "Requests that are answered at once");
  auto* lifecycle = app.add_subcommand("lifecycle", "Submitted, pulled and signed for, finished");
  auto* watch = app.add_subcommand(
      "watchers", "Memory of whistled with many who watch, one of whom stops reading");
  std::size_t watchers = 500;
  watch->add_option("--watchers", watchers, "How many")->check(CLI::Range(2, 1000));
  app.require_subcommand(1, 1);
  CLI11_PARSE(app, argc, argv);

  const City city = load_changtai();
  const std::filesystem::path folder = std::filesystem::path(data) / "wire";
  if (watch->parsed()) {
    measure_wire_watchers(folder, watchers, load.count);
  } else {
    const DaemonProcess daemon(folder, guarded);
    if (submit->parsed()) measure_wire_submits(city, daemon.options(), load);
    if (ping->parsed()) measure_wire_pings(city, daemon.options(), load);
    if (lifecycle->parsed()) measure_wire_lifecycles(city, daemon.options(), load);
  }
  std::filesystem::remove_all(folder);
  return 0;
}
