#include "adapters/hotline/mapping.h"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <sstream>
#include <utility>

#include "adapters/hotline/instant.h"
#include "adapters/hotline/names.h"
#include "adapters/hotline/words.h"

namespace whistle::hotline {
namespace {

// Reads one table of the file after the other and collects what is wrong.
class MappingParser {
 public:
  explicit MappingParser(const std::string& file) { mapping_.file = file; }

  ParsedMapping parse(std::string_view text) && {
    try {
      const toml::table root = toml::parse(text, mapping_.file);
      read_root(root);
    } catch (const toml::parse_error& error) {
      const auto at = error.source().begin;
      blame({mapping_.file, at.line, at.column}, std::string(error.description()));
    }
    return {std::move(mapping_), std::move(problems_)};
  }

 private:
  using Keys = std::vector<std::pair<std::string_view, std::function<void(const toml::node&)>>>;

  Place place_of(const toml::node& node) const { return place_of(node.source()); }
  Place place_of(const toml::source_region& source) const {
    return {mapping_.file, source.begin.line, source.begin.column};
  }
  void blame(Place at, std::string what) { problems_.push_back({std::move(at), std::move(what)}); }

  void read_root(const toml::table& root) {
    read_table(root, "",
               {{"csv", [&](const toml::node& node) { read_csv(node); }},
                {"columns", [&](const toml::node& node) { read_columns(node); }},
                {"compare", [&](const toml::node& node) { read_compare(node); }},
                {"ignore", [&](const toml::node& node) { read_ignore(node); }}});
    if (!problems_.empty()) return;
    require(!mapping_.time_zone.empty(), "csv.time_zone is missing");
    require(mapping_.external_id.is_set(), "columns.external_id is missing");
    require(mapping_.occurred_at.is_set(), "columns.occurred_at is missing");
    require(mapping_.text.is_set(), "columns.text is missing");
    require(mapping_.lat.is_set() == mapping_.lon.is_set(),
            "columns.lat and columns.lon go together");
  }
  void require(bool holds, const char* what) {
    if (!holds) blame({mapping_.file}, what);
  }

  // Calls the reader of each key; a key without a reader is a mistake.
  void read_table(const toml::node& node, const std::string& name, const Keys& keys) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return blame(place_of(node), name + " must be a table");
    for (const auto& [key, value] : *table) {
      const std::string_view word = key.str();
      const auto known = std::find_if(keys.begin(), keys.end(),
                                      [&](const auto& entry) { return entry.first == word; });
      if (known == keys.end()) {
        blame(place_of(key.source()),
              "unknown key '" + (name.empty() ? "" : name + ".") + std::string(word) + "'");
      } else {
        known->second(value);
      }
    }
  }

  void read_csv(const toml::node& node) {
    read_table(node, "csv",
               {{"time_zone",
                 [&](const toml::node& value) {
                   mapping_.time_zone = string_of(value, "csv.time_zone");
                   const auto zone = Zone::find(mapping_.time_zone);
                   if (!zone) blame(place_of(value), zone.problem().what);
                 }},
                {"datum", [&](const toml::node& value) {
                   mapping_.datum = string_of(value, "csv.datum");
                   if (mapping_.datum.empty() || is_one_of(kDatums, mapping_.datum)) return;
                   blame(place_of(value),
                         "unknown datum '" + mapping_.datum + "'; one of wgs84, gcj02, bd09");
                 }}});
  }

  void read_columns(const toml::node& node) {
    const auto plain = [&](FieldRule& rule) {
      return [&, field = &rule](const toml::node& value) { *field = plain_rule(value); };
    };
    const auto any = [&](FieldRule& rule) {
      return [&, field = &rule](const toml::node& value) { *field = any_rule(value); };
    };
    Mapping& to = mapping_;
    read_table(
        node, "columns",
        {{"external_id", plain(to.external_id)},
         {"occurred_at", plain(to.occurred_at)},
         {"closed_at", plain(to.closed_at)},
         {"lat", plain(to.lat)},
         {"lon", plain(to.lon)},
         {"category", any(to.category)},
         {"condition", any(to.condition)},
         {"area", any(to.area)},
         {"channel",
          [&](const toml::node& value) { to.channel = word_rule(value, kChannels, "channel"); }},
         {"request_type",
          [&](const toml::node& value) {
            to.request_type = word_rule(value, kRequestTypes, "request type");
          }},
         {"text", [&](const toml::node& value) { to.text = template_of(value); }},
         {"subject", [&](const toml::node& value) { to.subject = template_of(value); }}});
  }

  void read_compare(const toml::node& node) {
    read_table(
        node, "compare",
        {{"target", [&](const toml::node& value) { mapping_.target = plain_rule(value); }},
         {"on_time", [&](const toml::node& value) { mapping_.on_time = plain_rule(value); }}});
  }

