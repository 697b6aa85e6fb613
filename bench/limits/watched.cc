#include <atomic>
#include <string>
#include <thread>

#include "adapters/client/client.h"
#include "adapters/client/watch.h"
#include "bench/limits/lives.h"
#include "bench/limits/measurements.h"
#include "bench/limits/mute_watchers.h"
#include "bench/pipeline/rig.h"
#include "bench/wire/daemon_process.h"

namespace whistle::bench::limits {
namespace {

// One who watches everything and reads it: what the others must get, too.
class Witness {
 public:
  explicit Witness(const client::Options& options) : watch_(generous(options)) {
    watch_.subscribe({.from_now = true});
    thread_ = std::jthread([this](const std::stop_token& ended) {
      while (!ended.stop_requested()) read();
    });
  }
  // Waits until it has seen this record. What it has got until then, in bytes.
  std::uint64_t await(std::uint64_t sequence) const {
    while (seen_ < sequence) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    return bytes_;
  }

 private:
  // As far ahead as the others, who give all the credit that is granted.
  static client::Options generous(client::Options options) {
    options.watch_credit = 16'384;
    return options;
  }
  void read() {
    constexpr std::uint32_t kPatienceMs = 50;
    watch_.next(kPatienceMs);
    if (watch_.problem()) give_up(watch_.problem()->message);
    bytes_ = watch_.received_bytes();
    seen_ = watch_.seen_sequence();
  }

  client::Watch watch_;
  std::atomic<std::uint64_t> bytes_{};
  std::atomic<std::uint64_t> seen_{};
  std::jthread thread_;
};

struct Cost {
  double per_second{};
  double engine_us{};  // of the engine's processor time, for each lifecycle
};

Cost measure(City& city, const DaemonProcess& daemon, const LivesPlan& plan) {
  const double before = daemon.processor_seconds();
  const Lives lives = live(city, daemon.options(), plan);
  constexpr double kMicro = 1e6;
  return {lives.per_second, (daemon.processor_seconds() - before) * kMicro /
                                static_cast<double>(std::max<std::uint64_t>(lives.completed, 1))};
}

}  // namespace

// An engine of its own for each of the two: watchers come and stay.
void measure_watched(City& city, const std::filesystem::path& folder, const Sizes& sizes) {
  const DaemonProcess alone(folder / "alone");
  const DaemonProcess watched(folder / "watched");
  client::Client desk(watched.options());
  const Witness one(alone.options());
  const Witness witness(watched.options());
  const MuteWatchers watchers(watched.endpoints().watch, sizes.watchers - 1);
  for (std::size_t i = 0; i < sizes.pairs; ++i) {
    const LivesPlan plan{.source = "pair-" + std::to_string(i), .seconds = sizes.seconds};
    const std::uint64_t bytes_before = watchers.bytes();
    const double readers_before = watchers.processor_seconds();
    Cost with;
    Cost without;
    double behind = 0;
    const auto run_watched = [&] {
      with = measure(city, watched, plan);
      const Stopwatch catching_up;
      const std::uint64_t each = witness.await(answer_of(desk.status()).head_sequence());
      watchers.wait_until_level(each);
      behind = catching_up.seconds();
    };
    if (i % 2 == 1) run_watched();
    without = measure(city, alone, plan);
    if (i % 2 == 0) run_watched();
    constexpr double kMega = 1e6;
    report("watched.none_per_second", without.per_second);
    report("watched.all_per_second", with.per_second);
    report("watched.ratio", with.per_second / without.per_second);
    report("watched.none_engine_us", without.engine_us);
    report("watched.all_engine_us", with.engine_us);
    report("watched.behind_seconds", behind);
    report("watched.delivered_mb", static_cast<double>(watchers.bytes() - bytes_before) / kMega);
    report("watched.reader_seconds", watchers.processor_seconds() - readers_before);
  }
}

}  // namespace whistle::bench::limits
