#pragma once

#include <cstdint>
#include <vector>

#include "engine/policy/policy.h"
#include "engine/triage/findings.h"
#include "engine/triage/lexicon.h"
#include "engine/triage/reading.h"

namespace whistle::triage {

// What a complaint is about. Immutable after construction; any thread.
class CategoryRules {
 public:
  // `policy` must outlive the object.
  explicit CategoryRules(const policy::Policy& policy) : policy_(&policy), lexicon_(policy) {}

  // The adapter's own category when the rule book has it, else the best by the lexicon. Certain
  // when its score reaches certain_score and leads the next category's by certain_lead. Equal
  // scores: the category that comes first in the book.
  //
  // When the two best are a confusion pair, the weights of the pair's patterns are added to their
  // scores before that. If this changes who is best or whether the lead is enough, the rule is the
  // pair's.
  CategoryFinding find(const Reading& reading, const CategoryCode& given) const;

 private:
  std::vector<Evidence> evidence_of(const Reading& reading, const LexiconVerdict& verdict,
                                    std::uint32_t category) const;
  RuleName heaviest(const LexiconVerdict& verdict, std::uint32_t category) const;

  const policy::Policy* policy_;
  Lexicon lexicon_;
};

}  // namespace whistle::triage
