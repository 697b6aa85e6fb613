#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "bench/complaints.h"
#include "bench/measure.h"
#include "bench/pipeline/dispositions.h"
#include "bench/pipeline/measurements.h"
#include "bench/pipeline/rig.h"
#include "bench/pipeline/window.h"

namespace whistle::bench {
namespace {

// Submits all complaints through a window and reports rate, latencies and how many records an fsync
// carried. `submit(number, answer)` hands one to the rig.
void measure(Rig& rig, const std::string& name, std::size_t complaints, std::size_t size,
             const std::function<void(std::size_t, Rig::Answer)>& submit) {
  Window window(size);
  Latencies latencies(complaints);
  Dispositions dispositions;
  const Stopwatch watch;
  {
    Progress progress(name, complaints);
    for (std::size_t i = 0; i < complaints; ++i) {
      window.enter();
      const auto began = Steady::now();
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
  report(name + ".per_second", static_cast<double>(complaints) / seconds);
  report(name, latencies);
  report(name + ".records_per_fsync",
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
  measure(rig, "submit.window_" + std::to_string(window), complaints, window,
          [&](std::size_t number, Rig::Answer answer) {
            rig.submit(std::move(made[number]), std::move(answer));
          });
}

void measure_triaged_submits(City& city, const std::filesystem::path& folder,
                             std::size_t complaints, std::size_t window) {
  Rig rig(city, folder);
  std::vector<Complaint> made = make_complaints(city, complaints, rig.now());
  std::vector<triage::Findings> findings;
  findings.reserve(complaints);
  for (const Complaint& complaint : made) findings.push_back(city.triage->examine(complaint));
  measure(rig, "submit_triaged.window_" + std::to_string(window), complaints, window,
          [&](std::size_t number, Rig::Answer answer) {
            rig.submit(std::move(made[number]), std::move(findings[number]), std::move(answer));
          });
}

}  // namespace whistle::bench
