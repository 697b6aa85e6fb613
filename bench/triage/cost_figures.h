#pragma once

#include <cstddef>

#include "bench/triage/figures.h"

namespace whistle::bench {

// What triage costs with a large rule book, on one core.
struct CostFigures {
  std::size_t patterns{};
  std::size_t names{};
  double compile_seconds{};    // rule book to automaton
  double examine_median_us{};  // one text of 250 characters
  double examine_p99_us{};
  double mask_median_us{};  // personal data in the same texts
  double mask_p99_us{};
};

struct CostSize {
  std::size_t categories{3000};
  std::size_t names{70'000};
  std::size_t texts{2000};
  std::size_t passes{9};  // the median of a text's times counts: others may want the core, too
};

CostFigures measure_cost(const CostSize& size);

Section cost_section(const CostSize& size);

}  // namespace whistle::bench
