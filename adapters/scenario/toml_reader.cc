#include "adapters/scenario/toml_reader.h"

#include <algorithm>
#include <utility>

namespace whistle::scenario {

void TomlReader::blame(std::uint64_t line, std::string what) {
  problems_.push_back({{file_, line, 0}, std::move(what)});
}

void TomlReader::check_keys(const toml::table& table,
                            std::initializer_list<std::string_view> known) {
  for (const auto& [key, node] : table) {
    if (std::ranges::find(known, key.str()) != known.end()) continue;
    std::string words;
    for (const std::string_view word : known)
      words += (words.empty() ? "" : " ") + std::string(word);
    blame(key.source().begin.line,
          "unknown key '" + std::string(key.str()) + "'; there are: " + words);
  }
}

std::optional<std::string> TomlReader::text(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* found = node->as_string()) return found->get();
  blame(*node, "'" + std::string(key) + "' must be a text in quotes");
  return std::nullopt;
}

std::optional<std::int64_t> TomlReader::number(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* found = node->as_integer()) return found->get();
  blame(*node, "'" + std::string(key) + "' must be a whole number");
  return std::nullopt;
}

const toml::table* TomlReader::subtable(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return nullptr;
  if (const auto* found = node->as_table()) return found;
  blame(*node, "'" + std::string(key) + "' must be a table: { name = value, ... }");
  return nullptr;
}

json TomlReader::value(const toml::node& node) {
  if (const auto* table = node.as_table()) {
    json object = json::object();
    for (const auto& [key, child] : *table) object[std::string(key.str())] = value(child);
    return object;
  }
  if (const auto* array = node.as_array()) {
    json list = json::array();
    for (const toml::node& child : *array) list.push_back(value(child));
    return list;
  }
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* whole = node.as_integer()) return whole->get();
  if (const auto* number = node.as_floating_point()) return number->get();
  if (const auto* truth = node.as_boolean()) return truth->get();
  blame(node, "times are written in quotes: \"2026-03-09 09:00\"");
  return {};
}

std::vector<hotline::Problem> TomlReader::take_problems() {
  std::ranges::stable_sort(problems_, {},
                           [](const hotline::Problem& problem) { return problem.at.line; });
  return std::move(problems_);
}

}  // namespace whistle::scenario
