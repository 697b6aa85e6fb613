#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>

#include "engine/core/outcome.h"
#include "engine/policy/rule_book.h"

// How well the lexicon decides without any training, measured on labelled complaints. Labels are
// coarser than categories, so a table says which label each category belongs to.
namespace whistle::bench {

// Of some texts: how many were decided (certain), and how many of those rightly.
struct Share {
  std::size_t texts{};
  std::size_t decided{};
  std::size_t right{};

  double decided_share() const;  // of the texts; 0 when there are none
  double right_share() const;    // of the decided; 0 when there are none
};

struct LexiconFigures {
  Share all;
  // By the group of near-duplicates. Who chooses words looks at the first half only; that the
  // second does as well shows that they are not fitted to single texts.
  Share first_half;
  Share second_half;
  std::map<std::string, Share> by_label;  // the label the text has
};

// `data`: gzipped JSON Lines with subject, text, label and group. `label_map`: a CSV of
// category,label; lines that begin with # are comments. A category without a label is never right.
// Fails with what is wrong with a file, or with the rule book's patterns.
Outcome<LexiconFigures, std::string> lexicon_figures(const std::filesystem::path& data,
                                                     policy::RuleBook book,
                                                     const std::filesystem::path& label_map);

}  // namespace whistle::bench
