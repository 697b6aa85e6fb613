#include "engine/triage/category.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "engine/core/check.h"
#include "engine/triage/confusions.h"
#include "engine/triage/guesses.h"

namespace whistle::triage {
namespace {

RuleName rule_of(const policy::LexiconEntry& entry) {
  return {"lexicon:" + spelling_of(entry.pattern)};
}

std::int32_t narrow(std::int64_t score) {
  using Limits = std::numeric_limits<std::int32_t>;
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(score, Limits::min(), Limits::max()));
}

// The two best categories by score, above zero.
struct Ranking {
  std::optional<std::uint32_t> best;
  std::optional<std::uint32_t> second;
};
Ranking rank(const std::vector<std::int64_t>& scores) {
  Ranking ranking;
  for (std::uint32_t category = 0; category < scores.size(); ++category) {
    const std::int64_t score = scores[category];
    if (score <= 0) continue;
    if (!ranking.best || score > scores[*ranking.best]) {
      ranking.second = ranking.best;
      ranking.best = category;
    } else if (!ranking.second || score > scores[*ranking.second]) {
      ranking.second = category;
    }
  }
  return ranking;
}

struct Candidate {
  std::optional<std::uint32_t> category;  // index into the book's; none: there is no second
  std::int64_t score{};
  Voice voice;  // what a confusion pair says for it, in its score as well
};

// Adds what confusion pairs say about the two. If that turns the tables, the second is the best.
void hear_voices(const Reading& reading, const policy::RuleBook& book, Candidate& best,
                 Candidate& second) {
  Voices voices = voices_of(reading, book, *best.category, *second.category);
  best.score += voices.one.weight;
  second.score += voices.other.weight;
  best.voice = std::move(voices.one);
  second.voice = std::move(voices.other);
  if (second.score > best.score) std::swap(best, second);
}

void append(std::vector<Evidence>& evidence, std::vector<Evidence> more) {
  evidence.insert(evidence.end(), std::make_move_iterator(more.begin()),
                  std::make_move_iterator(more.end()));
}

}  // namespace

std::vector<Evidence> CategoryRules::evidence_of(const Reading& reading,
                                                 const LexiconVerdict& verdict,
                                                 std::uint32_t category) const {
  std::vector<Evidence> evidence;
  for (const Counted& word : verdict.words) {
    if (lexicon_.category_of(word.row) != category) continue;
    const RuleName rule = rule_of(policy_->book().lexicon[word.row]);
    evidence.push_back(quote(reading, word.where, rule));
  }
  return evidence;
}

RuleName CategoryRules::heaviest(const LexiconVerdict& verdict, std::uint32_t category) const {
  const Counted* heaviest = nullptr;
  for (const Counted& word : verdict.words) {
    if (lexicon_.category_of(word.row) != category) continue;
    if (heaviest == nullptr || word.weight > heaviest->weight) heaviest = &word;
  }
  WHISTLE_CHECK(heaviest != nullptr);
  return rule_of(policy_->book().lexicon[heaviest->row]);
}

CategoryFinding CategoryRules::find(const Reading& reading, const CategoryCode& given) const {
  CategoryFinding finding;
  if (given && policy_->category(given) != nullptr) {
    finding.category = given;
    finding.certainty = Certainty::Given;
    finding.rule = {"category"};
    return finding;
  }

  const policy::RuleBook& book = policy_->book();
  LexiconVerdict verdict = lexicon_.weigh(reading);
  const Ranking ranking = rank(verdict.scores);
  if (!ranking.best) return finding;

  Candidate best{*ranking.best, verdict.scores[*ranking.best], {}};
  Candidate second{ranking.second, ranking.second ? verdict.scores[*ranking.second] : 0, {}};
  const bool led = best.score - second.score >= book.settings.certain_lead;
  if (ranking.second) hear_voices(reading, book, best, second);
  const bool leads = best.score - second.score >= book.settings.certain_lead;
  const bool pair_decides = best.category != ranking.best || led != leads;

  const bool certain = leads && best.score >= book.settings.certain_score;
  finding.category = book.categories[*best.category].code;
  finding.certainty = certain ? Certainty::Certain : Certainty::Unsure;
  finding.score = narrow(best.score);
  if (second.category) finding.second = book.categories[*second.category].code;
  finding.second_score = narrow(second.score);
  const bool rules_by_pair = pair_decides && best.voice.rule;
  finding.rule = rules_by_pair ? best.voice.rule : heaviest(verdict, *best.category);
  // What is cut off at the end should matter least: first what decided, last what was left out.
  finding.evidence = std::move(best.voice.evidence);
  append(finding.evidence, evidence_of(reading, verdict, *best.category));
  append(finding.evidence, std::move(verdict.exclusions));
  finding.evidence = in_order(std::move(finding.evidence));
  if (!certain) {
    // As the pair's words left them.
    verdict.scores[*best.category] = best.score;
    if (second.category) verdict.scores[*second.category] = second.score;
    finding.guesses = best_guesses(verdict.scores, book);
  }
  return finding;
}

}  // namespace whistle::triage
