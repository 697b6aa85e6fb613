#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <random>

#include "bench/micro/desk.h"
#include "engine/queues/alarms.h"

namespace whistle::bench {
namespace {

constexpr std::uint32_t kAlarms = 1'000'000;
constexpr std::uint64_t kMonthMs = std::uint64_t{30} * 24 * 3600 * 1000;

Timestamp within_a_month(std::mt19937_64& chance) {
  return ten_o_clock() + Milliseconds{static_cast<Milliseconds::rep>(chance() % kMonthMs)};
}

queues::Alarms a_million(std::mt19937_64& chance) {
  queues::Alarms alarms;
  for (std::uint64_t id = 1; id <= kAlarms; ++id) alarms.set({id}, within_a_month(chance));
  return alarms;
}

// Nearly every event moves the alarm of its case.
void BM_Alarms_MoveOneOfAMillion(benchmark::State& bench) {
  std::mt19937_64 chance(1);
  queues::Alarms alarms = a_million(chance);
  for ([[maybe_unused]] auto _ : bench) {
    alarms.set({1 + chance() % kAlarms}, within_a_month(chance));
  }
  bench.SetItemsProcessed(bench.iterations());
}
BENCHMARK(BM_Alarms_MoveOneOfAMillion);

// The earliest alarm fires and moves to later, which is the costliest way through the heap. Bounds
// how fast a backlog of alarms is worked off after an outage.
void BM_Alarms_FireNextOfAMillion(benchmark::State& bench) {
  std::mt19937_64 chance(1);
  queues::Alarms alarms = a_million(chance);
  for ([[maybe_unused]] auto _ : bench) {
    const Timestamp at = alarms.next();
    const CaseId id = alarms.due(at, 1).front();
    alarms.set(id, at + Milliseconds{static_cast<Milliseconds::rep>(kMonthMs)});
  }
  bench.SetItemsProcessed(bench.iterations());
}
BENCHMARK(BM_Alarms_FireNextOfAMillion);

}  // namespace
}  // namespace whistle::bench
