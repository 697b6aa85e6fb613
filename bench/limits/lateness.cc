#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "bench/complaints.h"
#include "bench/limits/beside.h"
#include "bench/limits/filling.h"
#include "bench/limits/measurements.h"
#include "bench/limits/running.h"
#include "bench/pipeline/rig.h"
#include "engine/core/shared.h"

namespace whistle::bench::limits {
namespace {

using namespace std::chrono_literals;

// A Wednesday in March 2026, nine o'clock in Changtai.
constexpr Timestamp kBegin{std::chrono::sys_days{std::chrono::year{2026} / 3 / 11} + 1h};
// Half an hour to sign for it, nearly due after three quarters of it.
constexpr Milliseconds kShort = 22min + 30s;
constexpr std::uint64_t kAlarmsPerSecond = 1000;
// All of them are filed before the first one is nearly due.
constexpr std::uint64_t kShortMost = kAlarmsPerSecond * 60 * 22;
constexpr std::uint64_t kBesidePerSecond = 1000;
constexpr double kPatienceSeconds = 120;
constexpr std::size_t kPool = 4000;

struct Sample {
  Complaint complaint;
  Shared<triage::Findings> findings;
};

// Complaints that become cases however often they come, by when their first alarm is.
class Pool {
 public:
  explicit Pool(City& city) : city_(city) {
    ComplaintMaker maker(*city.policy, "pool");
    constexpr int kTries = 200'000;
    for (int i = 0; i < kTries && (short_.size() < kPool || long_.size() < kPool); ++i) {
      Sample sample{maker.next(kBegin), {}};
      sample.findings = city.triage->examine(sample.complaint);
      sort_in(std::move(sample));
    }
    if (short_.empty() || long_.empty()) give_up("no complaint has the promises that are needed");
  }

  Sample take(bool is_short, std::uint64_t number) const {
    const auto& from = is_short ? short_ : long_;
    Sample sample = from[number % from.size()];
    sample.complaint.source = "pending";
    sample.complaint.external_id = std::to_string(number);
    sample.complaint.requester = "resident-" + std::to_string(number);
    return sample;
  }

 private:
  void sort_in(Sample sample) {
    casework::State state;
    std::optional<Milliseconds> first;
    for (const char* requester : {"one", "another"}) {
      casework::SubmitComplaint wish;
      wish.complaint = sample.complaint;
      wish.complaint.requester = requester;
      wish.findings = sample.findings;
      const auto decided = casework::decide({state, *city_.policy, kBegin}, wish);
      if (!decided) return;
      const auto receipt = std::get<casework::Receipt>(decided->answer);
      if (receipt.disposition != casework::Disposition::Filed) return;
      for (const casework::Event& event : decided->events) state.apply(event);
    }
    const Milliseconds until = state.next_alarm() - kBegin;
    if (until == kShort && short_.size() < kPool) short_.push_back(std::move(sample));
    if (until > 2h && long_.size() < kPool) long_.push_back(std::move(sample));
  }

  City& city_;
  std::vector<Sample> short_;
  std::vector<Sample> long_;
};

// When the first alarm of each case comes, and how late it was handled.
class Alarms {
 public:
  void expect(const journal::Group& group) {
    for (const journal::Record& record : group.records) {
      for (const casework::Event& event : record.events) {
        // What is kept in the same moment, as to accept it, waits for nothing.
        if (std::holds_alternative<casework::ClockMet>(event)) --clocks_;
        if (std::holds_alternative<casework::ClockDropped>(event)) --clocks_;
        const auto* started = std::get_if<casework::ClockStarted>(&event);
        if (started == nullptr) continue;
        ++clocks_;
        if (started->stage != Stage::Sign) continue;
        if (expected_.size() <= started->id.value) expected_.resize(started->id.value + 1, kNever);
        expected_[started->id.value] = started->alarms.due_soon;
      }
    }
  }
  // On the commit thread, once it is durable.
  void handle(const journal::Group& group, Timestamp now) {
    for (const journal::Record& record : group.records) {
      for (const casework::Event& event : record.events) {
        const auto* soon = std::get_if<casework::ClockDueSoon>(&event);
        if (soon == nullptr || soon->id.value >= expected_.size()) continue;
        const Timestamp due = expected_[soon->id.value];
        if (due >= counts_from_) lateness_.add(now - due);
      }
    }
  }

  void count_from(Timestamp at) { counts_from_ = at; }
  std::uint64_t clocks() const { return clocks_; }
  const Latencies& lateness() const { return lateness_; }

 private:
  std::vector<Timestamp> expected_;  // by the number of the case
  Timestamp counts_from_{kNever};
  std::uint64_t clocks_{};
  Latencies lateness_{0};
};

void fill(Filling& filling, const Pool& pool, std::uint64_t cases) {
  const std::uint64_t shorts = std::min(cases, kShortMost);
  Progress progress("cases with clocks", cases);
  std::uint64_t made = 0;
  for (std::uint64_t i = 0; i < cases; ++i) {
    // Evenly among the others.
    const bool is_short = made * cases <= i * shorts && made < shorts;
    const Timestamp at = kBegin + Milliseconds{made * 1000 / kAlarmsPerSecond};
    if (is_short) ++made;
    Sample sample = pool.take(is_short, i);
    filling.submit(std::move(sample.complaint), std::move(sample.findings), at);
    progress.at(i);
  }
  filling.finish();
}

}  // namespace

void measure_lateness(City& city, const std::filesystem::path& folder, const Sizes& sizes) {
  const Pool pool(city);
  Alarms alarms;
  Filling filling(city, folder / "clocks",
                  [&](const journal::Group& group) { alarms.expect(group); });
  fill(filling, pool, sizes.pending);
  report("lateness.open_cases", static_cast<double>(filling.engine().state().open_cases()));
  report("lateness.pending_clocks", static_cast<double>(alarms.clocks()));

  const Timestamp first = kBegin + kShort;
  JumpingClock clock(first - 1s);
  clock.run_from(first - 1s);
  alarms.count_from(first);
  Running running(city, filling, clock,
                  [&](const journal::Group& group) { alarms.handle(group, clock.now()); });
  Beside beside(city, running, clock, "beside", kBesidePerSecond);
  std::this_thread::sleep_for(1s);
  beside.count();
  std::this_thread::sleep_for(std::chrono::duration<double>(sizes.lateness_seconds));
  const Latencies& submits = beside.stop();
  if (!running.wait_until_drained(kPatienceSeconds)) give_up("alarms do not come to an end");
  running.stop();
  report("lateness.alarms_per_second",
         static_cast<double>(alarms.lateness().count()) / sizes.lateness_seconds);
  report("lateness", alarms.lateness());
  report("lateness.submit", submits);
}

}  // namespace whistle::bench::limits
