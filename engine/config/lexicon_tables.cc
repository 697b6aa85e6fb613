#include "engine/config/lexicon_tables.h"

#include <cstdint>

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

policy::ExclusionEntry read_exclusion(RowReader& row, const Names& kinds, const Names& words) {
  policy::ExclusionEntry entry;
  entry.pattern = read_pattern(row);
  entry.category = row.optional_reference("category", kinds);
  entry.word = row.optional_reference("word", words);
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

std::vector<policy::ExclusionEntry> read_exclusions(const OverlaidTable& table, const Names& kinds,
                                                    const OverlaidTable& lexicon,
                                                    Problems& problems) {
  const Names words = Names::of("pattern in the lexicon", lexicon, "pattern");
  return read_rows(table, problems,
                   [&](RowReader& row) { return read_exclusion(row, kinds, words); });
}

std::vector<policy::ConfusionEntry> read_confusions(const OverlaidTable& table, const Names& kinds,
                                                    Problems& problems) {
  return read_rows(table, problems, [&](RowReader& row) { return read_confusion(row, kinds); });
}

}  // namespace whistle::config
