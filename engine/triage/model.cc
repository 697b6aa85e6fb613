#include "engine/triage/model.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "engine/core/check.h"

namespace whistle::triage {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// Turns scores into probabilities. The largest is taken off first, so that nothing overflows.
void to_probabilities(std::vector<float>& scores, float sharpness) {
  const float best = *std::ranges::max_element(scores);
  float sum = 0;
  for (float& score : scores) {
    score = std::exp((score - best) * sharpness);
    sum += score;
  }
  for (float& score : scores) score /= sum;
}

bool overlap(Span left, Span right) { return left.from < right.until && right.from < left.until; }

}  // namespace

Outcome<Model, std::string> Model::parse(std::string_view bytes) {
  auto read = read_model(bytes);
  if (!read) return Failure{read.error()};
  return Model(*std::move(read));
}

Model::Model(ReadModel read)
    : numbers_(std::move(read.numbers)), hash_(std::move(read.hash)), sieve_(kSieveBits / 64) {
  const std::size_t size = std::bit_ceil(std::max<std::size_t>(numbers_.keys.size() * 2, 2));
  table_.resize(size);
  table_mask_ = size - 1;
  for (std::uint32_t index = 0; index < numbers_.keys.size(); ++index) {
    const std::uint64_t key = numbers_.keys[index];
    const std::uint64_t bit = key % kSieveBits;
    sieve_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    std::uint64_t at = (key >> 18U) & table_mask_;
    while (table_[at] != 0) at = (at + 1) & table_mask_;
    table_[at] = index + 1;
  }
}

std::uint32_t Model::find(std::uint64_t key) const {
  const std::uint64_t bit = key % kSieveBits;
  if ((sieve_[bit / 64] >> (bit % 64) & 1U) == 0) return kNone;
  for (std::uint64_t at = (key >> 18U) & table_mask_; table_[at] != 0;
       at = (at + 1) & table_mask_) {
    const std::uint32_t index = table_[at] - 1;
    if (numbers_.keys[index] == key) return index;
  }
  return kNone;
}

// Counts the grams that the model knows and gives each its value; all values together have length
// one, so that long and short texts weigh alike.
void Model::collect(std::string_view folded, ModelDesk& desk) const {
  cut_grams(folded, desk.grams_);
  desk.known_.clear();
  if (desk.slots_.size() != numbers_.keys.size()) desk.slots_.assign(numbers_.keys.size(), 0);
  for (const Gram& gram : desk.grams_) {
    const std::uint32_t index = find(gram.key);
    if (index == kNone) continue;
    std::uint32_t& slot = desk.slots_[index];
    if (slot == 0) {
      desk.known_.push_back({index, 0, gram.where, 0});
      slot = static_cast<std::uint32_t>(desk.known_.size());
    }
    ++desk.known_[slot - 1].count;
  }
  float sum = 0;
  for (ModelDesk::Known& known : desk.known_) {
    desk.slots_[known.gram] = 0;
    known.value = (1 + std::log(static_cast<float>(known.count))) * numbers_.rarity[known.gram];
    sum += known.value * known.value;
  }
  const float scale = sum > 0 ? 1 / std::sqrt(sum) : 0;
  for (ModelDesk::Known& known : desk.known_) known.value *= scale;
}

std::vector<std::pair<std::uint32_t, float>> Model::values(std::string_view folded,
                                                           ModelDesk& desk) const {
  collect(folded, desk);
  std::vector<std::pair<std::uint32_t, float>> values;
  for (const ModelDesk::Known& known : desk.known_) values.emplace_back(known.gram, known.value);
  std::ranges::sort(values);
  return values;
}

const std::vector<float>& Model::scores(std::string_view folded, ModelDesk& desk) const {
  collect(folded, desk);
  const std::size_t labels = numbers_.labels.size();
  desk.scores_ = numbers_.bias;
  for (const ModelDesk::Known& known : desk.known_) {
    const float* weights = numbers_.weights.data() + std::size_t{known.gram} * labels;
    for (std::size_t label = 0; label < labels; ++label) {
      desk.scores_[label] += known.value * weights[label];
    }
  }
  return desk.scores_;
}

std::vector<ModelGuess> Model::weigh(std::string_view folded, ModelDesk& desk) const {
  scores(folded, desk);
  to_probabilities(desk.scores_, numbers_.sharpness);
  const std::size_t labels = numbers_.labels.size();
  std::vector<ModelGuess> guesses(labels);
  for (std::uint32_t label = 0; label < labels; ++label) {
    guesses[label] = {label, desk.scores_[label]};
  }
  std::ranges::stable_sort(guesses, std::ranges::greater{}, &ModelGuess::probability);
  return guesses;
}

std::vector<Span> Model::heaviest(std::uint32_t label, std::size_t max,
                                  const ModelDesk& desk) const {
  WHISTLE_CHECK(label < numbers_.labels.size());
  struct Heavy {
    float weight{};
    Span where;
  };
  std::vector<Heavy> heavy;
  for (const ModelDesk::Known& known : desk.known_) {
    const std::size_t at = std::size_t{known.gram} * numbers_.labels.size() + label;
    const float weight = known.value * numbers_.weights[at];
    if (weight > 0) heavy.push_back({weight, known.where});
  }
  std::ranges::stable_sort(heavy, std::ranges::greater{}, &Heavy::weight);
  // Neighbours become one quotation. Only so many are looked at, or whole texts would be quoted.
  if (heavy.size() > max * 2) heavy.resize(max * 2);
  std::vector<Span> spans;
  for (const Heavy& each : heavy) {
    const auto touches = [&](Span span) {
      return span.until == each.where.from || each.where.until == span.from;
    };
    if (std::ranges::any_of(spans, [&](Span span) { return overlap(span, each.where); })) continue;
    const auto neighbour = std::ranges::find_if(spans, touches);
    if (neighbour != spans.end()) {
      neighbour->from = std::min(neighbour->from, each.where.from);
      neighbour->until = std::max(neighbour->until, each.where.until);
    } else if (spans.size() < max) {
      spans.push_back(each.where);
    }
  }
  return spans;
}

}  // namespace whistle::triage
