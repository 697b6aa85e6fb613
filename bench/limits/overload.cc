#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "adapters/client/client.h"
#include "bench/complaints.h"
#include "bench/limits/bystanders.h"
#include "bench/limits/chart.h"
#include "bench/limits/growth.h"
#include "bench/limits/lives.h"
#include "bench/limits/measurements.h"
#include "bench/limits/raw_intake.h"
#include "bench/pipeline/rig.h"
#include "bench/wire/daemon_process.h"
#include "bench/wire/submit_request.h"

namespace whistle::bench::limits {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::size_t kConnections = 8;
// So many on their way at once are the most the engine can do, and do not fill it.
constexpr std::uint64_t kWindow = 1024;
// More memory than a minute of complaints needs: this is about load.
constexpr const char* kRoomy = "[limits]\nmemory_bytes = 68719476736\n";

// What was offered and what became of it, second by second.
struct Told {
  explicit Told(double seconds)
      : offered(static_cast<std::size_t>(seconds) + 1),
        accepted(offered.size()),
        refused(offered.size()) {}

  std::vector<double> offered;
  std::vector<double> accepted;
  std::vector<double> refused;
  std::uint64_t accepted_count{};
  std::uint64_t refused_count{};
  std::uint32_t retry_least_ms{UINT32_MAX};
  Latencies accepted_after{0};
  Latencies refused_after{0};
  Growth growth;
};

class Crowd {
 public:
  Crowd(City& city, const DaemonProcess& daemon, std::string source)
      : daemon_(daemon),
        maker_(*city.policy, std::move(source)),
        intake_(daemon.endpoints().intake, kConnections,
                [this](const v1::Status& status, Steady::time_point due) { note(status, due); }) {
    // Made before, so that making them is not part of the load.
    constexpr std::size_t kPrepared = 4096;
    for (std::size_t i = 0; i < kPrepared; ++i) add_body();
  }

  // As many as the engine can do.
  double find_maximum(double seconds) {
    told_.emplace_back(seconds);
    began_ = Steady::now();
    const auto until = began_ + length(seconds);
    while (Steady::now() < until) {
      while (intake_.pending() < kWindow) submit(Steady::now());
      intake_.poll(10ms);
    }
    const auto accepted = static_cast<double>(told_.back().accepted_count);
    drain();
    return accepted / seconds;
  }

  // At an even rate, whatever becomes of them.
  const Told& offer(double per_second, double seconds) {
    told_.emplace_back(seconds);
    began_ = Steady::now();
    const auto until = began_ + length(seconds);
    // Not before what can wait has come to wait.
    auto look = began_ + 1s;
    for (std::uint64_t started = 0; Steady::now() < until;) {
      if (Steady::now() >= look) {
        told_.back().growth.add(told_.back().accepted_count, daemon_.resident_bytes());
        look = Steady::now() + 250ms;
      }
      const auto due = [&] { return began_ + length(static_cast<double>(started) / per_second); };
      // Answers are looked at in between, also when the load is more than this thread can make.
      constexpr int kAtOnce = 64;
      for (int i = 0; i < kAtOnce && due() <= Steady::now(); ++i, ++started) {
        count(told_.back().offered, Steady::now());
        submit(due());
      }
      intake_.poll(due() <= Steady::now() ? 0ms : 1ms);
    }
    drain();
    return told_.back();
  }

 private:
  static Steady::duration length(double seconds) {
    return std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(seconds));
  }

  void add_body() {
    const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
    bodies_.push_back(request_of(maker_.next(now)).SerializeAsString());
  }
  void submit(Steady::time_point due) {
    if (next_ == bodies_.size()) add_body();
    intake_.submit(bodies_[next_], due);
    bodies_[next_++] = {};
  }
  void drain() {
    constexpr double kPatience = 60;
    const Stopwatch watch;
    while (intake_.pending() > 0) {
      if (watch.seconds() > kPatience) give_up("the engine does not answer");
      intake_.poll(10ms);
    }
  }

