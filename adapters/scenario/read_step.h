#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "adapters/scenario/scenario.h"
#include "adapters/scenario/toml_reader.h"
#include "adapters/scenario/verbs.h"

namespace whistle::scenario {

// Reads one [[step]] after the other; knows which names the steps before have given.
class StepReader {
 public:
  StepReader(TomlReader& reader, const std::map<std::string, json>& names);

  Step read(const toml::table& table);

 private:
  void read_time(const toml::table& table, Step& step);
  void read_rows(const toml::table& table, Step& step);
  void read_repeat(const toml::table& table, Step& step);
  void read_with(const toml::table& with, const Verb& verb, Step& step);
  void check_field(const toml::node& node, const google::protobuf::FieldDescriptor& field,
                   const json& value, const Verb& verb);
  void read_checks(const toml::table& expect, const Verb& verb, Step& step);
  void read_check(std::string_view name, const toml::node& node, const Verb& verb, Step& step);
  void read_facts(const toml::node& node, Step& step);
  void check_shape(const toml::node& node, const Check& check);
  // Blames texts in the value that name nothing.
  void check_names(const toml::node& node, const json& value);
  void check_name(const toml::node& node, const std::string& text);
  void give(const Step& step);

  TomlReader& reader_;
  std::set<std::string> known_;
};

}  // namespace whistle::scenario
