#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/hotline/problem.h"

namespace whistle::scenario {

using nlohmann::json;

// Reads nodes of a TOML file and gathers what is wrong with them, with the line.
class TomlReader {
 public:
  explicit TomlReader(std::string file) : file_(std::move(file)) {}

  void blame(std::uint64_t line, std::string what);
  void blame(const toml::node& node, std::string what) { blame(line_of(node), std::move(what)); }
  static std::uint64_t line_of(const toml::node& node) { return node.source().begin.line; }

  // Blames every key that is none of these.
  void check_keys(const toml::table& table, std::initializer_list<std::string_view> known);
  // The value of a key; blames other types. Nothing when it is absent or wrong.
  std::optional<std::string> text(const toml::table& table, std::string_view key);
  std::optional<std::int64_t> number(const toml::table& table, std::string_view key);
  const toml::table* subtable(const toml::table& table, std::string_view key);
  // Texts, numbers, truth values, lists and tables of them; dates are blamed.
  json value(const toml::node& node);

  // In the order of the file.
  std::vector<hotline::Problem> take_problems();

 private:
  std::string file_;
  std::vector<hotline::Problem> problems_;
};

}  // namespace whistle::scenario
