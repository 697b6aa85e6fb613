#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "bench/micro/desk.h"
#include "engine/journal/group_codec.h"
#include "engine/journal/row_codec.h"
#include "engine/runtime/engine.h"

namespace whistle::bench {
namespace {

constexpr std::size_t kRecords = 256;

journal::Group group_of_submits() {
  runtime::Engine engine(*changtai().policy, casework::State(), journal::Head{});
  for (const casework::SubmitComplaint& command : examined_complaints(kRecords)) {
    static_cast<void>(engine.decide(command, ten_o_clock()));
  }
  return engine.take_group();
}

casework::Case newly_filed(Desk& desk) {
  desk.take(examined_complaints(1).front());
  return *desk.state().find({1});
}

// The writer makes a row of every case that a group has changed.
void BM_EncodeCaseRow_NewlyFiled(benchmark::State& bench) {
  Desk desk;
  const casework::Case item = newly_filed(desk);
  std::size_t bytes = 0;
  for ([[maybe_unused]] auto _ : bench) {
    const std::string row = journal::encode_case(item, desk.state().symbols());
    bytes = row.size();
    benchmark::DoNotOptimize(row);
  }
  bench.SetItemsProcessed(bench.iterations());
  bench.counters["row_bytes"] = static_cast<double>(bytes);
}
BENCHMARK(BM_EncodeCaseRow_NewlyFiled);

// A start decodes a row for every open case.
void BM_DecodeCaseRow_NewlyFiled(benchmark::State& bench) {
  Desk desk;
  const casework::Case item = newly_filed(desk);
  const std::string row = journal::encode_case(item, desk.state().symbols());
  casework::State names;
  for ([[maybe_unused]] auto _ : bench) {
    benchmark::DoNotOptimize(journal::decode_case(row, names));
  }
  bench.SetItemsProcessed(bench.iterations());
}
BENCHMARK(BM_DecodeCaseRow_NewlyFiled);

// The commit thread encodes and hashes every record of a group before it writes.
void BM_EncodeGroup_Of256Submits(benchmark::State& bench) {
  const journal::Group group = group_of_submits();
  journal::GroupEncoder encoder;
  std::size_t bytes = 0;
  for ([[maybe_unused]] auto _ : bench) {
    const auto encoded = encoder.encode(journal::Head{}, group.records);
    bytes = encoded.bytes.size();
    benchmark::DoNotOptimize(encoded.head);
  }
  const auto records = static_cast<std::int64_t>(group.records.size());
  bench.SetItemsProcessed(bench.iterations() * records);
  bench.counters["record_bytes"] = static_cast<double>(bytes) / static_cast<double>(records);
}
BENCHMARK(BM_EncodeGroup_Of256Submits);

}  // namespace
}  // namespace whistle::bench
