#pragma once

#include <cstdint>
#include <string_view>

namespace whistle::replay {

// Numbers that look random and are the same on every machine and in every order of play: each case
// has its own sequence, seeded with its name.
class Chance {
 public:
  Chance(std::uint64_t seed, std::string_view name) : state_(seed ^ 0xcbf29ce484222325U) {
    for (const char c : name) {
      state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
  }

  // From `low` to `high`, both included. Requires: low <= high.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool one_in(std::int64_t count) { return between(1, count) == 1; }

 private:
  // splitmix64: Steele, Lea, Flood 2014.
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }

  std::uint64_t state_;
};

}  // namespace whistle::replay
