#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "bench/complaints.h"
#include "bench/measure.h"
#include "bench/pipeline/dispositions.h"
#include "bench/pipeline/measurements.h"
#include "bench/pipeline/rig.h"
#include "bench/pipeline/window.h"
#include "engine/core/shared.h"

namespace whistle::bench {
namespace {

// How complaints come, and what is told of them.
struct Plan {
  std::string name;
  std::size_t complaints{};
  std::size_t window{};
  std::uint64_t per_second{};  // 0: as fast as the window lets them
};

// Submits all complaints and reports rate, latencies and how many records an fsync carried.
// `submit(number, answer)` hands one to the rig.
void measure(Rig& rig, const Plan& plan,
             const std::function<void(std::size_t, Rig::Answer)>& submit) {
  Window window(plan.window);
  Latencies latencies(plan.complaints);
  Dispositions dispositions;
  const auto started = Steady::now();
  const auto arrival = [&](std::size_t number) {
    return started + std::chrono::nanoseconds{number * 1'000'000'000 / plan.per_second};
  };
  const Stopwatch watch;
  {
    Progress progress(plan.name, plan.complaints);
    for (std::size_t i = 0; i < plan.complaints; ++i) {
      if (plan.per_second != 0) std::this_thread::sleep_until(arrival(i));
      window.enter();
      const auto began = plan.per_second != 0 ? arrival(i) : Steady::now();
      submit(i, [&, began](const runtime::Reply& reply) {
        latencies.add_since(began);
        dispositions.add(reply);
        window.leave();
      });
      progress.at(i);
    }
    window.wait_until_empty();
  }
  const double seconds = watch.seconds();
  rig.stop();
  dispositions.show();
  report(plan.name + ".per_second", static_cast<double>(plan.complaints) / seconds);
  report(plan.name, latencies);
  report(plan.name + ".records_per_fsync",
         static_cast<double>(rig.records()) / static_cast<double>(rig.groups()));
}

std::vector<Complaint> make_complaints(const City& city, std::size_t count, Timestamp now) {
  ComplaintMaker maker(*city.policy, "bench");
  std::vector<Complaint> complaints;
  complaints.reserve(count);
  for (std::size_t i = 0; i < count; ++i) complaints.push_back(maker.next(now));
  return complaints;
}

}  // namespace

void measure_submits(City& city, const std::filesystem::path& folder, std::size_t complaints,
                     std::size_t window) {
  Rig rig(city, folder);
  std::vector<Complaint> made = make_complaints(city, complaints, rig.now());
  measure(rig, {"submit.window_" + std::to_string(window), complaints, window, 0},
          [&](std::size_t number, Rig::Answer answer) {
            rig.submit(std::move(made[number]), std::move(answer));
          });
}

void measure_offered_submits(City& city, const std::filesystem::path& folder,
                             std::size_t complaints, std::uint64_t per_second) {
  // As many as may wait for the writer; beyond that the engine would refuse.
  constexpr std::size_t kWindow = 8192;
  Rig rig(city, folder);
  std::vector<Complaint> made = make_complaints(city, complaints, rig.now());
  measure(rig, {"submit.rate_" + std::to_string(per_second), complaints, kWindow, per_second},
          [&](std::size_t number, Rig::Answer answer) {
            rig.submit(std::move(made[number]), std::move(answer));
          });
}

void measure_triaged_submits(City& city, const std::filesystem::path& folder,
                             std::size_t complaints, std::size_t window) {
  Rig rig(city, folder);
  std::vector<Complaint> made = make_complaints(city, complaints, rig.now());
  std::vector<Shared<triage::Findings>> findings;
  findings.reserve(complaints);
  for (const Complaint& complaint : made) findings.emplace_back(city.triage->examine(complaint));
  measure(rig, {"submit_triaged.window_" + std::to_string(window), complaints, window, 0},
          [&](std::size_t number, Rig::Answer answer) {
            rig.submit(std::move(made[number]), std::move(findings[number]), std::move(answer));
          });
}

}  // namespace whistle::bench
