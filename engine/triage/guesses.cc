#include "engine/triage/guesses.h"

#include <algorithm>
#include <limits>

#include "engine/core/check.h"

namespace whistle::triage {

std::vector<Guess> best_guesses(const std::vector<std::int64_t>& scores,
                                const policy::RuleBook& book) {
  WHISTLE_CHECK(scores.size() == book.categories.size());
  std::vector<std::size_t> order;
  for (std::size_t category = 0; category < scores.size(); ++category) {
    if (scores[category] > 0) order.push_back(category);
  }
  std::ranges::stable_sort(
      order, [&](std::size_t left, std::size_t right) { return scores[left] > scores[right]; });
  if (order.size() > kGuessesMax) order.resize(kGuessesMax);
  std::vector<Guess> guesses;
  for (const std::size_t category : order) {
    constexpr std::int64_t kScoreMax = std::numeric_limits<std::int32_t>::max();
    guesses.push_back({.category = book.categories[category].code,
                       .permille = 0,
                       .score = static_cast<std::int32_t>(std::min(scores[category], kScoreMax))});
  }
  return guesses;
}

std::string to_text(const Guess& guess) {
  if (guess.permille == 0) return "score " + std::to_string(guess.score);
  return std::to_string(guess.permille / 10) + "." + std::to_string(guess.permille % 10) + " %";
}

}  // namespace whistle::triage
