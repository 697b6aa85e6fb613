#include <memory>
#include <string>

#include "adapters/client/client.h"
#include "bench/limits/filling.h"
#include "bench/limits/lives.h"
#include "bench/limits/measurements.h"
#include "bench/pipeline/rig.h"
#include "bench/wire/daemon_process.h"

namespace whistle::bench::limits {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRoomy = "[limits]\nmemory_bytes = 68719476736\n";
constexpr int kKills = 3;

// Each start follows a kill in the midst of a load, so that each replays a log.
void measure(City& city, const fs::path& folder, std::uint64_t cases, double seconds,
             const std::string& name) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  fill_open_cases(city, folder / "filled", cases);
  const DaemonSetup setup{.journal = folder / "filled", .settings = kRoomy};
  auto daemon = std::make_unique<DaemonProcess>(folder / "engine", setup);
  std::uint64_t accepted = 0;
  for (int i = 0; i < kKills; ++i) {
    accepted += live(city, daemon->options(),
                     {.source = name + std::to_string(i), .seconds = seconds, .is_abandoned = true})
                    .accepted;
    daemon->kill();
    const Stopwatch starting;
    daemon = std::make_unique<DaemonProcess>(folder / "engine", setup);
    report(name + ".seconds", starting.seconds());
  }
  client::Client desk(daemon->options());
  const auto status = desk.status();
  report(name + ".open_cases", static_cast<double>(answer_of(status).open_cases()));
  if (status->tallies().complaints() < cases + accepted) give_up("complaints were lost");
  daemon.reset();
  fs::remove_all(folder);
}

}  // namespace

void measure_restarts(City& city, const fs::path& folder, const Sizes& sizes) {
  measure(city, folder / "restart", sizes.restart, sizes.seconds, "restart");
  if (sizes.restart_large == 0) return;
  measure(city, folder / "large", sizes.restart_large, sizes.seconds, "restart_large");
}

}  // namespace whistle::bench::limits
