#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/outcome.h"

namespace whistle::triage {

// Where an expression matches, [from, until). `expression` is its place in the list.
struct ExpressionMatch {
  std::uint32_t expression{};
  std::uint32_t from{};
  std::uint32_t until{};
};

// Words of an expression, found in a text up to `until`. `atom` is their place among the atoms.
struct AtomHit {
  std::uint32_t atom{};
  std::uint32_t until{};
};

// What is wrong with an expression, or nothing. Any thread.
std::optional<std::string> flaw_of_expression(const std::string& expression);

// Expressions in the syntax of RE2, sought all at once. An automaton that follows them all is slow
// to build, so whoever asks first looks for literal words that they cannot match without (atoms);
// an expression is tried only where enough of its own are.
// Thread: find() by one thread at a time.
class Expressions {
 public:
  struct Problem {
    std::size_t expression{};
    std::string reason;
  };

  // The expressions must be folded as the texts will be. Fails with the first that has a flaw.
  static Outcome<Expressions, Problem> make(const std::vector<std::string>& expressions);
  Expressions(Expressions&&) noexcept;
  Expressions& operator=(Expressions&&) noexcept;
  ~Expressions();

  const std::vector<std::string>& atoms() const;

  // `hits` are all occurrences of all atoms in the folded text; they are put into order. Of the
  // matches of an expression that end at one place the longest counts, and then of those that start
  // at one place the shortest. The matches of one expression ascend.
  std::vector<ExpressionMatch> find(std::string_view folded, std::vector<AtomHit>& hits);

 private:
  struct Parts;

  explicit Expressions(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace whistle::triage
