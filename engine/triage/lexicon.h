#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/policy/policy.h"
#include "engine/triage/findings.h"
#include "engine/triage/reading.h"

namespace whistle::triage {

// A row of a table that counts in a text, with its first occurrence that does.
struct Counted {
  std::uint32_t row{};
  Span where;
  std::int32_t weight{};
};

// What the lexicon says about a text.
struct LexiconVerdict {
  std::vector<Counted> words;        // ascending by row
  std::vector<Evidence> exclusions;  // those that took something away
  std::vector<std::int64_t> scores;  // by category, in the order of the book
};

// True when the name is the code of the category or its large class.
bool names_kind(const std::string& name, const policy::Category& category);

// The lexicon and its exclusions, ready to weigh. Immutable after construction; any thread.
class Lexicon {
 public:
  // `policy` must outlive the object.
  explicit Lexicon(const policy::Policy& policy);

  // Adds up the weights of the distinct patterns in the text; those that stand in the subject weigh
  // subject_factor times.
  //
  // A word counts where no exclusion reaches it and where it is meant for itself: "漏水" does not
  // count inside "楼上漏水" of another category. What an exclusion takes away covers nothing.
  LexiconVerdict weigh(const Reading& reading) const;

  // Index of the category of a row of the lexicon.
  std::uint32_t category_of(std::uint32_t row) const { return category_of_row_[row]; }

 private:
  std::vector<Match> without_excluded(const Reading& reading, std::vector<Evidence>& used) const;
  std::vector<bool> covered(const std::vector<Match>& matches) const;

  const policy::Policy* policy_;
  std::vector<std::uint32_t> category_of_row_;     // index into the book's categories
  std::vector<std::vector<std::uint32_t>> taken_;  // by exclusion: rows of the lexicon, ascending
};

}  // namespace whistle::triage
