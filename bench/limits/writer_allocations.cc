#include "bench/limits/writer_allocations.h"

#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

#include "bench/complaints.h"
#include "bench/limits/allocation_count.h"
#include "bench/pipeline/rig.h"
#include "engine/runtime/engine.h"

namespace whistle::bench {
namespace {

// As many steps as a group has under load.
constexpr std::size_t kStepsPerGroup = 96;

class Counter {
 public:
  explicit Counter(City& city)
      : city_(city), maker_(*city.policy, "count"), engine_(*city.policy, casework::State{}, {}) {}

  // Whole lifecycles, wherever they end: what counts are the steps.
  void live(std::size_t lives) {
    for (std::size_t i = 0; i < lives; ++i) live_once();
  }
  void forget() { submit_ = pull_ = finish_ = group_ = {}; }
  WriterAllocations averages() const {
    const std::uint64_t steps = submit_.steps + pull_.steps + finish_.steps;
    return {submit_.average(), pull_.average(), finish_.average(),
            static_cast<double>(group_.allocations) / static_cast<double>(steps)};
  }

 private:
  struct Step {
    std::uint64_t steps{};
    std::uint64_t allocations{};
    double average() const {
      return steps == 0 ? 0 : static_cast<double>(allocations) / static_cast<double>(steps);
    }
  };

  void live_once() {
    casework::SubmitComplaint wish;
    wish.complaint = maker_.next(clock_.now());
    wish.findings = city_.triage->examine(wish.complaint);
    wish.looked_up_through = engine_.state().counters().last_complaint;
    const auto receipt = decide<casework::Receipt>(submit_, std::move(wish));
    if (receipt.disposition != casework::Disposition::Filed) return;
    const WorkerName worker{"worker-of-" + receipt.unit.value};
    const auto pulled = decide<casework::PullAnswer>(
        pull_,
        casework::PullOrders{
            .unit = receipt.unit, .worker = worker, .max = 1, .only = {}, .sign_at_once = true});
    if (pulled.grants.empty()) return;
    decide<casework::NoAnswer>(finish_,
                               casework::FinishHandling{.id = pulled.grants.front().id,
                                                        .token = pulled.grants.front().token,
                                                        .worker = worker,
                                                        .result = Solved::Solved,
                                                        .note = "已到现场处理完毕"});
  }

  template <class Answer>
  Answer decide(Step& step, casework::Command wish) {
    const std::uint64_t before = allocations_of_this_thread();
    runtime::Reply reply = engine_.decide(std::move(wish), clock_.now());
    step.allocations += allocations_of_this_thread() - before;
    ++step.steps;
    if (!reply.result) give_up("a step was refused: " + reply.result.error().detail);
    if (engine_.forming() >= kStepsPerGroup) {
      const std::uint64_t before_group = allocations_of_this_thread();
      const journal::Group group = engine_.take_group();
      group_.allocations += allocations_of_this_thread() - before_group;
    }
    return std::get<Answer>(*std::move(reply.result));
  }

  City& city_;
  WednesdayClock clock_;
  ComplaintMaker maker_;
  runtime::Engine engine_;
  Step submit_;
  Step pull_;
  Step finish_;
  Step group_;
};

}  // namespace

WriterAllocations count_writer_allocations(City& city, std::size_t lives) {
  Counter counter(city);
  counter.live(lives);
  counter.forget();
  counter.live(lives);
  return counter.averages();
}

}  // namespace whistle::bench
