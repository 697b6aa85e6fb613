#include <algorithm>

#include "bench/limits/measurements.h"
#include "bench/limits/writer_allocations.h"
#include "bench/measure.h"

namespace whistle::bench::limits {

void measure_allocations(City& city, const std::filesystem::path&, const Sizes& sizes) {
  constexpr std::size_t kMost = 20'000;
  const auto lives = static_cast<std::size_t>(std::min<std::uint64_t>(kMost, sizes.clocks));
  const WriterAllocations found = count_writer_allocations(city, lives);
  report("allocations.submit", found.submit);
  report("allocations.pull", found.pull);
  report("allocations.finish", found.finish);
  report("allocations.group", found.group);
}

}  // namespace whistle::bench::limits
