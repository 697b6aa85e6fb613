#pragma once

#include <cstdint>
#include <vector>

#include "engine/policy/policy.h"
#include "engine/triage/findings.h"
#include "engine/triage/reading.h"

namespace whistle::triage {

// What the patterns of confusion pairs add to one of two categories.
struct Voice {
  std::int64_t weight{};
  RuleName rule;  // "confusions:FIRST|SECOND:PATTERN", of the heaviest pattern; empty when none
  std::vector<Evidence> evidence;
};
struct Voices {
  Voice one;
  Voice other;
};

// What the text says for each of two categories (indexes into the book's) if the book has them, or
// their large classes, as a confusion pair, either way round. Patterns of all pairs that fit are
// added up, each counts once. They are added to the scores and do not overrule them: on real
// complaints, overruling made as many right answers wrong as wrong ones right.
Voices voices_of(const Reading& reading, const policy::RuleBook& book, std::uint32_t one,
                 std::uint32_t other);

}  // namespace whistle::triage
