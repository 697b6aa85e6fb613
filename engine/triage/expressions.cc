#include "engine/triage/expressions.h"

#include <hs/hs.h>
#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <unordered_map>
#include <utility>

#include "engine/core/check.h"
#include "engine/triage/normalise.h"

namespace whistle::triage {
namespace {

using re2::FilteredRE2;
using re2::RE2;
using re2::StringPiece;

// One Chinese character. What a shorter word could tell apart is not worth seeking it.
constexpr int kAtomBytesMin = 3;

constexpr std::uint32_t kUnbounded = std::numeric_limits<std::uint32_t>::max();

RE2::Options syntax() {
  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_longest_match(true);
  options.set_log_errors(false);
  return options;
}

std::optional<std::string> flaw_of(const RE2& regex) {
  if (!regex.ok()) return regex.error();
  StringPiece words;
  for (const StringPiece text : {StringPiece(""), StringPiece("a")}) {
    if (regex.Match(text, 0, text.size(), RE2::UNANCHORED, &words, 1) && words.empty()) {
      return "matches the empty text";
    }
  }
  return std::nullopt;
}

// How many bytes a match has at most. RE2 does not tell; what the other library cannot read is
// taken for unbounded.
std::uint32_t bytes_max_of(const std::string& expression) {
  hs_expr_info_t* info = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_expression_info(expression.c_str(), HS_FLAG_UTF8 | HS_FLAG_CASELESS, &info, &error) !=
      HS_SUCCESS) {
    if (error != nullptr) hs_free_compile_error(error);
    return kUnbounded;
  }
  const std::uint32_t max = info->max_width;
  std::free(info);  // NOLINT(cppcoreguidelines-no-malloc): the library's default allocator
  return max;
}

// The words one of which each match contains, as far as there are any; or what is wrong with the
// expression. A filter with nothing else in it tells.
Outcome<std::vector<std::string>, std::string> atoms_of(const std::string& expression) {
  FilteredRE2 alone(kAtomBytesMin);
  int id = 0;
  if (alone.Add(expression, syntax(), &id) != RE2::NoError) {
    return Failure{flaw_of(RE2(expression, syntax())).value()};
  }
  if (auto flaw = flaw_of(alone.GetRE2(id))) return Failure{*std::move(flaw)};
  std::vector<std::string> atoms;
  alone.Compile(&atoms);
  return atoms;
}

// All matches of one expression within a stretch of the text.
class Search {
 public:
  Search(const RE2& regex, StringPiece text, Span stretch)
      : regex_(regex),
        text_(text),
        stretch_(stretch),
        is_taken_(stretch.until - stretch.from + 1) {}

  // Calls `report` with the span of each match, ascending.
  template <class Report>
  void run(Report report) {
    std::size_t at = stretch_.from;
    StringPiece words;
    while (at < stretch_.until &&
           regex_.Match(text_, at, stretch_.until, RE2::UNANCHORED, &words, 1)) {
      const std::size_t from = offset_of(words);
      if (const auto until = take_ends(from, from + words.size())) {
        report(Span{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(*until)});
      }
      at = from + 1;
    }
  }

 private:
  std::size_t offset_of(const StringPiece& words) const {
    return static_cast<std::size_t>(words.data() - text_.data());
  }

  // The first end of matches that start here, unless one from further left had it before; the
  // longest match is known.
  std::optional<std::size_t> take_ends(std::size_t from, std::size_t longest) {
    std::optional<std::size_t> first;
    StringPiece words;
    for (std::size_t until = longest; until > from; until = from + words.size()) {
      if (!is_taken_[until - stretch_.from]) {
        is_taken_[until - stretch_.from] = true;
        first = until;
      }
      if (!regex_.Match(text_, from, until - 1, RE2::ANCHOR_START, &words, 1)) break;
    }
    return first;
  }

  const RE2& regex_;
  StringPiece text_;
  Span stretch_;
  std::vector<bool> is_taken_;  // by end, from the start of the stretch
};

}  // namespace

struct Expressions::Parts {
  struct Expression {
    std::uint32_t bytes_max{};
    bool minds_the_end{};
    std::vector<std::uint32_t> atoms;  // ascending; none: it may match anywhere
  };

  // What is wrong with it, if it is not added.
  std::optional<std::string> add(const std::string& expression);
  // Requires: there is an expression, and all are added.
  void compile_filter();

  // Which expressions have enough of their atoms in the text.
  void find_possible(const std::vector<AtomHit>& hits);
  // Where an expression can match at all, ascending and apart. The hits ascend by where they end.
  void find_stretches(const Expression& expression, std::uint32_t size,
                      const std::vector<AtomHit>& hits);

