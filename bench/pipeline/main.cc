#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <string>

#include "bench/city.h"
#include "bench/measure.h"
#include "bench/pipeline/measurements.h"
#include "bench/pipeline/year.h"

namespace {

namespace fs = std::filesystem;
using namespace whistle::bench;

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "whistle_pipeline: what the engine costs without its sockets, on a real disk. One "
      "measurement "
      "per call; figures go to standard output, one per line."};
  app.fallthrough();  // options may stand behind the measurement
  std::string data;
  std::uint64_t count = 1;
  std::size_t window = 1;
  app.add_option("--data", data, "An existing folder on the disk to measure")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--count", count, "How many: appends, complaints, lifecycles or open cases")
      ->check(CLI::PositiveNumber);
  app.add_option("--window", window, "How many are on their way at once")
      ->check(CLI::Range(1, 4096));
  std::uint64_t per_second = 1000;
  app.add_option("--rate", per_second, "With offered: complaints a second")
      ->check(CLI::Range(1, 1'000'000));
  auto* disk = app.add_subcommand("disk", "4 KiB appended and fdatasync, for comparison");
  auto* submit = app.add_subcommand("submit", "Durable complaints");
  auto* offered = app.add_subcommand("offered", "Durable complaints that come at an even rate");
  auto* triaged = app.add_subcommand("triaged", "Durable complaints that were triaged before");
  auto* lifecycle = app.add_subcommand("lifecycle", "Submitted, pulled and signed for, finished");
  auto* memory = app.add_subcommand("memory", "Bytes for each open case");
  auto* fill_up = app.add_subcommand("fill", "Make a journal with open cases in --data, to keep");
  auto* restart = app.add_subcommand("restart", "Start from the journal that fill made");
  auto* year = app.add_subcommand("year", "Make a journal of whole lifecycles in --data, to keep");
  auto* what_if = app.add_subcommand("what-if", "Replay what year made under another rule book");
  app.require_subcommand(1, 1);
  CLI11_PARSE(app, argc, argv);

  if (disk->parsed()) {
    measure_disk(data, count);
    return 0;
  }
  const Stopwatch watch;
  City city = load_changtai();
  const double rules_seconds = watch.seconds();
  const fs::path kept = fs::path(data) / "filled";
  if (fill_up->parsed()) {
    fs::remove_all(kept);
    fill(city, kept, count);
    return 0;
  }
  if (restart->parsed()) {
    report("restart.rules_seconds", rules_seconds);
    measure_restart(city, kept, count);
    return 0;
  }
  const fs::path lived = fs::path(data) / "year";
  if (year->parsed()) {
    fs::remove_all(lived);
    live_a_year(city, lived, count);
    return 0;
  }
  if (what_if->parsed()) {
    measure_what_if(city, lived);
    return 0;
  }
  if (memory->parsed()) {
    measure_memory(city, count);
    return 0;
  }
  const fs::path folder = fs::path(data) / "measured";
  fs::remove_all(folder);
  if (submit->parsed()) measure_submits(city, folder, count, window);
  if (offered->parsed()) measure_offered_submits(city, folder, count, per_second);
  if (triaged->parsed()) measure_triaged_submits(city, folder, count, window);
  if (lifecycle->parsed()) measure_lifecycles(city, folder, count, window);
  fs::remove_all(folder);
  return 0;
}
