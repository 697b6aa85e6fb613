#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "bench/complaints.h"
#include "bench/micro/desk.h"

namespace whistle::bench {
namespace {

std::vector<Complaint> complaints() {
  constexpr std::size_t kComplaints = 1024;
  ComplaintMaker maker(*changtai().policy, "bench");
  std::vector<Complaint> made;
  for (std::size_t i = 0; i < kComplaints; ++i) made.push_back(maker.next(ten_o_clock()));
  return made;
}

// Every complaint is read once, by the service thread: this bounds what it can take in.
void BM_Triage_ThreeHundredBytes(benchmark::State& bench) {
  const std::vector<Complaint> made = complaints();
  std::size_t next = 0;
  std::int64_t bytes = 0;
  for ([[maybe_unused]] auto _ : bench) {
    const Complaint& complaint = made[next++ % made.size()];
    benchmark::DoNotOptimize(changtai().triage->examine(complaint));
    bytes += static_cast<std::int64_t>(complaint.text.size());
  }
  bench.SetItemsProcessed(bench.iterations());
  bench.SetBytesProcessed(bytes);
}
BENCHMARK(BM_Triage_ThreeHundredBytes);

// A letter as long as the city accepts: the longest that one complaint holds up the others.
void BM_Triage_LongestText(benchmark::State& bench) {
  const std::size_t bytes_max = changtai().policy->settings().text_bytes_max;
  Complaint letter;
  for (const Complaint& complaint : complaints()) {
    if (letter.text.size() + complaint.text.size() > bytes_max) break;
    letter.text += complaint.text;
  }
  for ([[maybe_unused]] auto _ : bench) {
    benchmark::DoNotOptimize(changtai().triage->examine(letter));
  }
  bench.SetBytesProcessed(bench.iterations() * static_cast<std::int64_t>(letter.text.size()));
}
BENCHMARK(BM_Triage_LongestText);

}  // namespace
}  // namespace whistle::bench
