#include <atomic>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "bench/complaints.h"
#include "bench/measure.h"
#include "bench/pipeline/measurements.h"
#include "bench/pipeline/rig.h"
#include "bench/pipeline/window.h"

namespace whistle::bench {
namespace {

// Takes cases through their lives. Every step is offered when the answer of the one before is
// durable. Only whole lifecycles count: a complaint that was merged, or that a person must read,
// ends with its answer.
// Thread: start() by one thread; the steps run on the commit thread.
class Lifecycles {
 public:
  Lifecycles(Rig& rig, std::size_t expected, std::size_t window)
      : rig_(rig), window_(window), latencies_(expected) {}

  void start(Complaint complaint) {
    window_.enter();
    const auto began = Steady::now();
    rig_.submit(std::move(complaint),
                [this, began](const runtime::Reply& reply) { pull(reply, began); });
  }
  void wait_until_over() { window_.wait_until_empty(); }
  const Latencies& latencies() const { return latencies_; }
  std::uint64_t completed() const { return completed_.load(); }

 private:
  // The unit that has a new order pulls whatever is first in its line, and signs for it.
  void pull(const runtime::Reply& submitted, Steady::time_point began) {
    const auto& receipt = answer_of<casework::Receipt>(submitted);
    if (receipt.disposition != casework::Disposition::Filed) return window_.leave();
    const WorkerName worker{"worker-of-" + receipt.unit.value};
    rig_.offer(
        casework::PullOrders{
            .unit = receipt.unit, .worker = worker, .max = 1, .only = {}, .sign_at_once = true},
        [this, began, worker](const runtime::Reply& pulled) { finish(pulled, worker, began); });
  }

  void finish(const runtime::Reply& pulled, const WorkerName& worker, Steady::time_point began) {
    const auto& grants = answer_of<casework::PullAnswer>(pulled).grants;
    // The order has moved on to another unit meanwhile.
    if (grants.empty()) return window_.leave();
    rig_.offer(casework::FinishHandling{.id = grants.front().id,
                                        .token = grants.front().token,
                                        .worker = worker,
                                        .result = Solved::Solved,
                                        .note = "已到现场处理完毕"},
               [this, began](const runtime::Reply& finished) {
                 answer_of<casework::NoAnswer>(finished);
                 latencies_.add_since(began);
                 ++completed_;
                 window_.leave();
               });
  }

  template <class Kind>
  static const Kind& answer_of(const runtime::Reply& reply) {
    if (!reply.result) give_up("a step was refused: " + reply.result.error().detail);
    return std::get<Kind>(*reply.result);
  }

  Rig& rig_;
  Window window_;
  Latencies latencies_;
  std::atomic<std::uint64_t> completed_{};
};

}  // namespace

void measure_lifecycles(City& city, const std::filesystem::path& folder, std::size_t lifecycles,
                        std::size_t window) {
  const std::string name = "lifecycle.window_" + std::to_string(window);
  Rig rig(city, folder);
  ComplaintMaker maker(*city.policy, "bench");
  std::vector<Complaint> complaints;
  complaints.reserve(lifecycles);
  for (std::size_t i = 0; i < lifecycles; ++i) complaints.push_back(maker.next(rig.now()));
  Lifecycles running(rig, lifecycles, window);
  const Stopwatch watch;
  {
    Progress progress(name, lifecycles);
    for (std::size_t i = 0; i < lifecycles; ++i) {
      running.start(std::move(complaints[i]));
      progress.at(i);
    }
    running.wait_until_over();
  }
  const double seconds = watch.seconds();
  rig.stop();
  std::fprintf(stderr, "  whole lifecycles: %llu of %zu complaints\n",
               static_cast<unsigned long long>(running.completed()), lifecycles);
  report(name + ".per_second", static_cast<double>(running.completed()) / seconds);
  report(name + ".commands_per_second", static_cast<double>(rig.records()) / seconds);
  report(name, running.latencies());
}

}  // namespace whistle::bench
