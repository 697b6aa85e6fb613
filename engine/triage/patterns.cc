#include "engine/triage/patterns.h"

#include <hs/hs.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

#include "engine/core/check.h"
#include "engine/triage/ascii.h"
#include "engine/triage/normalise.h"
#include "engine/triage/pattern_flaw.h"

namespace whistle::triage {
namespace {

bool is_ascii(char letter) { return static_cast<std::uint8_t>(letter) < 0x80; }

// True when words cut out of the text begin or end inside a number, begin inside a Latin word or,
// if they must be whole, end inside one.
bool cuts(std::string_view text, const Match& words, bool must_be_whole) {
  const auto is_inside = [&](std::size_t at, auto is_kind) {
    return at > 0 && at < text.size() && is_kind(text[at - 1]) && is_kind(text[at]);
  };
  return is_inside(words.from, is_digit) || is_inside(words.until, is_digit) ||
         is_inside(words.from, is_latin) || (must_be_whole && is_inside(words.until, is_latin));
}

// How many letters at the front are of a kind.
template <class IsKind>
std::size_t stretch(std::string_view text, IsKind is_kind) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_kind) -
                                  text.begin());
}

// The text is folded, so the expression must be too: a full-width bracket in it means itself, not a
// group. ASCII stays as it is, since it is the language of expressions; case is left to a flag.
std::string fold_expression(std::string_view expression) {
  std::string folded;
  std::string_view rest = expression;
  while (!rest.empty()) {
    const std::size_t ascii = stretch(rest, is_ascii);
    folded += rest.substr(0, ascii);
    rest.remove_prefix(ascii);
    const std::size_t foreign = stretch(rest, [](char letter) { return !is_ascii(letter); });
    for (const char letter : fold(rest.substr(0, foreign))) {
      if (is_ascii(letter) && !is_digit(letter) && !is_latin(letter)) folded.push_back('\\');
      folded.push_back(letter);
    }
    rest.remove_prefix(foreign);
  }
  return folded;
}

// What is really sought, or why nothing can be.
Outcome<std::string, std::string> source_of(const policy::Pattern& pattern) {
  if (!is_valid_utf8(pattern.text)) return Failure{std::string("is not UTF-8")};
  if (pattern.text.find('\0') != std::string::npos) return Failure{std::string("contains NUL")};
  std::string source = pattern.regex ? fold_expression(pattern.text) : fold(pattern.text);
  if (source.empty()) return Failure{std::string("is empty")};
  return source;
}

}  // namespace

struct PatternSet::Scan {
  PatternSet& set;
  std::string_view text;
  Matches& matches;
};

void PatternSet::FreeDatabase::operator()(hs_database* database) const {
  hs_free_database(database);
}
void PatternSet::FreeScratch::operator()(hs_scratch* scratch) const { hs_free_scratch(scratch); }

PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;
PatternSet::~PatternSet() = default;

std::string spelling_of(const policy::Pattern& pattern) {
  return pattern.regex ? "/" + pattern.text + "/" : pattern.text;
}

std::optional<std::string> flaw_of(const policy::Pattern& pattern) {
  const auto source = source_of(pattern);
  if (!source) return source.error();
  return pattern.regex ? flaw_of_expression(*source) : std::nullopt;
}

PatternSet::PatternSet(Expressions expressions) : expressions_(std::move(expressions)) {}

Outcome<PatternSet, std::string> PatternSet::make(const std::vector<SoughtPattern>& patterns) {
  std::vector<std::string> literals;
  std::vector<Literal> literal_rows;
  std::vector<std::string> expressions;
  std::vector<const SoughtPattern*> of_expression;
  for (const SoughtPattern& sought : patterns) {
    auto source = source_of(sought.pattern);
    if (!source) return Failure{sought.name + ": " + source.error()};
    if (sought.pattern.regex) {
      of_expression.push_back(&sought);
      expressions.push_back(*std::move(source));
    } else {
      const auto length = static_cast<std::uint32_t>(source->size());
      literal_rows.push_back({{sought.table, sought.row}, length});
      literals.push_back(*std::move(source));
    }
  }
  auto compiled = Expressions::make(expressions);
  if (!compiled) {
    const Expressions::Problem& problem = compiled.error();
    return Failure{of_expression[problem.expression]->name + ": " + problem.reason};
  }
  PatternSet set(*std::move(compiled));
  set.literals_ = std::move(literal_rows);
  for (const SoughtPattern* sought : of_expression) {
    set.expression_rows_.push_back({sought->table, sought->row});
  }
  const std::vector<std::string>& atoms = set.expressions_.atoms();
  literals.insert(literals.end(), atoms.begin(), atoms.end());
  if (auto trouble = set.compile(literals)) return Failure{*std::move(trouble)};
  return set;
}

// Why there is no automaton, if it is so.
std::optional<std::string> PatternSet::compile(const std::vector<std::string>& literals) {
  if (literals.empty()) return std::nullopt;
  std::vector<const char*> words;
  std::vector<std::size_t> lengths;
  std::vector<unsigned int> ids;
  for (const std::string& literal : literals) {
    ids.push_back(static_cast<unsigned int>(ids.size()));
    words.push_back(literal.data());
    lengths.push_back(literal.size());
  }
  const std::vector<unsigned int> flags(literals.size(), 0);
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  const hs_error_t result = hs_compile_lit_multi(
      words.data(), flags.data(), ids.data(), lengths.data(), static_cast<unsigned int>(ids.size()),
      HS_MODE_BLOCK, nullptr, &database, &error);
  if (result != HS_SUCCESS) {
    std::string reason = error != nullptr ? error->message : "the patterns do not compile";
    if (error != nullptr) hs_free_compile_error(error);
    return reason;
  }
  database_.reset(database);
  hs_scratch_t* scratch = nullptr;
  if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) return "no memory to match patterns";
  scratch_.reset(scratch);
  return std::nullopt;
}

int PatternSet::on_match(unsigned int id, unsigned long long /*from*/, unsigned long long until,
                         unsigned int /*flags*/, void* scan) {
  auto& [set, text, matches] = *static_cast<Scan*>(scan);
  const auto end = static_cast<std::uint32_t>(until);
  if (id >= set.literals_.size()) {
    set.hits_.push_back({static_cast<std::uint32_t>(id - set.literals_.size()), end});
    return 0;
  }
  const Literal& literal = set.literals_[id];
  const Match match{literal.row.number, end - literal.length, end};
  if (cuts(text, match, literal.row.table == Table::AreaName)) return 0;
  matches.open(literal.row.table).push_back(match);
  return 0;
}

void PatternSet::find(std::string_view folded, Matches& matches) {
  for (auto& table : matches.tables_) table.clear();
  hits_.clear();
  if (folded.empty()) return;
  WHISTLE_CHECK(folded.size() <= std::numeric_limits<unsigned int>::max());
  if (database_) {
    Scan scan{*this, folded, matches};
    const hs_error_t result =
        hs_scan(database_.get(), folded.data(), static_cast<unsigned int>(folded.size()), 0,
                scratch_.get(), &PatternSet::on_match, &scan);
    WHISTLE_CHECK(result == HS_SUCCESS);
  }
  for (const ExpressionMatch& match : expressions_.find(folded, hits_)) {
    const Row& row = expression_rows_[match.expression];
    matches.open(row.table).push_back({row.number, match.from, match.until});
  }
  for (auto& table : matches.tables_) {
    std::ranges::sort(
        table, {}, [](const Match& match) { return std::tie(match.row, match.from, match.until); });
  }
}

}  // namespace whistle::triage
