#pragma once

#include <filesystem>

#include "bench/city.h"
#include "bench/limits/sizes.h"

// Each measures one thing, with its files below `folder`, and reports it: figures on standard
// output, one a line. bench/RESULTS.md says what they mean. Each ends the process when something
// goes wrong, so each runs in a process of its own.
namespace whistle::bench::limits {

// Complaints that come at half the maximum rate, whether or not earlier ones are answered.
void measure_open_loop(City& city, const std::filesystem::path& folder, const Sizes& sizes);
// From the answer to a submit until a worker who waits has the order.
void measure_idle_pull(City& city, const std::filesystem::path& folder, const Sizes& sizes);
// Throughput with many who watch everything, against none.
void measure_watched(City& city, const std::filesystem::path& folder, const Sizes& sizes);
// Throughput with encryption, against without.
void measure_curve(City& city, const std::filesystem::path& folder, const Sizes& sizes);
// Throughput with many open cases, against an empty engine.
void measure_filled(City& city, const std::filesystem::path& folder, const Sizes& sizes);
// From kill -9 until the engine takes complaints again.
void measure_restarts(City& city, const std::filesystem::path& folder, const Sizes& sizes);
// Many alarms due at the same instant.
void measure_clocks(City& city, const std::filesystem::path& folder, const Sizes& sizes);
// How late alarms are handled while millions wait.
void measure_lateness(City& city, const std::filesystem::path& folder, const Sizes& sizes);
// A year under another rule book.
void measure_year(City& city, const std::filesystem::path& folder, const Sizes& sizes);
// Twice the maximum offered.
void measure_overload(City& city, const std::filesystem::path& folder, const Sizes& sizes);
// A disk that takes 20 ms longer for each fsync.
void measure_slow_disk(City& city, const std::filesystem::path& folder, const Sizes& sizes);
// How often the writer's path asks for memory.
void measure_allocations(City& city, const std::filesystem::path& folder, const Sizes& sizes);

}  // namespace whistle::bench::limits
