#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/outcome.h"

namespace whistle::triage {

// A trained model as its numbers. All vectors agree in their sizes.
struct ModelNumbers {
  std::vector<std::string> labels;  // ascending
  std::vector<std::uint64_t> keys;  // of the grams it knows, ascending
  std::vector<float> rarity;        // inverse document frequency of each gram
  std::vector<float> weights;       // gram by gram, one for each label
  std::vector<float> bias;          // one for each label
  float sharpness{1};               // what scores are multiplied with before they compete

  bool operator==(const ModelNumbers&) const = default;
};

inline constexpr std::uint32_t kModelFormat = 1;
inline constexpr std::size_t kModelLabelsMax = 4096;
inline constexpr std::size_t kModelGramsMax = 1U << 20U;
inline constexpr std::size_t kModelLabelBytesMax = 256;

// A model's file. The same numbers give the same bytes.
//
//   file   := "WHISTLEM" format:u32 cut:u32 labels:u32 grams:u32 sharpness:f32
//             label*labels bias:f32*labels key:u64*grams rarity:f32*grams
//             weight:f32*(grams*labels) hash:byte*32
//   label  := bytes:u32 byte*bytes
//   hash   := BLAKE2b-256 of all before it
//
// Little-endian; `cut` is kGramsVersion.
std::string write_model(const ModelNumbers& numbers);

struct ReadModel {
  ModelNumbers numbers;
  std::string hash;  // of the file, 64 hexadecimal digits
};
// Fails in words on anything that write_model() would not write.
Outcome<ReadModel, std::string> read_model(std::string_view bytes);

}  // namespace whistle::triage
