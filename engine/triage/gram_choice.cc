#include "engine/triage/gram_choice.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace whistle::triage {
namespace {

using Counts = std::unordered_map<std::uint64_t, std::uint32_t>;

// The different grams of each text, one after the other.
template <class Visit>
void visit_grams(const std::vector<std::string>& folded, Visit visit) {
  std::vector<Gram> grams;
  std::vector<std::uint64_t> keys;
  for (std::size_t text = 0; text < folded.size(); ++text) {
    cut_grams(folded[text], grams);
    keys.clear();
    for (const Gram& gram : grams) keys.push_back(gram.key);
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    for (const std::uint64_t key : keys) visit(text, key);
  }
}

// How far the gram and the label are from having nothing to do with each other.
double chi_squared(double together, double with_gram, double with_label, double all) {
  const double only_gram = with_gram - together;
  const double only_label = with_label - together;
  const double neither = all - with_gram - only_label;
  const double product = with_gram * (all - with_gram) * with_label * (all - with_label);
  if (product <= 0) return 0;
  const double difference = together * neither - only_gram * only_label;
  return all * difference * difference / product;
}

struct Ranked {
  double worth{};
  std::uint64_t key{};
};

}  // namespace

ChosenGrams choose_grams(const std::vector<std::string>& folded,
                         const std::vector<std::uint32_t>& label_of, std::size_t labels,
                         std::size_t grams_max) {
  Counts texts_with;
  visit_grams(folded, [&](std::size_t, std::uint64_t key) { ++texts_with[key]; });
  // What stands in one text teaches nothing about another; in a large history neither does what
  // stands in one of five thousand.
  const std::size_t texts_min = std::max<std::size_t>(2, folded.size() / 5'000);
  std::erase_if(texts_with, [&](const auto& entry) { return entry.second < texts_min; });

  std::unordered_map<std::uint64_t, std::size_t> rows;
  for (const auto& [key, count] : texts_with) rows.emplace(key, rows.size());
  std::vector<std::uint32_t> together(rows.size() * labels);
  visit_grams(folded, [&](std::size_t text, std::uint64_t key) {
    const auto row = rows.find(key);
    if (row != rows.end()) ++together[row->second * labels + label_of[text]];
  });
  std::vector<double> with_label(labels);
  for (const std::uint32_t label : label_of) ++with_label[label];

  const auto all = static_cast<double>(folded.size());
  std::vector<Ranked> ranked;
  for (const auto& [key, row] : rows) {
    double worth = 0;
    for (std::size_t label = 0; label < labels; ++label) {
      worth = std::max(worth, chi_squared(together[row * labels + label], texts_with.at(key),
                                          with_label[label], all));
    }
    ranked.push_back({worth, key});
  }
  std::ranges::sort(ranked, [](const Ranked& left, const Ranked& right) {
    return left.worth != right.worth ? left.worth > right.worth : left.key < right.key;
  });
  if (ranked.size() > grams_max) ranked.resize(grams_max);

  ChosenGrams chosen;
  for (const Ranked& each : ranked) chosen.keys.push_back(each.key);
  std::ranges::sort(chosen.keys);
  for (const std::uint64_t key : chosen.keys) {
    const double count = texts_with.at(key);
    chosen.rarity.push_back(static_cast<float>(1 + std::log((1 + all) / (1 + count))));
  }
  return chosen;
}

}  // namespace whistle::triage
