#include <string>

#include "bench/limits/lives.h"
#include "bench/limits/measurements.h"
#include "bench/wire/daemon_process.h"

namespace whistle::bench::limits {

void measure_curve(City& city, const std::filesystem::path& folder, const Sizes& sizes) {
  const DaemonProcess open(folder / "open");
  const DaemonProcess guarded(folder / "guarded", DaemonSetup{.guarded = true});
  for (std::size_t i = 0; i < sizes.pairs; ++i) {
    const LivesPlan plan{.source = "pair-" + std::to_string(i), .seconds = sizes.seconds};
    // The other one first every second time: whoever goes first has the colder machine.
    const bool guarded_first = i % 2 == 1;
    double rate[2] = {};
    for (const bool second : {false, true}) {
      const bool locked = second != guarded_first;
      rate[locked ? 1 : 0] = live(city, (locked ? guarded : open).options(), plan).per_second;
    }
    report("curve.off_per_second", rate[0]);
    report("curve.on_per_second", rate[1]);
    report("curve.ratio", rate[1] / rate[0]);
  }
}

}  // namespace whistle::bench::limits
