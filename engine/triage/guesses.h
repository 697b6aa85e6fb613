#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/policy/rule_book.h"
#include "engine/triage/findings.h"

namespace whistle::triage {

// The categories with the highest scores above zero, at most kGuessesMax; of equal ones the one
// that comes first in the book. `scores`: one for each category of the book.
std::vector<Guess> best_guesses(const std::vector<std::int64_t>& scores,
                                const policy::RuleBook& book);

// How strong a guess is, for people: "61.2 %" by the model, "score 5" by the lexicon.
std::string to_text(const Guess& guess);

}  // namespace whistle::triage
