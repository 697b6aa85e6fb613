#pragma once

#include <cstdint>
#include <filesystem>

#include "bench/city.h"

namespace whistle::bench {

// Makes a journal of whole lifecycles: complaints come one every 63 seconds, as in a district with
// half a million of them a year. Each case is read if need be, pulled and signed for, contacted,
// finished, checked, called back and closed, some of them late; alarms fire at their instants. The
// same arguments give the same journal on every machine.
void live_a_year(City& city, const std::filesystem::path& folder, std::uint64_t complaints);

// `whistled what-if` over that journal: under the rule book with one limit, one route and one row
// of the lexicon changed, so that all texts are read anew; then with the limit alone.
void measure_what_if(City& city, const std::filesystem::path& folder);

}  // namespace whistle::bench
