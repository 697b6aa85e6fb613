#include <cstdlib>
#include <memory>
#include <string>

#include "adapters/client/client.h"
#include "bench/limits/lives.h"
#include "bench/limits/measurements.h"
#include "bench/pipeline/rig.h"
#include "bench/wire/daemon_process.h"

namespace whistle::bench::limits {
namespace {

constexpr const char* kDelayMs = "20";

void report_lives(const std::string& name, const Lives& lives) {
  report(name + ".per_second", lives.per_second);
  report(name + ".submit", lives.submit);
  report(name + ".pull", lives.pull);
  report(name + ".finish", lives.finish);
}

}  // namespace

void measure_slow_disk(City& city, const std::filesystem::path& folder, const Sizes& sizes) {
  ::setenv("WHISTLE_SYNC_DELAY_MS", kDelayMs, 1);
  DaemonSetup setup{.program = "whistled_on_a_slow_disk", .journal = folder / "journal"};
  auto daemon = std::make_unique<DaemonProcess>(folder / "engine", setup);
  std::uint64_t accepted = 0;
  const auto run = [&](const std::string& name, LivesPlan plan) {
    plan.source = name;
    plan.seconds = sizes.seconds;
    const Lives lives = live(city, daemon->options(), plan);
    accepted += lives.accepted;
    report_lives(name, lives);
    return lives.per_second;
  };
  run("slow_disk.single", {.clients = 1, .window = 1});
  const double most = run("slow_disk.most", {});
  run("slow_disk.half", {.per_second = most / 2});
  daemon->kill();
  // Counted anew on a disk as it is.
  setup.program = "whistled";
  daemon = std::make_unique<DaemonProcess>(folder / "engine", setup);
  client::Client desk(daemon->options());
  const auto status = desk.status();
  const std::uint64_t kept = answer_of(status).tallies().complaints();
  report("slow_disk.accepted", static_cast<double>(accepted));
  report("slow_disk.lost",
         static_cast<double>(accepted) - static_cast<double>(std::min(accepted, kept)));
}

}  // namespace whistle::bench::limits