  void count(std::vector<double>& by_second, Steady::time_point at) const {
    const auto second = std::chrono::floor<std::chrono::seconds>(at - began_).count();
    if (second < static_cast<std::int64_t>(by_second.size())) {
      ++by_second[static_cast<std::size_t>(second)];
    }
  }

  void note(const v1::Status& status, Steady::time_point due) {
    Told& told = told_.back();
    const auto now = Steady::now();
    if (status.code() == 0) {
      ++told.accepted_count;
      count(told.accepted, now);
      return told.accepted_after.add(now - due);
    }
    if (status.retry_after_ms() == 0) {
      give_up("refused without a time to try again: " + status.reason() + " " + status.message());
    }
    ++told.refused_count;
    told.retry_least_ms = std::min(told.retry_least_ms, status.retry_after_ms());
    count(told.refused, now);
    told.refused_after.add(now - due);
  }

  const DaemonProcess& daemon_;
  ComplaintMaker maker_;
  RawIntake intake_;
  std::vector<std::string> bodies_;
  std::size_t next_{};
  std::vector<Told> told_;
  Steady::time_point began_;
};

const Told& run_phase(Crowd& crowd, const DaemonProcess& daemon, const std::string& name,
                      double per_second, double seconds) {
  Bystanders bystanders(daemon.options());
  const Told& told = crowd.offer(per_second, seconds);
  bystanders.stop();
  report(name + ".offered_per_second",
         static_cast<double>(told.accepted_count + told.refused_count) / seconds);
  report(name + ".accepted_per_second", static_cast<double>(told.accepted_count) / seconds);
  report(name + ".refused_per_second", static_cast<double>(told.refused_count) / seconds);
  report(name + ".accepted", told.accepted_after);
  if (told.refused_count > 0) {
    report(name + ".refused", told.refused_after);
    report(name + ".retry_after_least_ms", told.retry_least_ms);
  }
  report(name + ".finish", bystanders.finishes());
  report(name + ".watch", bystanders.facts());
  report(name + ".growth_bytes_each", told.growth.each());
  return told;
}

// Without the last, broken second.
std::vector<double> whole_seconds(std::vector<double> values) {
  values.pop_back();
  return values;
}

void draw(const Told& told, double maximum, const std::string& folder) {
  const Chart chart{
      .title = "Twice the maximum offered",
      .across = "seconds",
      .up = "complaints a second",
      .curves = {{"offered", whole_seconds(told.offered)},
                 {"accepted", whole_seconds(told.accepted)},
                 {"refused at once", whole_seconds(told.refused)},
                 {"maximum without overload",
                  std::vector<double>(told.offered.size() - 1, std::round(maximum))}}};
  fs::create_directories(folder);
  const fs::path file = fs::path(folder) / "overload.svg";
  std::ofstream(file) << to_svg(chart);
  std::fprintf(stderr, "drawn: %s\n", file.c_str());
}

}  // namespace

void measure_overload(City& city, const fs::path& folder, const Sizes& sizes) {
  const DaemonProcess daemon(folder / "engine", DaemonSetup{.settings = kRoomy});
  Crowd crowd(city, daemon, "crowd");
  // Once, so that what grows only once has grown.
  crowd.find_maximum(sizes.seconds);
  const double maximum = crowd.find_maximum(sizes.seconds);
  report("overload.maximum_per_second", maximum);
  const double calm_seconds = std::max(1.0, sizes.overload_seconds / 2);
  const Told calm = run_phase(crowd, daemon, "overload.calm", maximum / 2, calm_seconds);
  const Told full = run_phase(crowd, daemon, "overload.full", 2 * maximum, sizes.overload_seconds);
  // By how much the line of the overload begins above the end of the one before.
  constexpr double kMega = 1e6;
  const auto calm_end = static_cast<double>(calm.accepted_count);
  report("overload.queues_mb", (full.growth.bytes_at(0) - calm.growth.bytes_at(calm_end)) / kMega);
  if (!sizes.pictures.empty()) draw(full, maximum, sizes.pictures);
}

}  // namespace whistle::bench::limits
