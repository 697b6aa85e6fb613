#include "bench/limits/sizes.h"

namespace whistle::bench::limits {

Sizes quick_sizes() {
  Sizes sizes;
  sizes.seconds = 1.5;
  sizes.open_seconds = 6;
  sizes.overload_seconds = 10;
  sizes.lateness_seconds = 6;
  sizes.pulls = 200;
  sizes.open_cases = 300'000;
  sizes.restart = 200'000;
  sizes.clocks = 100'000;
  sizes.pending = 300'000;
  sizes.complaints = 50'000;
  return sizes;
}

Sizes miniature_sizes() {
  Sizes sizes;
  sizes.seconds = 0.3;
  sizes.open_seconds = 0.5;
  sizes.overload_seconds = 2;
  sizes.lateness_seconds = 1;
  sizes.pulls = 5;
  sizes.watchers = 5;
  sizes.pairs = 1;
  sizes.open_cases = 300;
  sizes.restart = 300;
  sizes.clocks = 300;
  sizes.pending = 600;
  sizes.complaints = 300;
  return sizes;
}

}  // namespace whistle::bench::limits
