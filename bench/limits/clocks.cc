#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <variant>

#include "bench/complaints.h"
#include "bench/limits/beside.h"
#include "bench/limits/filling.h"
#include "bench/limits/measurements.h"
#include "bench/limits/running.h"
#include "bench/pipeline/rig.h"

namespace whistle::bench::limits {
namespace {

// A Saturday in March 2026, ten o'clock in Changtai.
constexpr Timestamp kWeekend{std::chrono::sys_days{std::chrono::year{2026} / 3 / 14} +
                             std::chrono::hours{2}};
constexpr double kBesidePerSecond = 1000;
constexpr double kPatienceSeconds = 120;

// At which instants promises come due, by how many.
class DueTimes {
 public:
  void look(const journal::Group& group) {
    for (const journal::Record& record : group.records) {
      for (const casework::Event& event : record.events) {
        const auto* started = std::get_if<casework::ClockStarted>(&event);
        // The rest of a case's promises are due much later.
        if (started == nullptr || started->stage != Stage::Sign) continue;
        most_ = std::max(most_, ++cases_[started->alarms.due_soon]);
        due_[started->alarms.due_soon] = started->alarms.due;
      }
    }
  }
  std::uint64_t most() const { return most_; }
  Timestamp soon() const {
    Timestamp found{};
    std::uint64_t highest = 0;
    for (const auto& [at, cases] : cases_) {
      if (cases <= highest) continue;
      highest = cases;
      found = at;
    }
    return found;
  }
  Timestamp due() const { return due_.at(soon()); }

 private:
  std::map<Timestamp, std::uint64_t> cases_;  // by when they are nearly due
  std::map<Timestamp, Timestamp> due_;
  std::uint64_t most_{};
};

// Alarms that were handled, and when the last of them was on disk.
class Handled {
 public:
  void note(const journal::Group& group) {
    std::uint64_t fired = 0;
    for (const journal::Record& record : group.records) {
      for (const casework::Event& event : record.events) {
        if (std::holds_alternative<casework::ClockDueSoon>(event)) ++fired;
        if (std::holds_alternative<casework::ClockRanOut>(event)) ++fired;
      }
    }
    if (fired == 0) return;
    alarms_ += fired;
    last_ = Steady::now().time_since_epoch().count();
  }
  std::uint64_t alarms() const { return alarms_; }
  double seconds_since(Steady::time_point began) const {
    return std::chrono::duration<double>(Steady::time_point{Steady::duration{last_}} - began)
        .count();
  }

 private:
  std::atomic<std::uint64_t> alarms_{};
  std::atomic<Steady::rep> last_{};
};

// The clock comes to `to`, and with it all that is due then, while complaints come in.
void come_to(City& city, Running& running, JumpingClock& clock, const Handled& handled,
             const std::string& name, Timestamp to) {
  clock.stand_at(to - Milliseconds{1});
  running.wake();
  if (!running.wait_until_drained(kPatienceSeconds)) give_up("alarms do not come to an end");
  const std::uint64_t before = handled.alarms();
  Beside beside(city, running, clock, name, kBesidePerSecond);
  std::this_thread::sleep_for(std::chrono::milliseconds{500});
  beside.count();
  const auto began = Steady::now();
  clock.run_from(to);
  running.wake();
  if (!running.wait_until_drained(kPatienceSeconds)) give_up("alarms do not come to an end");
  const Latencies& latencies = beside.stop();
  report(name + ".alarms", static_cast<double>(handled.alarms() - before));
  report(name + ".seconds", handled.seconds_since(began));
  report(name + ".submit", latencies);
}

}  // namespace

void measure_clocks(City& city, const std::filesystem::path& folder, const Sizes& sizes) {
  DueTimes due_times;
  Filling filling(city, folder / "clocks",
                  [&](const journal::Group& group) { due_times.look(group); });
  {
    ComplaintMaker maker(*city.policy, "weekend");
    Progress progress("cases of a weekend", sizes.clocks);
    while (due_times.most() < sizes.clocks) {
      filling.submit(maker.next(kWeekend), kWeekend);
      progress.at(due_times.most());
    }
    filling.finish();
  }
  report("clocks.open_cases", static_cast<double>(filling.engine().state().open_cases()));
  JumpingClock clock(kWeekend);
  Handled handled;
  Running running(city, filling, clock, [&](const journal::Group& group) { handled.note(group); });
  come_to(city, running, clock, handled, "clocks.nearly_due", due_times.soon());
  come_to(city, running, clock, handled, "clocks.broken", due_times.due() + Milliseconds{1});
}

}  // namespace whistle::bench::limits
