#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

namespace whistle::triage {

// A 64-bit SimHash over pairs of neighbouring letters and digits; punctuation and space do not
// count. Near texts differ in few bits, unrelated ones in about 32. The value goes into the
// journal: the same text gives the same value on every machine, and it must stay so. Zero for a
// text without a letter or digit. Requires: `folded` is the text() of a FoldedText. Any thread.
std::uint64_t likeness_of(std::string_view folded);

// How many bits of two likenesses differ, 0 to 64.
inline int likeness_distance(std::uint64_t left, std::uint64_t right) {
  return std::popcount(left ^ right);
}

}  // namespace whistle::triage
