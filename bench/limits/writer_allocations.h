#pragma once

#include <cstddef>

#include "bench/city.h"

namespace whistle::bench {

// How often the writer asks for memory in each step of a lifecycle, on average and after warm-up:
// deciding, applying, and its share of the group that is handed to the commit thread. Wishes are
// made, and groups let go, by others.
struct WriterAllocations {
  double submit{};
  double pull{};
  double finish{};
  double group{};  // of each step of these three, for taking the group
};

// `lives` lifecycles count, after as many that do not.
WriterAllocations count_writer_allocations(City& city, std::size_t lives);

}  // namespace whistle::bench
