#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "engine/casework/decide.h"

namespace whistle::support {

// Wishes off the straight way: any of them, with fields that often make sense. Each field is filled
// by its type, so that a new wish or a new field needs no word here. Then what belongs together is
// put together: the token of that case, the unit that holds it.
class RandomActs {
 public:
  explicit RandomActs(std::uint32_t seed) : random_(seed) {}

  casework::Command next(const casework::State& state, Timestamp now);
  // Only the wishes from one place in Command to another, both included.
  casework::Command next(const casework::State& state, Timestamp now, std::size_t first,
                         std::size_t last);

 private:
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_()) % bound; }
  bool once_in(std::uint32_t times) { return below(times) == 0; }

  struct Filling;

  std::mt19937 random_;
};

}  // namespace whistle::support
