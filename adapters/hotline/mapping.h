#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/hotline/problem.h"

namespace whistle::hotline {

// How one field of a complaint comes from a column of an export.
//   "type"                                           the column as it stands
//   { column = "type", table = "categories" }        its value is a name in a table of the pack
//   { column = "source", values = { "A" = "phone" } } its value is translated; "*" is any other
// A rule of the latter two kinds may have `empty = "Boston"`: the value to use for an empty field.
struct FieldRule {
  std::string column;
  std::string table;
  std::map<std::string, std::string> values;
  std::string empty;
  Place at;

  bool is_set() const { return !column.empty(); }
};

// Text with columns in braces: "{type}: {reason}". Doubled braces stand for themselves.
struct Template {
  struct Piece {
    std::string text;  // the name of the column when is_column
    bool is_column = false;
    bool operator==(const Piece&) const = default;
  };
  std::vector<Piece> pieces;
  Place at;

  bool is_set() const { return !pieces.empty(); }
};

// A mapping file: how a row of a CSV export becomes a complaint. An example with every key is
// config/cities/boston/feed/mapping.toml.
struct Mapping {
  std::string file;
  std::string time_zone;  // of times without an offset
  FieldRule external_id;
  FieldRule occurred_at;
  FieldRule category;
  FieldRule condition;
  FieldRule area;
  FieldRule channel;
  FieldRule request_type;
  std::string datum;  // of lat and lon: wgs84 gcj02 bd09; empty: wgs84
  FieldRule lat;
  FieldRule lon;
  Template text;
  Template subject;
  // Never sent; for demonstrations and measurements.
  FieldRule closed_at;
  FieldRule target;
  FieldRule on_time;
  std::vector<std::string> ignored;

  // Every column the mapping reads, and where it says so.
  struct Use {
    std::string column;
    Place at;
  };
  std::vector<Use> uses() const;
};

// Parsed; all problems at once. Requires of the user: `mapping` counts only without problems.
struct ParsedMapping {
  Mapping mapping;
  std::vector<Problem> problems;
};
ParsedMapping parse_mapping(std::string_view toml, const std::string& file);
ParsedMapping load_mapping(const std::string& path);

}  // namespace whistle::hotline
