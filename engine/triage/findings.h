#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/area_code.h"
#include "engine/core/colour.h"
#include "engine/core/ids.h"
#include "engine/core/words.h"

namespace whistle::triage {

// Words of the complaint that a finding rests on, as they stand in the text.
struct Evidence {
  std::string words;
  std::uint32_t offset{};  // bytes from the start of its words, add_words()
  RuleName rule;           // which entry of which table they matched

  bool operator==(const Evidence&) const = default;
};

// How a finding came about.
enum class Certainty : std::uint8_t {
  None = 0,     // nothing found: a person decides
  Unsure = 1,   // candidates, none certain: a person decides
  Certain = 2,  // by the rules
  Given = 3,    // the adapter said so
  Person = 4,   // a person decided
};

// A category that a text may be about. What the model holds has a probability, what the lexicon
// holds has a score.
struct Guess {
  CategoryCode category;
  std::int32_t permille{};  // how likely, in thousandths; 0: the lexicon's guess
  std::int32_t score{};     // of the lexicon; 0: the model's guess

  bool operator==(const Guess&) const = default;
};

inline constexpr std::size_t kGuessesMax = 3;

constexpr auto spellings(Certainty) {
  return std::to_array<Spelling<Certainty>>({{Certainty::None, "none"},
                                             {Certainty::Unsure, "unsure"},
                                             {Certainty::Certain, "certain"},
                                             {Certainty::Given, "given"},
                                             {Certainty::Person, "person"}});
}

struct CategoryFinding {
  CategoryCode category;  // the best candidate, also when unsure
  Certainty certainty{};
  std::int32_t score{};
  CategoryCode second;  // the runner-up
  std::int32_t second_score{};
  RuleName rule;
  std::vector<Evidence> evidence;
  // The likeliest first, at most kGuessesMax. Empty when the lexicon is certain or the category was
  // given: nobody has to choose then.
  std::vector<Guess> guesses;

  bool operator==(const CategoryFinding&) const = default;
};

// An area that may be meant, for the person who decides.
struct PlaceCandidate {
  AreaCode area;
  RuleName why;  // the rules that speak for it: "name:武安镇 + name:阳光小区"

  bool operator==(const PlaceCandidate&) const = default;
};
inline constexpr std::size_t kPlaceCandidatesMax = 5;

struct PlaceFinding {
  AreaCode area;  // the smallest area found; when unsure: the best, or what several have in common
  Certainty certainty{};
  RuleName rule;
  std::vector<Evidence> evidence;
  std::vector<PlaceCandidate> candidates;  // when unsure, or not sure where within what was given
  // What the text says below the compound, folded: "3", "2", "501". Empty: not said, or not one.
  std::string building{};
  std::string unit{};
  std::string room{};

  bool operator==(const PlaceFinding&) const = default;
};

struct SeverityFinding {
  Severity severity{Severity::Blue};
  std::uint8_t nature{};
  std::uint8_t scope{};
  std::uint8_t harm{};
  RuleName trigger;  // the hard trigger that made it red, if one did
  bool care{};       // the household is a care subject: one level up, never above red
  RuleName rule;
  std::vector<Evidence> evidence;

  bool operator==(const SeverityFinding&) const = default;
};

// All that triage found in one complaint. Goes into the journal with the decision it led to, so
// that nobody has to classify twice.
struct Findings {
  RequestType request_type{RequestType::Help};
  CategoryFinding category;
  PlaceFinding place;
  SeverityFinding severity;
  std::string decline_ground;  // empty: nothing speaks against accepting
  std::vector<Evidence> decline_evidence;
  std::uint64_t likeness{};  // locality-sensitive hash of the text: near texts, few differing bits

  bool operator==(const Findings&) const = default;
};

}  // namespace whistle::triage
