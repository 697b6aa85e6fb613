#include "adapters/hotline/names.h"

#include <toml++/toml.h>

#include <array>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "adapters/hotline/csv_reader.h"

namespace whistle::hotline {
namespace {

namespace fs = std::filesystem;

struct Table {
  std::string_view name;
  std::array<std::string_view, 2> columns;  // that hold names; the second may be empty
};
// `|` separates several names in a field.
constexpr std::array kTables{Table{"areas", {"name", "aliases"}},
                             Table{"categories", {"name", "name_en"}},
                             Table{"units", {"name", ""}}};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

void add_all(Names& names, std::string_view field, std::string_view code) {
  while (!field.empty()) {
    const auto bar = field.find('|');
    names.add(field.substr(0, bar), code);
    field = bar == std::string_view::npos ? std::string_view() : field.substr(bar + 1);
  }
}

// The rows of a table file by their code, in which a later file's row replaces an earlier one's.
using Rows = std::unordered_map<std::string, std::vector<std::string>>;

std::optional<Problem> read_table(const fs::path& path, const Table& table, Rows& rows) {
  auto source = open_bytes(path.string());
  if (!source) return source.problem();
  CsvReader reader(*std::move(source), path.string());
  const auto header = reader.next();
  if (!header) return Problem{{path.string()}, "the table is empty"};
  std::optional<std::size_t> code;
  std::vector<std::size_t> names;
  for (std::size_t i = 0; i < header->fields.size(); ++i) {
    const std::string& column = header->fields[i].text;
    if (column == "code") code = i;
    if (column == table.columns[0] || column == table.columns[1]) names.push_back(i);
  }
  if (!code || names.empty()) {
    return Problem{{path.string(), header->line, 1}, "the columns 'code' and 'name' are missing"};
  }
  while (auto row = reader.next()) {
    if (row->problem) return row->problem;
    if (*code >= row->fields.size()) continue;
    auto& entry = rows[row->fields[*code].text];
    entry.clear();
    for (const std::size_t i : names) {
      if (i < row->fields.size()) entry.push_back(row->fields[i].text);
    }
  }
  return reader.failure();
}

bool replaces(const fs::path& pack, std::string_view table) {
  const auto book = toml::parse_file((pack / "rulebook.toml").string());
  const auto* replaced = book["replace"].as_array();
  if (replaced == nullptr) return false;
  for (const auto& name : *replaced) {
    if (name.value_or(std::string_view()) == table) return true;
  }
  return false;
}

}  // namespace

void Names::add(std::string_view name, std::string_view code) {
  name = trimmed(name);
  if (name.empty()) return;
  const auto [entry, fresh] = codes_.try_emplace(std::string(name), code);
  if (!fresh && entry->second != code) entry->second.clear();
}

Names::Found Names::find(std::string_view name) const {
  const auto entry = codes_.find(std::string(trimmed(name)));
  if (entry == codes_.end()) return {};
  if (entry->second.empty()) return {Match::Several, {}};
  return {Match::One, entry->second};
}

bool is_name_table(std::string_view table) {
  for (const Table& known : kTables) {
    if (known.name == table) return true;
  }
  return false;
}

Outcome<Names> load_names(const std::string& pack, const std::string& table) {
  const fs::path folder(pack);
  for (const Table& known : kTables) {
    if (known.name != table) continue;
    Rows rows;
    bool from_base = true;
    try {
      from_base = !replaces(folder, table);
    } catch (const toml::parse_error& error) {
      const auto at = error.source().begin;
      return Problem{{(folder / "rulebook.toml").string(), at.line, at.column},
                     std::string(error.description())};
    }
    const fs::path file = table + ".csv";
    const fs::path base = folder / ".." / ".." / "base" / file;
    std::error_code missing;
    if (from_base && fs::exists(base, missing)) {
      if (const auto problem = read_table(base.lexically_normal(), known, rows)) return *problem;
    }
    if (!from_base || fs::exists(folder / file, missing)) {
      if (const auto problem = read_table(folder / file, known, rows)) return *problem;
    }
    Names names;
    for (const auto& [code, fields] : rows) {
      names.add(code, code);
      for (const std::string& field : fields) add_all(names, field, code);
    }
    return names;
  }
  return Problem{{pack}, "no table '" + table + "' can be looked up by name"};
}

}  // namespace whistle::hotline
