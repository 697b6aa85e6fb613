#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace whistle::bench::limits {

// How much of everything. What RESULTS.md quotes is measured with these; --quick and --miniature
// have their own.
struct Sizes {
  double seconds{3};                    // of each load that is compared with another
  double open_seconds{20};              // of the open loop
  double overload_seconds{60};          // twice the maximum offered
  double lateness_seconds{20};          // alarms coming due at an even rate
  std::size_t pulls{500};               // by an idle worker
  std::size_t watchers{500};            // who watch everything
  std::size_t pairs{3};                 // of two loads in turn, in each run
  std::uint64_t open_cases{5'000'000};  // whose weight on the throughput is measured
  std::uint64_t restart{1'000'000};     // open when the engine is killed
  std::uint64_t restart_large{};        // the same, much larger; 0: not measured
  std::uint64_t clocks{1'000'000};      // due in one second
  std::uint64_t pending{1'670'000};     // cases with six clocks each
  std::uint64_t complaints{1'000'000};  // of a year that another book is tried on
  std::string pictures{};               // folder for graphs; empty: none is drawn
};

Sizes quick_sizes();
// For the tests: nothing is told but that it runs.
Sizes miniature_sizes();

}  // namespace whistle::bench::limits