  void read_ignore(const toml::node& node) {
    read_table(node, "ignore", {{"columns", [&](const toml::node& value) {
                                   const toml::array* columns = value.as_array();
                                   if (columns == nullptr) {
                                     return blame(place_of(value), "ignore.columns must be a list");
                                   }
                                   for (const toml::node& column : *columns) {
                                     mapping_.ignored.push_back(string_of(column, "a column"));
                                   }
                                 }}});
  }

  std::string string_of(const toml::node& node, const std::string& name) {
    const auto text = node.value_exact<std::string>();
    if (!text) blame(place_of(node), name + " must be a string");
    if (text && text->empty()) blame(place_of(node), name + " is empty");
    return text.value_or("");
  }

  FieldRule plain_rule(const toml::node& node) {
    return {string_of(node, "the name of a column"), {}, {}, {}, place_of(node)};
  }

  FieldRule any_rule(const toml::node& node) {
    if (!node.is_table()) return plain_rule(node);
    FieldRule rule;
    rule.at = place_of(node);
    read_table(
        node, "rule",
        {{"column", [&](const toml::node& value) { rule.column = string_of(value, "column"); }},
         {"table", [&](const toml::node& value) { rule.table = table_of(value); }},
         {"values", [&](const toml::node& value) { rule.values = values_of(value); }},
         {"empty", [&](const toml::node& value) { rule.empty = string_of(value, "empty"); }}});
    if (!rule.is_set()) blame(rule.at, "a rule needs a column");
    if (!rule.table.empty() && !rule.values.empty()) {
      blame(rule.at, "a rule has either a table or values");
    }
    return rule;
  }

  template <std::size_t kCount>
  FieldRule word_rule(const toml::node& node, const std::array<std::string_view, kCount>& words,
                      const char* kind) {
    FieldRule rule = any_rule(node);
    if (!rule.table.empty()) blame(rule.at, std::string("a ") + kind + " is in no table");
    for (const auto& [value, word] : rule.values) {
      if (is_one_of(words, word)) continue;
      const toml::node* at = node.as_table()->get("values")->as_table()->get(value);
      blame(place_of(*at), std::string("unknown ") + kind + " '" + word + "'");
    }
    return rule;
  }

  std::string table_of(const toml::node& node) {
    std::string table = string_of(node, "table");
    if (!table.empty() && !is_name_table(table)) {
      blame(place_of(node), "no table '" + table + "' can be looked up by name");
    }
    return table;
  }

  std::map<std::string, std::string> values_of(const toml::node& node) {
    std::map<std::string, std::string> values;
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      blame(place_of(node), "values must be a table");
      return values;
    }
    for (const auto& [key, value] : *table) {
      values.emplace(key.str(), string_of(value, "a value"));
    }
    return values;
  }

  Template template_of(const toml::node& node) {
    Template made;
    made.at = place_of(node);
    const std::string text = string_of(node, "a template");
    std::string piece;
    const auto finish = [&](bool is_column) {
      if (is_column && piece.empty()) blame(made.at, "empty braces in the template");
      if (!piece.empty()) made.pieces.push_back({std::exchange(piece, {}), is_column});
    };
    bool inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      const bool doubled = i + 1 < text.size() && text[i + 1] == c;
      if (!inside && (c == '{' || c == '}') && doubled) {
        piece += c;
        ++i;
      } else if (!inside && c == '{') {
        finish(false);
        inside = true;
      } else if (inside && c == '}') {
        finish(true);
        inside = false;
      } else if (c == '{' || c == '}') {
        blame(made.at, "a brace without its partner in the template");
        return made;
      } else {
        piece += c;
      }
    }
    if (inside) blame(made.at, "a brace without its partner in the template");
    finish(false);
    return made;
  }

  Mapping mapping_;
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Mapping::Use> Mapping::uses() const {
  std::vector<Use> all;
  for (const FieldRule* rule : {&external_id, &occurred_at, &category, &condition, &area, &channel,
                                &request_type, &lat, &lon, &closed_at, &target, &on_time}) {
    if (rule->is_set()) all.push_back({rule->column, rule->at});
  }
  for (const Template* made : {&text, &subject}) {
    for (const Template::Piece& piece : made->pieces) {
      if (piece.is_column) all.push_back({piece.text, made->at});
    }
  }
  return all;
}

ParsedMapping parse_mapping(std::string_view toml, const std::string& file) {
  ParsedMapping parsed = MappingParser(file).parse(toml);
  std::sort(parsed.problems.begin(), parsed.problems.end(), [](const auto& a, const auto& b) {
    return std::pair(a.at.line, a.at.column) < std::pair(b.at.line, b.at.column);
  });
  return parsed;
}

ParsedMapping load_mapping(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file) return {{}, {{{path}, "cannot be read"}}};
  content << file.rdbuf();
  return parse_mapping(content.str(), path);
}

}  // namespace whistle::hotline
