#include "engine/config/overlay.h"

#include <algorithm>
#include <utility>

#include "engine/config/notation.h"

namespace whistle::config {
namespace {

constexpr char kKeyMark = '*';
constexpr char kOptionalMark = '?';

std::string_view without_marks(std::string_view column) {
  return column.substr(0, column.find_first_of("*?"));
}

bool has_mark(std::string_view column, char mark) {
  return column.find(mark) != std::string_view::npos;
}

std::vector<std::size_t> key_columns(std::string_view columns) {
  std::vector<std::size_t> keys;
  const auto names = split(columns, ',');
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (has_mark(names[index], kKeyMark)) keys.push_back(index);
  }
  return keys;
}

// Fields hold no control characters, so one of them separates the parts without doubt.
std::string key_of(const CsvRow& row, const std::vector<std::size_t>& columns, char separator) {
  std::string key;
  for (const std::size_t column : columns) {
    if (column != columns.front()) key += separator;
    key += row.cells[column].text;
  }
  return key;
}

}  // namespace

std::vector<std::string> column_names(std::string_view columns) {
  std::vector<std::string> names;
  for (const std::string_view column : split(columns, ',')) {
    names.emplace_back(without_marks(column));
  }
  return names;
}

std::vector<std::string> key_column_names(std::string_view columns) {
  std::vector<std::string> names;
  for (const std::string_view column : split(columns, ',')) {
    if (has_mark(column, kKeyMark)) names.emplace_back(without_marks(column));
  }
  return names;
}

std::vector<std::string> optional_column_names(std::string_view columns) {
  std::vector<std::string> names;
  for (const std::string_view column : split(columns, ',')) {
    if (has_mark(column, kOptionalMark)) names.emplace_back(without_marks(column));
  }
  return names;
}

OverlaidTable read_overlaid(const TableSpec& spec, RuleFiles& files, bool replaced,
                            Problems& problems) {
  const std::string name = std::string(spec.name) + ".csv";
  const std::vector<std::size_t> keys = key_columns(spec.columns);
  OverlaidTable overlaid;
  overlaid.file = files.path(Layer::Base, name);
  std::map<std::string, std::size_t> positions;
  for (const Layer layer : {Layer::Base, Layer::Pack}) {
    if (layer == Layer::Base && replaced) continue;
    const bool may_lack = layer == Layer::Pack || spec.need == Need::Optional;
    if (may_lack && !files.has(layer, name)) continue;
    overlaid.file = files.path(layer, name);
    const auto bytes = files.read(layer, name, problems);
    if (!bytes) {
      overlaid.complete = false;
      continue;
    }
    const auto table =
        std::make_shared<const CsvTable>(read_csv(overlaid.file, *bytes, column_names(spec.columns),
                                                  problems, optional_column_names(spec.columns)));
    overlaid.sources.push_back(table);
    overlaid.complete = overlaid.complete && table->complete;
    std::map<std::string, std::uint32_t> lines;
    for (const CsvRow& row : table->rows) {
      const std::string key = key_of(row, keys, '\x1f');
      const auto [first, is_new] = lines.emplace(key, row.line());
      if (!is_new) {
        problems.add(table->place(row.cells[keys.front()]),
                     "a second row with the key " + in_quotes(key_of(row, keys, ',')) +
                         "; the first is in line " + std::to_string(first->second));
        continue;
      }
      const auto [position, is_added] = positions.emplace(key, overlaid.rows.size());
      if (is_added) overlaid.rows.emplace_back();
      overlaid.rows[position->second] = {table.get(), &row, layer};
    }
  }
  return overlaid;
}

Names Names::of(std::string what, const OverlaidTable& table, std::string_view column) {
  Names names(std::move(what));
  for (const RowSource& row : table.rows) names.add(row.cell(column).text);
  if (!table.complete) names.mark_incomplete();
  return names;
}

std::optional<std::size_t> Names::find(std::string_view word) const {
  const auto found = indexes_.find(word);
  if (found == indexes_.end()) return std::nullopt;
  return found->second;
}

bool Names::may_have_prefix(std::string_view prefix) const {
  const auto first = indexes_.lower_bound(prefix);
  return !complete_ || (first != indexes_.end() && first->first.starts_with(prefix));
}

bool Names::is_dangling(std::string_view word, const Place& place, std::string_view column,
                        Problems& problems) const {
  if (!complete_ || find(word)) return false;
  std::vector<std::string_view> known;
  for (const auto& [name, index] : indexes_) known.push_back(name);
  const std::string near = near_miss(word, known);
  problems.add(place, std::string(column) + ": there is no " + what_ + " " + in_quotes(word) +
                          (near.empty() ? "; add it, or name one that is there" : near));
  return true;
}

}  // namespace whistle::config
