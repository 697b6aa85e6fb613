#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>

#include "bench/micro/desk.h"
#include "engine/calendar/limit.h"
#include "engine/core/check.h"

namespace whistle::bench {
namespace {

// A case starts three to eight clocks; each asks this once for each of its alarms.
void due(benchmark::State& bench, const char* notation) {
  const policy::Policy& policy = *changtai().policy;
  const calendar::Calendar& office = policy.calendar(policy.book().default_calendar);
  const auto limit = calendar::parse_limit(notation);
  WHISTLE_CHECK(limit.has_value());
  // Any minute of a year, in an order that no cache foresees.
  constexpr std::uint64_t kMinutes = 525'600;
  std::uint64_t minute = 0;
  const Timestamp new_year = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};
  for ([[maybe_unused]] auto _ : bench) {
    minute = (minute + 7919) % kMinutes;
    benchmark::DoNotOptimize(office.due(new_year + std::chrono::minutes{minute}, *limit));
  }
  bench.SetItemsProcessed(bench.iterations());
}

void BM_CalendarDue_FiveWorkingDays(benchmark::State& bench) { due(bench, "5wd"); }
BENCHMARK(BM_CalendarDue_FiveWorkingDays);

void BM_CalendarDue_EndOfFifthWorkingDay(benchmark::State& bench) { due(bench, "5wd-end"); }
BENCHMARK(BM_CalendarDue_EndOfFifthWorkingDay);

void BM_CalendarDue_TwoHoursDayAndNight(benchmark::State& bench) { due(bench, "2h"); }
BENCHMARK(BM_CalendarDue_TwoHoursDayAndNight);

}  // namespace
}  // namespace whistle::bench
