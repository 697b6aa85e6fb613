#include "engine/triage/lexicon.h"

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <utility>

#include "engine/core/check.h"

namespace whistle::triage {
namespace {

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

// Where an exclusion that stands at `match` reaches.
Span reach_of(policy::ExclusionScope scope, const Match& match, const std::string& text) {
  switch (scope) {
    case policy::ExclusionScope::Words:
      break;
    case policy::ExclusionScope::Sentence:
      return {sentence_around(text, match.from).from, sentence_around(text, match.until - 1).until};
    case policy::ExclusionScope::Text:
      return {0, static_cast<std::uint32_t>(text.size())};
  }
  return {match.from, match.until};
}

}  // namespace

bool names_kind(const std::string& name, const policy::Category& category) {
  return name == category.code.value || name == category.major;
}

Lexicon::Lexicon(const policy::Policy& policy) : policy_(&policy) {
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
  for (const policy::ExclusionEntry& exclusion : book.exclusions) {
    std::vector<std::uint32_t>& rows = taken_.emplace_back();
    for (std::uint32_t row = 0; row < book.lexicon.size(); ++row) {
      const policy::Category& category = book.categories[category_of_row_[row]];
      if (!exclusion.category.empty() && !names_kind(exclusion.category, category)) continue;
      if (!exclusion.word.empty() && exclusion.word != spelling_of(book.lexicon[row].pattern)) {
        continue;
      }
      rows.push_back(row);
    }
  }
}

std::vector<Match> Lexicon::without_excluded(const Reading& reading,
                                             std::vector<Evidence>& used) const {
  std::vector<Match> words = reading.matches.of(Table::Lexicon);
  const auto& exclusions = policy_->book().exclusions;
  for (const Match& match : reading.matches.of(Table::Exclusion)) {
    if (match.from == match.until) continue;
    const policy::ExclusionEntry& exclusion = exclusions[match.row];
    const std::vector<std::uint32_t>& taken = taken_[match.row];
    const Span reach = reach_of(exclusion.scope, match, reading.folded.text());
    const std::size_t erased = std::erase_if(words, [&](const Match& word) {
      return word.from < reach.until && word.until > reach.from &&
             std::binary_search(taken.begin(), taken.end(), word.row);
    });
    if (erased == 0) continue;
    used.push_back(quote(reading, {match.from, match.until},
                         {"exclusions:" + spelling_of(exclusion.pattern)}));
  }
  return words;
}

// Goes through the words by their start, longer ones first, so that whatever could cover a word has
// come before it. Covered words cover nothing themselves. Only literal words take part.
std::vector<bool> Lexicon::covered(const std::vector<Match>& matches) const {
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

LexiconVerdict Lexicon::weigh(const Reading& reading) const {
  const policy::RuleBook& book = policy_->book();
  LexiconVerdict verdict;
  const std::vector<Match> matches = without_excluded(reading, verdict.exclusions);
  const std::vector<bool> is_covered = covered(matches);
  verdict.scores.resize(book.categories.size());
  for (std::size_t i = 0; i < matches.size(); ++i) {
    const Match& match = matches[i];
    const bool again = !verdict.words.empty() && verdict.words.back().row == match.row;
    if (is_covered[i] || again) continue;
    // A row's first occurrence stands in the subject if any does.
    const std::int32_t factor =
        match.from < reading.subject_until ? book.settings.subject_factor : 1;
    const std::int32_t weight = book.lexicon[match.row].weight * factor;
    verdict.words.push_back({match.row, {match.from, match.until}, weight});
    verdict.scores[category_of_row_[match.row]] += weight;
  }
  return verdict;
}

}  // namespace whistle::triage
