#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "bench/city.h"

// Each measures one thing on the disk that holds `folder` and reports it. bench/RESULTS.md says
// what the figures mean.
namespace whistle::bench {

// What the disk takes for the least that can be durable: 4 KiB appended, then fdatasync.
void measure_disk(const std::filesystem::path& folder, std::size_t appends);

// Complaints from one client that keeps `window` of them on their way: receipt looked up, triaged,
// decided, on disk, answered. A window of one waits for each answer.
void measure_submits(City& city, const std::filesystem::path& folder, std::size_t complaints,
                     std::size_t window);

// Complaints that arrive at an even rate, whether or not earlier ones are answered. Latencies count
// from the instant at which a complaint should have come.
void measure_offered_submits(City& city, const std::filesystem::path& folder,
                             std::size_t complaints, std::uint64_t per_second);

// Like measure_submits(), without looking up and triage.
void measure_triaged_submits(City& city, const std::filesystem::path& folder,
                             std::size_t complaints, std::size_t window);

// Submitted, pulled and signed for by the unit it went to, finished; each step waits for the answer
// of the one before, `window` lifecycles run at once.
void measure_lifecycles(City& city, const std::filesystem::path& folder, std::size_t lifecycles,
                        std::size_t window);

// What the state needs for each open case, as it grows while they are filed. No disk: everything
// else in the process stays as it is, so the difference is the state.
void measure_memory(City& city, std::uint64_t open_cases);

// Makes a journal with so many open cases.
void fill(City& city, const std::filesystem::path& folder, std::uint64_t open_cases);

// Starts from the journal that fill() made: how long it takes, and how much memory the state needs.
// In a process of its own, so that no memory of another measurement is used again. `expected` open
// cases, for the progress only.
void measure_restart(City& city, const std::filesystem::path& folder, std::uint64_t expected);

}  // namespace whistle::bench
