#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/config/checks.h"
#include "engine/config/notation.h"
#include "engine/triage/normalise.h"

namespace whistle::config {
namespace {

// Words as they are sought, and the row they stand in.
struct Words {
  std::string text;  // folded; an expression as it is written
  bool is_literal{};
  const RowSource* row{};
};

std::vector<Words> words_of_table(const OverlaidTable& table) {
  std::vector<Words> words;
  for (const RowSource& row : table.rows) {
    const std::string& text = row.cell("pattern").text;
    const bool is_literal = text.size() < 2 || text.front() != '/' || text.back() != '/';
    words.push_back({is_literal ? triage::fold(text) : text, is_literal, &row});
  }
  return words;
}

bool is_word_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

// True when the short words are found wherever the long ones are. Latin words and numbers are not
// found inside others, so beside such a letter nothing is said.
bool is_always_within(const std::string& inner, const std::string& outer) {
  const std::size_t from = outer.find(inner);
  if (from == std::string::npos) return false;
  const std::size_t until = from + inner.size();
  const bool begins_inside =
      from > 0 && is_word_letter(outer[from - 1]) && is_word_letter(inner.front());
  const bool ends_inside =
      until < outer.size() && is_word_letter(outer[until]) && is_word_letter(inner.back());
  return !begins_inside && !ends_inside;
}

void warn_covered(const Words& covered, const Words& covering, Problems& problems) {
  warn(*covered.row, "pattern",
       in_quotes(covered.row->cell("pattern").text) + " adds nothing, since " +
           in_quotes(covering.row->cell("pattern").text) + " in " +
           line_of(*covering.row, *covered.row) +
           " says the same wherever it stands; remove one of the two",
       problems);
}

// Rows with one meaning, in the order of the table: any pattern of them that is found does.
using Group = std::vector<const Words*>;

const Words* covering_of(const Words& words, const Group& group) {
  for (const Words* other : group) {
    if (other == &words || !may_blame(*words.row, *other->row)) continue;
    if (!words.is_literal || !other->is_literal) continue;
    // Of the same words the later row adds nothing.
    if (other->text == words.text && words.row->layer == other->row->layer && &words < other) {
      continue;
    }
    if (is_always_within(other->text, words.text)) return other;
  }
  return nullptr;
}

// Every axis takes the highest value that it finds; a trigger, a negation or a care subject is
// there or not.
void check_severity(const BookSources& sources, Problems& problems) {
  const std::vector<Words> words = words_of_table(sources.table("severity"));
  std::map<std::pair<std::string, std::string>, std::vector<const Words*>> meanings;
  for (const Words& one : words) {
    const std::string& axis = one.row->cell("axis").text;
    const bool is_value = axis == "nature" || axis == "scope" || axis == "harm";
    if (is_value && one.row->cell("value").text == "0") {
      warn(*one.row, "value", "0 raises nothing; write 1 to 3, or remove the row", problems);
      continue;
    }
    meanings[{axis, is_value || axis == "care" ? "" : one.row->cell("rule").text}].push_back(&one);
  }
  for (const auto& [meaning, group] : meanings) {
    for (const Words* one : group) {
      Group as_strong;
      std::ranges::copy_if(group, std::back_inserter(as_strong), [&](const Words* other) {
        return other->row->cell("value").text >= one->row->cell("value").text;
      });
      const Words* covering = covering_of(*one, as_strong);
      if (covering != nullptr) warn_covered(*one, *covering, problems);
    }
  }
}

// The first row that is found names the ground, so words that hold earlier ones never do.
void check_declines(const BookSources& sources, Problems& problems) {
  const std::vector<Words> words = words_of_table(sources.table("declines"));
  Group earlier;
  for (const Words& one : words) {
    const Words* covering = covering_of(one, earlier);
    if (covering != nullptr) warn_covered(one, *covering, problems);
    earlier.push_back(&one);
  }
}

// Weights add up: only the very same words for the same meaning are one row too many.
void check_weights(const BookSources& sources, std::string_view table, std::string_view meaning,
                   Problems& problems) {
  const std::vector<Words> words = words_of_table(sources.table(table));
  std::map<std::pair<std::string, std::string>, const Words*> first;
  for (const Words& one : words) {
    const auto [known, is_new] =
        first.emplace(std::pair{one.row->cell(meaning).text, one.text}, &one);
    if (is_new) continue;
    warn(*one.row, "pattern",
         in_quotes(one.row->cell("pattern").text) + " is sought as the same words as " +
             line_of(*known->second->row, *one.row) +
             ", and the weights of both count; remove one of the two",
         problems);
  }
}

// Words without weight may stand in the lexicon: they keep shorter words inside them from counting.
void check_weightless(const BookSources& sources, Problems& problems) {
  for (const RowSource& row : sources.table("request_types").rows) {
    if (row.cell("weight").text != "0") continue;
    warn(row, "weight", "0 changes nothing; give a weight, or remove the row", problems);
  }
}

}  // namespace

void check_patterns(const BookSources& sources, Problems& problems) {
  check_weights(sources, "lexicon", "category", problems);
  check_weights(sources, "request_types", "request_type", problems);
  check_weightless(sources, problems);
  check_severity(sources, problems);
  check_declines(sources, problems);
}

}  // namespace whistle::config
