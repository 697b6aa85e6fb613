#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/core/ids.h"
#include "engine/policy/rule_book.h"
#include "engine/triage/normalise.h"
#include "engine/triage/patterns.h"

namespace whistle::triage {

// How firmly words stand: what is announced (threats, mass events) is not made weaker by a
// condition or a fear, nor by something that is over.
enum class Claim : std::uint8_t { Happening, Announced };

// Words found in a text by a pattern of the rule book.
struct Mention {
  Span where;
  const policy::Pattern& pattern;
  RuleName rule;  // the trigger they are meant for; empty: for anything
  Claim claim{};
};

// The words around what a complaint mentions: whether it is there now, or denied, over, feared,
// exercised, far away or a figure of speech. Built from the rows of the severity table of the axes
// figure, not, past, worry, topic, over and now (config/README.md); reads one text.
//
// Of the words before something in its sentence the nearest decides. A text is long and people
// report the old with the new, so nothing reaches beyond the sentence, but that what was mentioned
// is over may be said anywhere later.
class Circumstances {
 public:
  // `folded`, `table` and `matches` must outlive the object.
  Circumstances(std::string_view folded, const std::vector<policy::SeverityEntry>& table,
                const std::vector<Match>& matches);

  // What covers the words as a figure of speech or a name, or nullptr.
  const Match* figure_over(Span words) const;

  // What speaks against a mention, or nullptr when it stands. Requires: it is inside the text.
  const Match* against(const Mention& mention) const;

 private:
  struct Mark {
    Match match;
    policy::Axis axis{};
  };
  // What the nearest mark before or inside a mention says.
  enum class Before : std::uint8_t { Nothing, Now, Weak };
  struct Verdict {
    Before before{};
    const Match* against{};
  };

  Verdict read_before(const Mention& mention, Span sentence) const;
  const Match* read_after(const Mention& mention, Span sentence) const;
  const Match* find_over(const Mention& mention) const;
  bool is_denied_by(const Match& mark, Span words) const;
  bool is_spelled_in(const Match& mark, const Mention& mention) const;
  bool is_of_the_past(const Match& mark) const;
  bool is_one_clause(std::uint32_t from, std::uint32_t until) const;

  std::string_view folded_;
  const std::vector<policy::SeverityEntry>* table_;
  std::vector<Match> figures_;
  std::vector<Mark> marks_;  // by where they start; none inside a figure
};

}  // namespace whistle::triage
