#include <chrono>
#include <string>
#include <thread>

#include "adapters/client/client.h"
#include "bench/limits/filling.h"
#include "bench/limits/lives.h"
#include "bench/limits/measurements.h"
#include "bench/pipeline/rig.h"
#include "bench/wire/daemon_process.h"
#include "engine/app/folder_size.h"

namespace whistle::bench::limits {
namespace {

// Millions of cases need more than an engine of a city is given.
constexpr const char* kRoomy = "[limits]\nmemory_bytes = 68719476736\n";

// The cases were filed several times as fast as an engine takes complaints. What that left to be
// compacted is not part of the load.
void wait_until_idle(const DaemonProcess& daemon) {
  constexpr int kPatienceSeconds = 120;
  constexpr double kIdleShare = 0.02;
  for (int second = 0; second < kPatienceSeconds; ++second) {
    const double before = daemon.processor_seconds();
    std::this_thread::sleep_for(std::chrono::seconds{1});
    if (daemon.processor_seconds() - before < kIdleShare) return;
  }
  give_up("an engine that nobody asks anything does not come to rest");
}

}  // namespace

void measure_filled(City& city, const std::filesystem::path& folder, const Sizes& sizes) {
  fill_open_cases(city, folder / "filled", sizes.open_cases);
  const DaemonProcess empty(folder / "empty");
  const Stopwatch starting;
  const DaemonProcess full(folder / "full",
                           DaemonSetup{.journal = folder / "filled", .settings = kRoomy});
  report("filled.start_seconds", starting.seconds());
  client::Client desk(full.options());
  report("filled.open_cases", static_cast<double>(answer_of(desk.status()).open_cases()));
  report("filled.bytes_per_open_case", (static_cast<double>(full.resident_bytes()) -
                                        static_cast<double>(empty.resident_bytes())) /
                                           static_cast<double>(sizes.open_cases));
  wait_until_idle(full);
  report("filled.disk_bytes_per_open_case",
         static_cast<double>(app::bytes_below(folder / "filled")) /
             static_cast<double>(sizes.open_cases));
  for (std::size_t i = 0; i < sizes.pairs; ++i) {
    const LivesPlan plan{.source = "pair-" + std::to_string(i), .seconds = sizes.seconds};
    Lives lives[2];
    for (const bool second : {false, true}) {
      const bool is_full = second != (i % 2 == 1);
      lives[is_full ? 1 : 0] = live(city, (is_full ? full : empty).options(), plan);
    }
    report("filled.empty_per_second", lives[0].per_second);
    report("filled.full_per_second", lives[1].per_second);
    report("filled.empty_whole_share", lives[0].whole_share);
    report("filled.full_whole_share", lives[1].whole_share);
    // Among millions of open cases more complaints find one to join: cheaper complaints, not
    // faster ones. So steps are compared.
    report("filled.ratio", lives[1].steps_per_second / lives[0].steps_per_second);
  }
}

}  // namespace whistle::bench::limits
