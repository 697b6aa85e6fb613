#include <benchmark/benchmark.h>

#include <string>
#include <variant>
#include <vector>

#include "bench/micro/desk.h"

namespace whistle::bench {
namespace {

using casework::Disposition;
using casework::Receipt;
using casework::SubmitComplaint;

constexpr std::size_t kComplaints = 4096;

// The writer's share of a complaint: decide where it goes and until when, make it true. One writer
// decides everything, so this bounds the engine.
void BM_Submit_DecideAndApply(benchmark::State& bench) {
  const std::vector<SubmitComplaint> commands = examined_complaints(kComplaints);
  Desk desk;
  std::size_t next = 0;
  for ([[maybe_unused]] auto _ : bench) {
    if (next == commands.size()) {
      // Else the same complaints would only be merged.
      bench.PauseTiming();
      desk = Desk();
      next = 0;
      bench.ResumeTiming();
    }
    benchmark::DoNotOptimize(desk.take(commands[next++]));
  }
  bench.SetItemsProcessed(bench.iterations());
}
BENCHMARK(BM_Submit_DecideAndApply);

// The writer's share of a whole life: submitted, pulled and signed for, finished, checked, called
// back, struck off. Five commands; nothing remains, so the state stays small.
void BM_Lifecycle_DecideAndApply(benchmark::State& bench) {
  std::vector<SubmitComplaint> commands = examined_complaints(kComplaints);
  std::erase_if(commands, [](const SubmitComplaint& command) {
    const auto receipt = std::get<Receipt>(Desk().take(command).answer);
    return receipt.disposition != Disposition::Filed;
  });
  Desk desk;
  std::size_t next = 0;
  for ([[maybe_unused]] auto _ : bench) {
    const auto receipt = std::get<Receipt>(desk.take(commands[next++ % commands.size()]).answer);
    const auto pulled = desk.take(casework::PullOrders{
        .unit = receipt.unit, .worker = {"worker"}, .max = 1, .only = {}, .sign_at_once = true});
    const auto grant = std::get<casework::PullAnswer>(pulled.answer).grants.front();
    desk.take(casework::FinishHandling{.id = grant.id,
                                       .token = grant.token,
                                       .worker = {"worker"},
                                       .result = Solved::Solved,
                                       .note = {}});
    desk.take(
        casework::PostCheckCase{.id = grant.id, .by = {"centre"}, .passed = true, .note = {}});
    desk.take(casework::CallBack{.id = grant.id,
                                 .by = {"centre"},
                                 .solved = Solved::Solved,
                                 .satisfaction = Satisfaction::Satisfied,
                                 .note = {}});
  }
  bench.SetItemsProcessed(bench.iterations());
}
BENCHMARK(BM_Lifecycle_DecideAndApply);

}  // namespace
}  // namespace whistle::bench