  std::vector<Expression> expressions;
  std::vector<std::string> atoms;
  std::unordered_map<std::string, std::uint32_t> atom_numbers;
  FilteredRE2 filter{kAtomBytesMin};
  std::vector<int> filter_atoms;  // by our atom: the filter's number, or -1
  // The results of the last find(); kept for their memory.
  std::vector<int> present;
  std::vector<int> possible;
  std::vector<Span> stretches;
};

std::optional<std::string> Expressions::Parts::add(const std::string& expression) {
  auto own_atoms = atoms_of(expression);
  if (!own_atoms) return own_atoms.error();
  Expression added{bytes_max_of(expression), expression.find('$') != std::string::npos, {}};
  for (std::string& atom : *own_atoms) {
    const auto number = static_cast<std::uint32_t>(atoms.size());
    const auto [known, is_new] = atom_numbers.emplace(atom, number);
    if (is_new) atoms.push_back(std::move(atom));
    added.atoms.push_back(known->second);
  }
  std::ranges::sort(added.atoms);
  expressions.push_back(std::move(added));
  int id = 0;
  WHISTLE_CHECK(filter.Add(expression, syntax(), &id) == RE2::NoError);
  return std::nullopt;
}

void Expressions::Parts::compile_filter() {
  std::vector<std::string> sought;
  filter.Compile(&sought);
  filter_atoms.assign(atoms.size(), -1);
  for (int id = 0; const std::string& atom : sought) filter_atoms[atom_numbers.at(atom)] = id++;
}

void Expressions::Parts::find_possible(const std::vector<AtomHit>& hits) {
  present.clear();
  for (const AtomHit& hit : hits) {
    if (filter_atoms[hit.atom] >= 0) present.push_back(filter_atoms[hit.atom]);
  }
  std::ranges::sort(present);
  present.erase(std::unique(present.begin(), present.end()), present.end());
  filter.AllPotentials(present, &possible);
}

void Expressions::Parts::find_stretches(const Expression& expression, std::uint32_t size,
                                        const std::vector<AtomHit>& hits) {
  stretches.clear();
  if (expression.atoms.empty() || expression.bytes_max >= size) {
    stretches.push_back({0, size});
    return;
  }
  for (const AtomHit& hit : hits) {
    if (!std::ranges::binary_search(expression.atoms, hit.atom)) continue;
    const auto hit_from = hit.until - static_cast<std::uint32_t>(atoms[hit.atom].size());
    const std::uint32_t from = hit.until - std::min(hit.until, expression.bytes_max);
    const std::uint32_t until = std::min(size, hit_from + expression.bytes_max);
    if (!stretches.empty() && from < stretches.back().until) {
      stretches.back().until = std::max(stretches.back().until, until);
    } else {
      stretches.push_back({from, until});
    }
  }
}

std::optional<std::string> flaw_of_expression(const std::string& expression) {
  return flaw_of(RE2(expression, syntax()));
}

Expressions::Expressions(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Expressions::Expressions(Expressions&&) noexcept = default;
Expressions& Expressions::operator=(Expressions&&) noexcept = default;
Expressions::~Expressions() = default;

Outcome<Expressions, Expressions::Problem> Expressions::make(
    const std::vector<std::string>& expressions) {
  auto parts = std::make_unique<Parts>();
  for (const std::string& expression : expressions) {
    if (auto flaw = parts->add(expression)) {
      return Failure{Problem{parts->expressions.size(), *std::move(flaw)}};
    }
  }
  if (!expressions.empty()) parts->compile_filter();
  return Expressions(std::move(parts));
}

const std::vector<std::string>& Expressions::atoms() const { return parts_->atoms; }

std::vector<ExpressionMatch> Expressions::find(std::string_view folded,
                                               std::vector<AtomHit>& hits) {
  std::vector<ExpressionMatch> matches;
  if (parts_->expressions.empty()) return matches;
  std::ranges::sort(hits, {}, &AtomHit::until);
  parts_->find_possible(hits);
  for (const int id : parts_->possible) {
    const auto number = static_cast<std::uint32_t>(id);
    const Parts::Expression& expression = parts_->expressions[number];
    // `$` is the end of the text, or where its last line ends.
    const std::size_t left_out = expression.minds_the_end && folded.ends_with('\n') ? 1 : 0;
    const StringPiece text(folded.data(), folded.size() - left_out);
    parts_->find_stretches(expression, static_cast<std::uint32_t>(text.size()), hits);
    for (const Span stretch : parts_->stretches) {
      Search(parts_->filter.GetRE2(id), text, stretch).run([&](Span match) {
        matches.push_back({number, match.from, match.until});
      });
    }
  }
  return matches;
}

}  // namespace whistle::triage
