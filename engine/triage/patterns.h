#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/outcome.h"
#include "engine/policy/rule_book.h"
#include "engine/triage/automaton.h"
#include "engine/triage/compiled_shelf.h"

struct hs_scratch;

namespace whistle::triage {

// What a pattern belongs to. The first six are tables of the rule book.
enum class Table : std::uint8_t {
  Lexicon,
  Exclusion,
  Confusion,
  Severity,
  RequestType,
  Decline,
  AreaName,
  BuildingSuffix,
};
inline constexpr std::size_t kTableCount = 8;

// A pattern to look for: row `row` of `table`. `name` tells a person where it stands.
struct SoughtPattern {
  Table table{};
  std::uint32_t row{};
  policy::Pattern pattern;
  std::string name;
};

// An occurrence of a row's pattern in the folded text, [from, until).
struct Match {
  std::uint32_t row{};
  std::uint32_t from{};
  std::uint32_t until{};

  bool operator==(const Match&) const = default;
};

// All occurrences, table by table, each ascending by row and then by start.
class Matches {
 public:
  const std::vector<Match>& of(Table table) const {
    return tables_[static_cast<std::size_t>(table)];
  }

 private:
  friend class PatternSet;
  std::vector<Match>& open(Table table) { return tables_[static_cast<std::size_t>(table)]; }
  std::array<std::vector<Match>, kTableCount> tables_;
};

// The pattern as a rule book writes it: literal words, or `/expression/`.
std::string spelling_of(const policy::Pattern& pattern);

// All patterns of all tables, compiled into one automaton that reads a text once.
// Thread: find() by one thread at a time.
class PatternSet {
 public:
  // Fails with the name of a pattern that is empty, is not UTF-8 or does not compile, and why.
  // What was compiled before is taken from the shelf, if there is one.
  static Outcome<PatternSet, std::string> make(const std::vector<SoughtPattern>& patterns,
                                               CompiledShelf* shelf = nullptr);
  PatternSet(PatternSet&&) noexcept;
  PatternSet& operator=(PatternSet&&) noexcept;
  ~PatternSet();

  // Requires: `folded` is the text() of a FoldedText.
  //
  // Literal words in Latin letters match at the start of a word, as "leak" in "leaking" but not
  // "rat" in "separate"; names of areas match whole words. Numbers match whole: "3号楼" is not in
  // "13号楼".
  //
  // Expressions know \d, \w and \b in ASCII, as digits and Latin letters are folded to it. Of
  // several matches of an expression that start at one place only the shortest counts. The start of
  // a match is exact, except for expressions too large to follow their start: theirs is the start
  // of the line, at most 20 characters back.
  void find(std::string_view folded, Matches& matches);

 private:
  // How the start of a match is known.
  enum class Start : std::uint8_t { FixedLength, Reported, Unknown };
  struct Compiled {
    Table table{};
    std::uint32_t row{};
    Start start{};
    std::uint32_t length{};  // for FixedLength
  };
  struct Scan;  // one run of find()
  struct FreeScratch {
    void operator()(hs_scratch* scratch) const;
  };

  PatternSet() = default;
  static int on_match(unsigned int id, unsigned long long from, unsigned long long until,
                      unsigned int flags, void* scan);

  std::vector<Compiled> compiled_;                       // by the number the automaton reports
  std::unique_ptr<hs_database, FreeDatabase> database_;  // none when there are no patterns
  std::unique_ptr<hs_scratch, FreeScratch> scratch_;
};

}  // namespace whistle::triage
