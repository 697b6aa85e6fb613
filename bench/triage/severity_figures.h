#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/problems.h"
#include "engine/core/colour.h"
#include "engine/core/outcome.h"
#include "engine/policy/rule_book.h"

namespace whistle::bench {

// How often complaints that people labelled with one colour were given another.
class ColourConfusion {
 public:
  void count(Severity labelled, Severity found);

  std::uint32_t of(Severity labelled, Severity found) const;
  std::uint32_t total() const;
  // The share of all that got the colour people gave them; 0 when there are none.
  double agreement() const;
  // Of those that people gave the colour, the share that got it; 1 when there are none.
  double recall(Severity colour) const;
  // Of those that got the colour, the share that people gave it; 1 when there are none.
  double precision(Severity colour) const;

 private:
  std::array<std::array<std::uint32_t, 3>, 3> counts_{};  // labelled, found: blue, yellow, red
};

struct ColourFigures {
  std::string set;
  ColourConfusion confusion;
};

// A complaint that got another colour than people gave it.
struct Miscolouring {
  std::string id;
  std::string set;
  std::string text;
  Severity labelled{};
  Severity found{};
  std::string rule;  // by which it was coloured
};

struct SeverityFigures {
  ColourFigures all;
  std::vector<ColourFigures> sets;  // in the order of the file
  std::vector<Miscolouring> misses;
};

// Colours the labelled complaints of a file (id, set, text, severity, reason, trap;
// config/severity.md) by a rule book, as the engine would on intake. Fails with what is wrong in
// the file, or with the row of the book that does not compile.
Outcome<SeverityFigures, std::vector<config::Problem>> severity_figures(
    const std::filesystem::path& cases, policy::RuleBook book);

// Figures and confusion for a person to read, a line for each labelled colour.
std::string to_text(const ColourFigures& figures);

}  // namespace whistle::bench
