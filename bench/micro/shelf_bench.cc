#include <benchmark/benchmark.h>

#include <cstdint>
#include <random>

#include "bench/micro/desk.h"
#include "engine/casework/state/case_shelf.h"
#include "engine/casework/state/packed_case.h"

namespace whistle::bench {
namespace {

constexpr std::uint64_t kCases = 1'000'000;

// As a complaint of the city is filed: in a line, its promises running.
casework::Case filed_case() {
  Desk desk;
  desk.take(examined_complaints(1).front());
  return *desk.state().find({1});
}

void BM_Case_Pack(benchmark::State& bench) {
  const casework::Case item = filed_case();
  casework::PackedBuffer bytes;
  std::size_t size = 0;
  for ([[maybe_unused]] auto _ : bench) {
    size = casework::pack(item, bytes);
    benchmark::DoNotOptimize(bytes);
  }
  bench.counters["bytes"] = static_cast<double>(size);
  bench.SetItemsProcessed(bench.iterations());
}
BENCHMARK(BM_Case_Pack);

void BM_Case_Unpack(benchmark::State& bench) {
  casework::PackedBuffer bytes;
  casework::pack(filed_case(), bytes);
  casework::Case item;
  for ([[maybe_unused]] auto _ : bench) {
    benchmark::DoNotOptimize(casework::unpack({1}, bytes.data(), item));
    benchmark::DoNotOptimize(item);
  }
  bench.SetItemsProcessed(bench.iterations());
}
BENCHMARK(BM_Case_Unpack);

// What a decision pays for a case that nobody looked at lately: found, unpacked, changed, packed.
void BM_Shelf_ChangeOneOfAMillion(benchmark::State& bench) {
  casework::CaseShelf shelf;
  casework::Case item = filed_case();
  for (std::uint64_t id = 1; id <= kCases; ++id) {
    item.id = {id};
    shelf.store(item);
  }
  std::mt19937_64 chance(1);
  for ([[maybe_unused]] auto _ : bench) {
    ++shelf.find_to_change({1 + chance() % kCases})->reminders;
    shelf.put_away();
  }
  bench.SetItemsProcessed(bench.iterations());
}
BENCHMARK(BM_Shelf_ChangeOneOfAMillion);

}  // namespace
}  // namespace whistle::bench
