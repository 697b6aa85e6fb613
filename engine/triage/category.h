#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/policy/policy.h"
#include "engine/triage/findings.h"
#include "engine/triage/reading.h"

namespace whistle::triage {

// The lexicon, ready to weigh. Immutable after construction; any thread.
class CategoryRules {
 public:
  // `policy` must outlive the object.
  explicit CategoryRules(const policy::Policy& policy);

  // The adapter's own category when the rule book has it, else the best by the lexicon: the sum of
  // the weights of its distinct patterns in the text. Certain when the sum reaches certain_score
  // and leads the next category's by certain_lead. Equal sums: the category that comes first in the
  // book.
  //
  // Words inside longer words of another category are not meant for themselves: "漏水" does not
  // count where the text says "楼上漏水".
  CategoryFinding find(const Reading& reading, const CategoryCode& given) const;

 private:
  // A pattern of the lexicon that counts in this text, with its first occurrence that does.
  struct Counted {
    std::uint32_t row{};
    Span where;
  };
  std::vector<Counted> counted_patterns(const std::vector<Match>& matches) const;
  std::vector<bool> covered(const std::vector<Match>& matches) const;
  std::vector<Evidence> evidence_of(const Reading& reading, const std::vector<Counted>& counted,
                                    std::uint32_t category) const;
  RuleName heaviest(const std::vector<Counted>& counted, std::uint32_t category) const;

  const policy::Policy* policy_;
  std::vector<std::uint32_t> category_of_row_;  // index into the book's categories
};

}  // namespace whistle::triage
