#include "engine/triage/patterns.h"

#include <hs/hs.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <optional>
#include <utility>

#include "engine/core/check.h"
#include "engine/triage/normalise.h"
#include "engine/triage/pattern_flaw.h"

namespace whistle::triage {
namespace {

constexpr std::uint32_t kGuessedCharactersMax = 20;
// Without HS_FLAG_UCP: the text is folded, so \d needs ASCII only, and \b must see a border between
// Latin and Chinese characters, which are both letters to Unicode.
constexpr unsigned int kExpressionFlags = HS_FLAG_UTF8 | HS_FLAG_CASELESS;

bool is_ascii(char letter) { return static_cast<std::uint8_t>(letter) < 0x80; }

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_latin(char letter) { return letter >= 'a' && letter <= 'z'; }

bool is_continuation(char byte) { return (static_cast<std::uint8_t>(byte) & 0xC0) == 0x80; }

// An expression that matches exactly these bytes, whatever they are.
std::string quote_bytes(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string expression;
  expression.reserve(4 * bytes.size());
  for (const char byte : bytes) {
    const auto value = static_cast<std::uint8_t>(byte);
    expression += "\\x";
    expression += kDigits[value >> 4U];
    expression += kDigits[value & 15U];
  }
  return expression;
}

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

// The pattern's source for the automaton, or why there is none.
Outcome<std::string, std::string> source_of(const policy::Pattern& pattern) {
  if (!is_valid_utf8(pattern.text)) return Failure{std::string("is not UTF-8")};
  if (pattern.text.find('\0') != std::string::npos) return Failure{std::string("contains NUL")};
  std::string source =
      pattern.regex ? fold_expression(pattern.text) : quote_bytes(fold(pattern.text));
  if (source.empty()) return Failure{std::string("is empty")};
  return source;
}

}  // namespace

struct PatternSet::Scan {
  const PatternSet& set;
  std::string_view text;
  Matches& matches;
};

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
  if (!pattern.regex) return std::nullopt;
  hs_expr_info_t* info = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_expression_info(source->c_str(), kExpressionFlags, &info, &error) == HS_SUCCESS) {
    std::free(info);  // NOLINT(cppcoreguidelines-no-malloc): the library's default allocator
    return std::nullopt;
  }
  std::string reason = error != nullptr ? error->message : "does not compile";
  if (error != nullptr) hs_free_compile_error(error);
  return reason;
}

Outcome<PatternSet, std::string> PatternSet::make(const std::vector<SoughtPattern>& patterns,
                                                  CompiledShelf* shelf) {
  PatternSet set;
  std::vector<Expression> expressions;
  for (const SoughtPattern& sought : patterns) {
    auto source = source_of(sought.pattern);
    if (!source) return Failure{sought.name + ": " + source.error()};
    Compiled compiled{sought.table, sought.row, Start::Reported, 0};
    if (!sought.pattern.regex) {
      compiled.start = Start::FixedLength;
      compiled.length = static_cast<std::uint32_t>(source->size() / quote_bytes("a").size());
    }
    set.compiled_.push_back(compiled);
    expressions.push_back(
        {*std::move(source), sought.pattern.regex ? kExpressionFlags | HS_FLAG_SOM_LEFTMOST : 0});
  }
  if (expressions.empty()) return set;

  auto automaton = make_automaton(std::move(expressions), shelf);
  if (!automaton) {
    const auto& [number, reason] = automaton.error();
    return Failure{number ? patterns[*number].name + ": " + reason : reason};
  }
  for (const std::size_t number : automaton->without_start) {
    set.compiled_[number].start = Start::Unknown;
  }
  set.database_ = std::move(automaton->database);
  hs_scratch_t* scratch = nullptr;
  if (hs_alloc_scratch(set.database_.get(), &scratch) != HS_SUCCESS) {
    return Failure{std::string("no memory to match patterns")};
  }
  set.scratch_.reset(scratch);
  return set;
}

int PatternSet::on_match(unsigned int id, unsigned long long from, unsigned long long until,
                         unsigned int /*flags*/, void* scan) {
  auto& [set, text, matches] = *static_cast<Scan*>(scan);
  const Compiled& compiled = set.compiled_[id];
  Match match{compiled.row, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(until)};
  switch (compiled.start) {
    case Start::FixedLength:
      match.from = match.until - compiled.length;
      if (cuts(text, match, compiled.table == Table::AreaName)) return 0;
      break;
    case Start::Reported:
      break;
    case Start::Unknown:
      match.from = match.until;
      for (std::uint32_t back = 0; back < kGuessedCharactersMax && match.from > 0; ++back) {
        if (text[match.from - 1] == '\n') break;
        do --match.from;
        while (match.from > 0 && is_continuation(text[match.from]));
      }
      break;
  }
  matches.open(compiled.table).push_back(match);
  return 0;
}

void PatternSet::find(std::string_view folded, Matches& matches) {
  for (auto& table : matches.tables_) table.clear();
  if (!database_ || folded.empty()) return;
  WHISTLE_CHECK(folded.size() <= std::numeric_limits<unsigned int>::max());
  Scan scan{*this, folded, matches};
  const hs_error_t result =
      hs_scan(database_.get(), folded.data(), static_cast<unsigned int>(folded.size()), 0,
              scratch_.get(), &PatternSet::on_match, &scan);
  WHISTLE_CHECK(result == HS_SUCCESS);
  for (auto& table : matches.tables_) {
    std::sort(table.begin(), table.end(), [](const Match& left, const Match& right) {
      if (left.row != right.row) return left.row < right.row;
      if (left.from != right.from) return left.from < right.from;
      return left.until < right.until;
    });
    const auto starts_alike = [](const Match& left, const Match& right) {
      return left.row == right.row && left.from == right.from;
    };
    table.erase(std::unique(table.begin(), table.end(), starts_alike), table.end());
  }
}

}  // namespace whistle::triage
