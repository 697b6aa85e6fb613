#include "engine/triage/category.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "engine/core/check.h"

namespace whistle::triage {
namespace {

RuleName rule_of(const policy::LexiconEntry& entry) {
  return {"lexicon:" + spelling_of(entry.pattern)};
}

std::int32_t narrow(std::int64_t score) {
  using Limits = std::numeric_limits<std::int32_t>;
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(score, Limits::min(), Limits::max()));
}

// The furthest end so far of words of one category, and the furthest of words of any other. Enough
// to know whether words of a category lie inside words of another.
class Reach {
 public:
  void extend(std::uint32_t category, std::uint32_t until) {
    if (category == first_.category) {
      first_.until = std::max(first_.until, until);
    } else if (until > first_.until) {
      second_ = first_;
      first_ = {category, until};
    } else if (until > second_.until) {
      second_ = {category, until};
    }
  }
  bool covers(std::uint32_t category, std::uint32_t until) const {
    return (first_.category == category ? second_ : first_).until >= until;
  }

 private:
  struct End {
    std::uint32_t category{std::numeric_limits<std::uint32_t>::max()};
    std::uint32_t until{};
  };
  End first_;
  End second_;
};

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

}  // namespace

CategoryRules::CategoryRules(const policy::Policy& policy) : policy_(&policy) {
  const policy::RuleBook& book = policy.book();
  std::unordered_map<CategoryCode, std::uint32_t> positions;
  for (std::uint32_t i = 0; i < book.categories.size(); ++i) {
    positions.emplace(book.categories[i].code, i);
  }
  for (const policy::LexiconEntry& entry : book.lexicon) {
    const auto position = positions.find(entry.category);
    WHISTLE_CHECK(position != positions.end());
    category_of_row_.push_back(position->second);
  }
}

// Goes through the words by their start, longer ones first, so that whatever could cover a word has
// come before it. Covered words cover nothing themselves. Only literal words take part.
std::vector<bool> CategoryRules::covered(const std::vector<Match>& matches) const {
  const auto& lexicon = policy_->book().lexicon;
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < matches.size(); ++i) {
    if (!lexicon[matches[i].row].pattern.regex) order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
    const Match& a = matches[left];
    const Match& b = matches[right];
    return a.from != b.from ? a.from < b.from : a.until > b.until;
  });

  std::vector<bool> covered(matches.size());
  Reach reach;
  for (auto group = order.begin(); group != order.end();) {
    const Match& words = matches[*group];
    const auto group_end = std::find_if(group, order.end(), [&](std::uint32_t i) {
      return matches[i].from != words.from || matches[i].until != words.until;
    });
    // The same words in several categories do not cover each other: decide first, then extend.
    std::for_each(group, group_end, [&](std::uint32_t i) {
      covered[i] = reach.covers(category_of_row_[matches[i].row], words.until);
    });
    std::for_each(group, group_end, [&](std::uint32_t i) {
      if (!covered[i]) reach.extend(category_of_row_[matches[i].row], words.until);
    });
    group = group_end;
  }
  return covered;
}

std::vector<CategoryRules::Counted> CategoryRules::counted_patterns(
    const std::vector<Match>& matches) const {
  const std::vector<bool> is_covered = covered(matches);
  std::vector<Counted> counted;
  for (std::size_t i = 0; i < matches.size(); ++i) {
    const Match& match = matches[i];
    if (is_covered[i] || (!counted.empty() && counted.back().row == match.row)) continue;
    counted.push_back({match.row, {match.from, match.until}});
  }
  return counted;
}

std::vector<Evidence> CategoryRules::evidence_of(const Reading& reading,
                                                 const std::vector<Counted>& counted,
                                                 std::uint32_t category) const {
  std::vector<Evidence> evidence;
  for (const Counted& pattern : counted) {
    if (category_of_row_[pattern.row] != category) continue;
    const RuleName rule = rule_of(policy_->book().lexicon[pattern.row]);
    evidence.push_back(quote(reading, pattern.where, rule));
  }
  return in_order(std::move(evidence));
}

RuleName CategoryRules::heaviest(const std::vector<Counted>& counted,
                                 std::uint32_t category) const {
  const policy::LexiconEntry* heaviest = nullptr;
  for (const Counted& pattern : counted) {
    const policy::LexiconEntry& entry = policy_->book().lexicon[pattern.row];
    if (category_of_row_[pattern.row] != category) continue;
    if (heaviest == nullptr || entry.weight > heaviest->weight) heaviest = &entry;
  }
  WHISTLE_CHECK(heaviest != nullptr);
  return rule_of(*heaviest);
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
  const std::vector<Counted> counted = counted_patterns(reading.matches.of(Table::Lexicon));
  std::vector<std::int64_t> scores(book.categories.size());
  for (const Counted& pattern : counted) {
    scores[category_of_row_[pattern.row]] += book.lexicon[pattern.row].weight;
  }
  const Ranking ranking = rank(scores);
  if (!ranking.best) return finding;

  const std::int64_t score = scores[*ranking.best];
  const std::int64_t second_score = ranking.second ? scores[*ranking.second] : 0;
  const bool certain =
      score >= book.settings.certain_score && score - second_score >= book.settings.certain_lead;
  finding.category = book.categories[*ranking.best].code;
  finding.certainty = certain ? Certainty::Certain : Certainty::Unsure;
  finding.score = narrow(score);
  if (ranking.second) finding.second = book.categories[*ranking.second].code;
  finding.second_score = narrow(second_score);
  finding.rule = heaviest(counted, *ranking.best);
  finding.evidence = evidence_of(reading, counted, *ranking.best);
  return finding;
}

}  // namespace whistle::triage
