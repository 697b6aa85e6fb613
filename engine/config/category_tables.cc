#include "engine/config/category_tables.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/config/row_reader.h"
#include "engine/triage/pattern_flaw.h"

namespace whistle::config {
namespace {

using policy::Axis;
using policy::Category;
using policy::OneCause;

enum class Kind : std::uint8_t { Component, Matter };
constexpr auto kKinds =
    std::to_array<Spelling<Kind>>({{Kind::Component, "component"}, {Kind::Matter, "matter"}});

constexpr auto kOneCauses = std::to_array<Spelling<OneCause>>({{OneCause::None, "none"},
                                                               {OneCause::Building, "building"},
                                                               {OneCause::Compound, "compound"},
                                                               {OneCause::Community, "community"}});

constexpr auto kFlags =
    std::to_array<Spelling<bool Category::*>>({{&Category::utility, "utility"},
                                               {&Category::enforcement, "enforcement"},
                                               {&Category::inquiry, "inquiry"},
                                               {&Category::dispute, "dispute"},
                                               {&Category::emergency_line, "emergency_line"},
                                               {&Category::always_yellow, "always_yellow"}});

constexpr Range<std::int64_t> kAxisValue{0, 3};
constexpr Range<std::int64_t> kWeight{-1'000, 1'000};

std::uint8_t axis_value(RowReader& row, std::string_view column) {
  return static_cast<std::uint8_t>(row.integer(column, kAxisValue));
}

void read_flags(RowReader& row, Category& category) {
  for (const std::string_view word : split(row.text("flags"), ' ')) {
    const auto* flag = std::ranges::find(kFlags, word, &Spelling<bool Category::*>::word);
    if (flag == kFlags.end()) {
      row.problem("flags", not_one_of(word, words_of(kFlags)));
    } else if (category.*flag->value) {
      row.problem("flags", in_quotes(word) + " stands here a second time");
    } else {
      category.*flag->value = true;
    }
  }
}

Category read_category(RowReader& row) {
  Category category;
  category.code = {row.required("code")};
  if (category.code.value.find_first_of(" *,|") != std::string::npos) {
    row.problem("code", in_quotes(category.code.value) +
                            " is not a category code; five digits or a "
                            "name without spaces, commas, bars and stars");
  }
  static_cast<void>(row.word("kind", kKinds));
  category.kind = row.text("kind");
  category.standard = row.text("standard");
  category.major = row.text("major");
  category.name = row.required("name");
  category.name_en = row.text("name_en");
  category.matter_class = row.word("matter_class", kSpellings<MatterClass>);
  category.nature = axis_value(row, "nature");
  category.scope = axis_value(row, "scope");
  category.harm = axis_value(row, "harm");
  category.duty = row.word("duty", kSpellings<Tier>);
  category.department = {row.optional_slug("department")};
  if (row.text("duty") == to_word(Tier::Department) && !category.department) {
    row.problem("department", "is missing; the duty lies with a department, so one must be named");
  }
  category.one_cause = row.optional_word("one_cause", kOneCauses).value_or(OneCause::None);
  read_flags(row, category);
  category.type = row.optional_word("type", kSpellings<policy::ServiceType>)
                      .value_or(policy::ServiceType::Realtime);
  category.description = row.text("description");
  category.keywords = row.parts("keywords", "a keyword");
  return category;
}

std::int32_t read_weight(RowReader& row) {
  return static_cast<std::int32_t>(row.integer("weight", kWeight));
}

policy::SeverityEntry read_severity_entry(RowReader& row, const Names& triggers) {
  policy::SeverityEntry entry;
  entry.pattern = read_pattern(row);
  entry.axis = row.word("axis", kSpellings<Axis>);
  if (!row.is_sound()) return entry;
  switch (entry.axis) {
    case Axis::Nature:
    case Axis::Scope:
    case Axis::Harm:
      entry.value = axis_value(row, "value");
      entry.rule = {row.optional_slug("rule")};
      break;
    case Axis::Trigger:
    case Axis::Threat:
      entry.rule = {row.slug("rule")};
      break;
    case Axis::Care:
    case Axis::Figure:
    case Axis::Not:
    case Axis::Past:
    case Axis::Worry:
    case Axis::Topic:
    case Axis::Now:
      entry.rule = {row.optional_slug("rule")};
      break;
    case Axis::Negate:
      entry.rule = {row.reference("rule", triggers)};
      break;
    case Axis::Over:
      entry.rule = {row.optional_reference("rule", triggers)};
      break;
  }
  return entry;
}

}  // namespace

policy::Pattern read_pattern(RowReader& row) {
  const std::string text = row.required("pattern");
  const bool is_regex = text.size() >= 2 && text.front() == '/' && text.back() == '/';
  policy::Pattern pattern{is_regex ? text.substr(1, text.size() - 2) : text, is_regex};
  if (text.size() == 2 && is_regex) {
    row.problem("pattern", "the expression between the slashes is missing");
  } else if (!text.empty()) {
    const auto flaw = triage::flaw_of(pattern);
    if (flaw) row.problem("pattern", in_quotes(text) + " cannot be sought: " + *flaw);
  }
  return pattern;
}

std::vector<Category> read_categories(const OverlaidTable& table, Problems& problems) {
  return read_rows(table, problems, read_category);
}

std::vector<policy::LexiconEntry> read_lexicon(const OverlaidTable& table, const Names& categories,
                                               Problems& problems) {
  return read_rows(table, problems, [&](RowReader& row) {
    return policy::LexiconEntry{
        read_pattern(row), {row.reference("category", categories)}, read_weight(row)};
  });
}

std::vector<policy::SeverityEntry> read_severity(const OverlaidTable& table, Problems& problems) {
  Names triggers("trigger");
  if (!table.complete) triggers.mark_incomplete();
  for (const RowSource& row : table.rows) {
    const std::string& axis = row.cell("axis").text;
    if (axis == "trigger" || axis == "threat") triggers.add(row.cell("rule").text);
  }
  return read_rows(table, problems,
                   [&](RowReader& row) { return read_severity_entry(row, triggers); });
}

std::vector<policy::RequestTypeEntry> read_request_types(const OverlaidTable& table,
                                                         Problems& problems) {
  return read_rows(table, problems, [](RowReader& row) {
    return policy::RequestTypeEntry{
        read_pattern(row), row.word("request_type", kSpellings<RequestType>), read_weight(row)};
  });
}

std::vector<policy::DeclineEntry> read_declines(const OverlaidTable& table, Problems& problems) {
  return read_rows(table, problems, [](RowReader& row) {
    return policy::DeclineEntry{read_pattern(row), row.slug("ground")};
  });
}

}  // namespace whistle::config
