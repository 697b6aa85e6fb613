#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/complaint.h"
#include "engine/core/ids.h"
#include "engine/triage/findings.h"
#include "engine/triage/normalise.h"
#include "engine/triage/patterns.h"

namespace whistle::triage {

// More evidence than this helps nobody and would swell the journal. It bounds what is quoted, never
// what is counted.
inline constexpr std::size_t kEvidenceMax = 16;

// One complaint on the desk: its words as written and folded, and all that matched in them.
struct Reading {
  std::string written;  // add_words() of the complaint
  FoldedText folded;
  std::uint32_t subject_until{};  // where the subject ends in the folded text
  Matches matches;
};

// Folds the complaint's words and finds all patterns in them. `reading` is reused for its memory.
void read(const Complaint& complaint, PatternSet& patterns, Reading& reading);

// The words as written that a stretch of the folded text came from.
Evidence quote(const Reading& reading, Span folded, RuleName rule);

// Keeps the first kEvidenceMax and brings them into the order of the text, longer words first.
std::vector<Evidence> in_order(std::vector<Evidence> evidence);

// The sentence around a place of the folded text. Sentences end at a full stop, an exclamation or
// question mark, a semicolon or a line. Requires: `at` inside the text.
Span sentence_around(std::string_view folded, std::uint32_t at);

}  // namespace whistle::triage
