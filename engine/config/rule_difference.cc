#include "engine/config/rule_difference.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "engine/config/notation.h"
#include "engine/config/overlay.h"
#include "engine/config/rule_files.h"
#include "engine/config/rule_tables.h"
#include "engine/config/toml_file.h"

namespace whistle::config {
namespace {

// Columns for people: a change of them changes no decision.
constexpr std::array<std::string_view, 2> kRemarks{"note", "source"};

struct Value {
  std::string text;
  Place place;
};
using Fields = std::map<std::string, Value>;  // by column

struct Row {
  Fields fields;
  Place place;
};
using KeyedRows = std::map<std::string, Row>;  // by key

bool is_remark(std::string_view column) {
  return std::ranges::find(kRemarks, column) != kRemarks.end();
}

// One book, as rows and values with their places.
class Book {
 public:
  explicit Book(RuleFiles files) : files_(std::move(files)) {
    if (!files_.has_folders(problems_)) return;
    for (const Layer layer : {Layer::Base, Layer::Pack}) {
      if (files_.has(layer)) read_general(layer);
    }
    for (const TableSpec& spec : kTables) read_table(spec);
  }

  const KeyedRows& table(std::string_view name) const { return tables_.at(std::string(name)); }
  const Fields& general() const { return general_; }
  const KeyedRows& days() const { return days_; }
  bool is_fine() const { return !problems_.has_errors(); }
  std::vector<Problem> problems() const { return problems_.sorted(); }

 private:
  void read_general(Layer layer) {
    const auto text = files_.read(layer, kRuleBookFile, problems_);
    if (!text) return;
    const auto file = TomlFile::parse(files_.path(layer, kRuleBookFile), *text, problems_);
    if (!file) return;
    TomlSection root = file->root();
    for (const TomlText& item : root.texts("replace").value_or(std::vector<TomlText>{})) {
      replaced_.insert(item.text);
    }
    for (TomlValue& value : file->values()) {
      const bool names_days = value.name.starts_with("calendar.") && value.name.ends_with(".days");
      if (names_days) read_days(layer, value.name, value.text);
      general_[value.name] = {std::move(value.text), std::move(value.place)};
    }
  }

  // The holidays and make-up days of a calendar, a line each.
  void read_days(Layer layer, const std::string& calendar, const std::string& name) {
    // A pack may use the holidays of the base.
    if (!files_.has(layer, name)) layer = Layer::Base;
    const auto text = files_.read(layer, name, problems_);
    if (!text) return;
    std::uint32_t line = 0;
    for (const std::string_view row : split(*text, '\n')) {
      ++line;
      if (row.empty() || row.front() == '#') continue;
      days_[calendar + " " + std::string(row)] =
          Row{.fields = {}, .place = {files_.path(layer, name), line, 1}};
    }
  }

  void read_table(const TableSpec& spec) {
    const OverlaidTable table =
        read_overlaid(spec, files_, replaced_.contains(std::string(spec.name)), problems_);
    KeyedRows& rows = tables_[std::string(spec.name)];
    const std::vector<std::string> columns = column_names(spec.columns);
    const std::vector<std::string> keys = key_column_names(spec.columns);
    for (const RowSource& source : table.rows) {
      std::string key;
      Row row{.fields = {}, .place = source.place(columns.front())};
      for (const std::string& column : columns) {
        const std::string& text = source.cell(column).text;
        if (std::ranges::find(keys, column) != keys.end()) {
          key += (key.empty() && column == keys.front() ? "" : ",") + text;
        } else if (!is_remark(column)) {
          row.fields[column] = {text, source.place(column)};
        }
      }
      rows.emplace(std::move(key), std::move(row));
    }
  }

  RuleFiles files_;
  Problems problems_;
  std::set<std::string> replaced_;
  Fields general_;
  KeyedRows days_;
  std::map<std::string, KeyedRows> tables_;
};

// All fields of a row that say something: "limit=5wd calendar=office".
std::string text_of(const Row& row) {
  std::string text;
  for (const auto& [column, value] : row.fields) {
    if (value.text.empty()) continue;
    text += (text.empty() ? "" : " ") + column + "=" + value.text;
  }
  return text;
}

// Calls `one(key, old or nullptr, new or nullptr)` for each key of two maps, in order.
template <class Map, class One>
void each_pair(const Map& before, const Map& after, One one) {
  auto old = before.begin();
  auto now = after.begin();
  while (old != before.end() || now != after.end()) {
    if (now == after.end() || (old != before.end() && old->first < now->first)) {
      one(old->first, &old->second, nullptr);
      ++old;
    } else if (old == before.end() || now->first < old->first) {
      one(now->first, nullptr, &now->second);
      ++now;
    } else {
      one(now->first, &old->second, &now->second);
      ++old;
      ++now;
    }
  }
}

void compare_table(std::string_view table, const KeyedRows& before, const KeyedRows& after,
                   std::vector<RuleChange>& changes) {
  const std::string name(table);
  each_pair(before, after, [&](const std::string& key, const Row* old, const Row* now) {
    if (old == nullptr) {
      changes.push_back({ChangeKind::Added, name, key, {}, {}, text_of(*now), now->place});
      return;
    }
    if (now == nullptr) {
      changes.push_back({ChangeKind::Removed, name, key, {}, text_of(*old), {}, old->place});
      return;
    }
    for (const auto& [column, value] : now->fields) {
      const std::string& was = old->fields.at(column).text;
      if (was == value.text) continue;
      changes.push_back({ChangeKind::Changed, name, key, column, was, value.text, value.place});
    }
  });
}

void compare_general(const Fields& before, const Fields& after, std::vector<RuleChange>& changes) {
  each_pair(before, after, [&](const std::string& key, const Value* old, const Value* now) {
    if (old != nullptr && now != nullptr && old->text == now->text) return;
    const ChangeKind kind = old == nullptr   ? ChangeKind::Added
                            : now == nullptr ? ChangeKind::Removed
                                             : ChangeKind::Changed;
    changes.push_back({kind,
                       "rulebook",
                       key,
                       {},
                       old != nullptr ? old->text : std::string(),
                       now != nullptr ? now->text : std::string(),
                       now != nullptr ? now->place : old->place});
  });
}

}  // namespace

Outcome<std::vector<RuleChange>, std::vector<Problem>> difference_of(RuleFiles before,
                                                                     RuleFiles after) {
  const Book old(std::move(before));
  if (!old.is_fine()) return Failure{old.problems()};
  const Book now(std::move(after));
  if (!now.is_fine()) return Failure{now.problems()};
  std::vector<RuleChange> changes;
  compare_general(old.general(), now.general(), changes);
  compare_table("days", old.days(), now.days(), changes);
  for (const TableSpec& spec : kTables) {
    compare_table(spec.name, old.table(spec.name), now.table(spec.name), changes);
  }
  return changes;
}

}  // namespace whistle::config
