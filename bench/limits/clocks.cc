#include <algorithm>
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

// When most cases must be signed for, and how many alarms come at the same instants, of whichever
// promise: those of Monday. Promises of days are due later.
class DueTimes {
 public:
  void look(const journal::Group& group) {
    for (const journal::Record& record : group.records) {
      for (const casework::Event& event : record.events) {
        const auto* started = std::get_if<casework::ClockStarted>(&event);
        if (started != nullptr) look(*started);
      }
    }
  }
  Timestamp nearly_due() const { return nearly_due_; }
  Timestamp broken() const { return broken_; }
  // Alarms at the one of the two instants that has fewer.
  std::uint64_t least() const {
    return signs_.empty() ? 0 : std::min(soon_.at(nearly_due_), due_.at(broken_));
  }

 private:
  void look(const casework::ClockStarted& started) {
    const calendar::Alarms& alarms = started.alarms;
    ++soon_[alarms.due_soon];
    ++due_[alarms.due];
    if (started.stage != Stage::Sign || ++signs_[alarms.due_soon] <= most_) return;
    most_ = signs_[alarms.due_soon];
    nearly_due_ = alarms.due_soon;
    broken_ = alarms.due;
  }

  std::map<Timestamp, std::uint64_t> soon_;   // alarms, by when promises are nearly due
  std::map<Timestamp, std::uint64_t> due_;    // ... and by when they are due
  std::map<Timestamp, std::uint64_t> signs_;  // promises to sign, by when they are nearly due
  std::uint64_t most_{};
  Timestamp nearly_due_{};
  Timestamp broken_{};
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
    // One in eight has ended until then: the order was handed on.
    const std::uint64_t planned = sizes.clocks + sizes.clocks / 6;
    Progress progress("promises of a weekend", planned);
    while (due_times.least() < planned) {
      filling.submit(maker.next(kWeekend), kWeekend);
      progress.at(due_times.least());
    }
    filling.finish();
  }
  report("clocks.open_cases", static_cast<double>(filling.engine().state().open_cases()));
  JumpingClock clock(kWeekend);
  Handled handled;
  Running running(city, filling, clock, [&](const journal::Group& group) { handled.note(group); });
  come_to(city, running, clock, handled, "clocks.nearly_due", due_times.nearly_due());
  come_to(city, running, clock, handled, "clocks.broken", due_times.broken() + Milliseconds{1});
}

}  // namespace whistle::bench::limits
