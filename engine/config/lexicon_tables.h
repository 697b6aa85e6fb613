#pragma once

#include <vector>

#include "engine/config/overlay.h"
#include "engine/policy/rule_book.h"

// What stands beside the lexicon: words that are not meant, and what tells like from like.
namespace whistle::config {

// What an exclusion or a confusion may be about: the codes of categories and the large classes.
Names kinds_of_matter(const OverlaidTable& categories);

// An exclusion names a category or a large class, a word of the lexicon, or both if the lexicon has
// them together.
std::vector<policy::ExclusionEntry> read_exclusions(const OverlaidTable& table,
                                                    const OverlaidTable& categories,
                                                    const OverlaidTable& lexicon,
                                                    Problems& problems);

// A confusion names two different ones and says which of them its pattern speaks for.
std::vector<policy::ConfusionEntry> read_confusions(const OverlaidTable& table, const Names& kinds,
                                                    Problems& problems);

}  // namespace whistle::config
