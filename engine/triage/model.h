#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/outcome.h"
#include "engine/triage/grams.h"
#include "engine/triage/model_file.h"

namespace whistle::triage {

// Memory that reading one text after the other shares. One thread at a time.
class ModelDesk {
 private:
  friend class Model;
  struct Known {
    std::uint32_t gram{};  // index into the model's keys
    std::uint32_t count{};
    Span where;  // its first place
    float value{};
  };
  std::vector<Gram> grams_;
  std::vector<std::uint32_t> slots_;  // of each gram of the model: index into known_ plus 1, or 0
  std::vector<Known> known_;
  std::vector<float> scores_;
};

// A label of the model and how likely it is, 0 to 1.
struct ModelGuess {
  std::uint32_t label{};
  float probability{};
};

// The second stage of triage: a linear classifier over the grams of a text (grams.h), trained by
// train_model() on a city's own history. Each gram counts by the logarithm of how often it stands
// in the text and by how rare it was among the texts of the training; probabilities are calibrated
// on texts that were held out. Immutable after construction; any thread, each with a desk of its
// own. Same model and same text give the same answer.
class Model {
 public:
  // Fails in words when the bytes are no sound model.
  static Outcome<Model, std::string> parse(std::string_view bytes);
  explicit Model(ReadModel read);

  const std::vector<std::string>& labels() const { return numbers_.labels; }
  // BLAKE2b-256 of the file, hex.
  const std::string& hash() const { return hash_; }

  // The grams of a text that the model knows, by index, ascending, with their values; the values
  // together have length one. Requires: `folded` is the text() of a FoldedText.
  std::vector<std::pair<std::uint32_t, float>> values(std::string_view folded,
                                                      ModelDesk& desk) const;
  // What speaks for each label, before it is a probability.
  const std::vector<float>& scores(std::string_view folded, ModelDesk& desk) const;

  // Weighs "subject\ntext" and returns all labels, the likeliest first; equal ones in the order of
  // labels().
  std::vector<ModelGuess> weigh(std::string_view folded, ModelDesk& desk) const;

  // The places of the last text weighed at this desk that spoke most for a label, the heaviest
  // first, none overlapping; neighbours are joined.
  std::vector<Span> heaviest(std::uint32_t label, std::size_t max, const ModelDesk& desk) const;

 private:
  static constexpr std::size_t kSieveBits = std::size_t{1} << 18U;

  void collect(std::string_view folded, ModelDesk& desk) const;
  // Index into the keys, or kNone.
  std::uint32_t find(std::uint64_t key) const;

  ModelNumbers numbers_;
  std::string hash_;
  // Most grams of a text are unknown. The sieve says so for nearly all of them and stays in the
  // nearest cache; the table is asked about the rest.
  std::vector<std::uint64_t> sieve_;
  std::vector<std::uint32_t> table_;  // open addressing; index into the keys plus 1, or 0
  std::uint64_t table_mask_{};
};

}  // namespace whistle::triage
