#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/triage/normalise.h"

namespace whistle::triage {

// How the statistical model cuts a text. A model is good only for the cut it was trained with:
// change the number whenever the same text gives other grams.
inline constexpr std::uint32_t kGramsVersion = 1;
inline constexpr std::uint32_t kGramUnitsMax = 3;

// One to three neighbouring units of a text: Chinese characters, words of other scripts, numbers
// (all are alike). `key` names the gram; a gram of the subject has a second key beside its first.
struct Gram {
  std::uint64_t key{};
  Span where;
};

// Cuts "subject\ntext" into its grams, in the order of their starts; what stands before the first
// line end is the subject. Blanks do not separate, punctuation and line ends do. `grams` is reused
// for its memory. The same text gives the same grams on every machine.
// Requires: `folded` is the text() of a FoldedText. Any thread.
void cut_grams(std::string_view folded, std::vector<Gram>& grams);

}  // namespace whistle::triage
