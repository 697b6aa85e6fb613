#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace whistle::gateway::open311 {

struct Node;

// An answer before it has a form. XML and JSON are written from the same, by the rules of the
// standard (Spark): JSON drops the outermost name, and a list is an array however long it is.
struct Nothing {};  // null in JSON, left out of XML
struct Record {
  std::vector<Node> fields;
};
struct List {
  std::vector<Node> items;  // their names are of XML only
};

struct Node {
  std::string name;
  std::variant<Nothing, std::string, bool, std::int64_t, double, Record, List> value{};
};

// Nothing when the text is empty.
Node text_or_nothing(std::string name, std::string text);
Node record(std::string name, std::vector<Node> fields);
Node list(std::string name, std::vector<Node> items);

// Both are UTF-8 throughout: broken bytes, and characters that XML cannot have, become U+FFFD.
std::string to_xml(const Node& root);
std::string to_json(const Node& root);

}  // namespace whistle::gateway::open311
