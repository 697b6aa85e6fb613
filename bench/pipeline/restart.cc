#include <cstdio>
#include <string>
#include <utility>

#include "bench/complaints.h"
#include "bench/measure.h"
#include "bench/pipeline/dispositions.h"
#include "bench/pipeline/measurements.h"
#include "bench/pipeline/rig.h"
#include "bench/pipeline/window.h"
#include "engine/app/folder_size.h"

namespace whistle::bench {

void fill(City& city, const std::filesystem::path& folder, std::uint64_t open_cases) {
  constexpr std::size_t kWindow = 1024;
  Rig rig(city, folder);
  ComplaintMaker maker(*city.policy, "fill");
  Window window(kWindow);
  Dispositions dispositions;
  std::uint64_t submitted = 0;
  const Stopwatch watch;
  {
    Progress progress("filling with " + std::to_string(open_cases) + " open cases", open_cases);
    for (; dispositions.opened() < open_cases; ++submitted) {
      window.enter();
      rig.submit(maker.next(rig.now()), [&](const runtime::Reply& reply) {
        dispositions.add(reply);
        window.leave();
      });
      progress.at(dispositions.opened());
    }
    window.wait_until_empty();
  }
  const double seconds = watch.seconds();
  rig.stop();
  dispositions.show();
  report("fill.open_cases", static_cast<double>(rig.state().open_cases()));
  report("fill.per_second", static_cast<double>(submitted) / seconds);
  report("fill.resident_mb", static_cast<double>(resident_bytes()) / 1e6);
  report("fill.disk_bytes_per_complaint",
         static_cast<double>(app::bytes_below(folder)) / static_cast<double>(submitted));
}

void measure_restart(City& city, const std::filesystem::path& folder, std::uint64_t expected) {
  const Stopwatch watch;
  auto opened = journal::RocksJournal::open(folder, {.create = false});
  if (!opened) give_up(opened.error().message);
  const double open_seconds = watch.seconds();
  const std::uint64_t bytes_before = resident_bytes();

  const Stopwatch recovery;
  casework::State state;
  {
    Progress progress("recovering", expected);
    const auto recovered =
        (*opened)->recover(state, [&](std::uint64_t cases) { progress.at(cases); });
    if (!recovered) give_up(recovered.error().message);
  }
  const double recover_seconds = recovery.seconds();
  const auto cases = static_cast<double>(state.open_cases());
  const std::uint64_t bytes_after = resident_bytes();
  const runtime::Engine engine(*city.policy, std::move(state), (*opened)->head());

  report("restart.open_cases", cases);
  report("restart.open_seconds", open_seconds);
  report("restart.recover_seconds", recover_seconds);
  report("restart.seconds", open_seconds + recover_seconds);
  report("restart.cases_per_second", cases / recover_seconds);
  report("restart.resident_mb", static_cast<double>(bytes_after) / 1e6);
  report("restart.bytes_per_open_case", static_cast<double>(bytes_after - bytes_before) / cases);
}

}  // namespace whistle::bench
