#include "bench/pipeline/year.h"

#include "bench/limits/measurements.h"
#include "bench/pipeline/measurements.h"

namespace whistle::bench::limits {

void measure_year(City& city, const std::filesystem::path& folder, const Sizes& sizes) {
  live_a_year(city, folder / "year", sizes.complaints);
  measure_what_if(city, folder / "year");
}

}  // namespace whistle::bench::limits
