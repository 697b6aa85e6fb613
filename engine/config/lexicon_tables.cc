#include "engine/config/lexicon_tables.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "engine/config/category_tables.h"
#include "engine/config/row_reader.h"

namespace whistle::config {
namespace {

using policy::ExclusionScope;

constexpr auto kScopes =
    std::to_array<Spelling<ExclusionScope>>({{ExclusionScope::Words, "words"},
                                             {ExclusionScope::Sentence, "sentence"},
                                             {ExclusionScope::Text, "text"}});

constexpr Range<std::int64_t> kConfusionWeight{1, 1'000};

// The words of the lexicon, and which categories and large classes each stands for.
class LexiconWords {
 public:
  LexiconWords(const OverlaidTable& categories, const OverlaidTable& lexicon)
      : words_(Names::of("pattern in the lexicon", lexicon, "pattern")),
        complete_(categories.complete && lexicon.complete) {
    std::map<std::string, std::string> majors;
    for (const RowSource& row : categories.rows) {
      majors[row.cell("code").text] = row.cell("major").text;
    }
    for (const RowSource& row : lexicon.rows) {
      const std::string& category = row.cell("category").text;
      uses_.emplace(row.cell("pattern").text, category);
      uses_.emplace(row.cell("pattern").text, majors[category]);
    }
  }

  const Names& words() const { return words_; }
  bool may_stand_for(const std::string& word, const std::string& kind) const {
    return !complete_ || uses_.contains({word, kind});
  }

 private:
  Names words_;
  bool complete_;
  std::set<std::pair<std::string, std::string>> uses_;
};

policy::ExclusionEntry read_exclusion(RowReader& row, const Names& kinds,
                                      const LexiconWords& lexicon) {
  policy::ExclusionEntry entry;
  entry.pattern = read_pattern(row);
  entry.category = row.optional_reference("category", kinds);
  entry.word = row.optional_reference("word", lexicon.words());
  const bool names_both = row.is_sound() && row.has("category") && row.has("word");
  if (names_both && !lexicon.may_stand_for(entry.word, entry.category)) {
    row.problem("word", "the lexicon has no row with " + in_quotes(entry.word) + " for " +
                            in_quotes(entry.category));
  }
  entry.scope = row.word("scope", kScopes);
  if (!row.has("category") && !row.has("word")) {
    row.problem("category",
                "is missing; a category or a large class, or name a word of the lexicon");
  }
  return entry;
}

policy::ConfusionEntry read_confusion(RowReader& row, const Names& kinds) {
  policy::ConfusionEntry entry;
  entry.first = row.reference("first", kinds);
  entry.second = row.reference("second", kinds);
  if (!entry.second.empty() && entry.first == entry.second) {
    row.problem("second", in_quotes(entry.second) + " is the first as well; name two that differ");
  }
  entry.pattern = read_pattern(row);
  const std::string decides = row.required("decides");
  entry.for_second = decides == row.text("second");
  if (!decides.empty() && decides != row.text("first") && !entry.for_second) {
    row.problem("decides", in_quotes(decides) + " is neither " + in_quotes(row.text("first")) +
                               " nor " + in_quotes(row.text("second")));
  }
  entry.weight = static_cast<std::int32_t>(row.integer("weight", kConfusionWeight));
  return entry;
}

}  // namespace

Names kinds_of_matter(const OverlaidTable& categories) {
  Names kinds = Names::of("category or large class", categories, "code");
  for (const RowSource& row : categories.rows) {
    if (!row.cell("major").text.empty()) kinds.add(row.cell("major").text);
  }
  return kinds;
}

std::vector<policy::ExclusionEntry> read_exclusions(const OverlaidTable& table,
                                                    const OverlaidTable& categories,
                                                    const OverlaidTable& lexicon,
                                                    Problems& problems) {
  const Names kinds = kinds_of_matter(categories);
  const LexiconWords words(categories, lexicon);
  return read_rows(table, problems,
                   [&](RowReader& row) { return read_exclusion(row, kinds, words); });
}

std::vector<policy::ConfusionEntry> read_confusions(const OverlaidTable& table, const Names& kinds,
                                                    Problems& problems) {
  return read_rows(table, problems, [&](RowReader& row) { return read_confusion(row, kinds); });
}

}  // namespace whistle::config
