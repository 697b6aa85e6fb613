#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/triage/grams.h"

namespace whistle::triage {

// Which grams of the lessons a model should know: those in texts enough, that go with one label
// more than chance would have it (chi-squared of the label it suits best).
struct ChosenGrams {
  std::vector<std::uint64_t> keys;  // ascending
  std::vector<float> rarity;        // 1 + ln((1 + lessons) / (1 + lessons with the gram))
};

// `folded` are the texts, `label_of` the index of the label of each.
ChosenGrams choose_grams(const std::vector<std::string>& folded,
                         const std::vector<std::uint32_t>& label_of, std::size_t labels,
                         std::size_t grams_max);

}  // namespace whistle::triage
