#pragma once

#include <cstdint>

namespace whistle::bench {

// How often this thread has asked for memory with `new` so far. Counted by the file beside, which
// takes the place of the operators of the whole program.
std::uint64_t allocations_of_this_thread();

}  // namespace whistle::bench
