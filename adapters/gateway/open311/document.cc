#include "adapters/gateway/open311/document.h"

#include <nlohmann/json.hpp>

#include "adapters/gateway/open311/characters.h"

namespace whistle::gateway::open311 {
namespace {

using Json = nlohmann::ordered_json;

std::string escaped(const std::string& text) {
  std::string written;
  for (const char c : clean(text)) {
    switch (c) {
      case '&':
        written += "&amp;";
        break;
      case '<':
        written += "&lt;";
        break;
      case '>':
        written += "&gt;";
        break;
      case '"':
        written += "&quot;";
        break;
      case '\r':
        // A parser would make a line feed of it.
        written += "&#13;";
        break;
      default:
        written += c;
    }
  }
  return written;
}

void write_xml(const Node& node, std::string& xml);

struct XmlValue {
  std::string& xml;

  void operator()(Nothing) const {}
  void operator()(const std::string& text) const { xml += escaped(text); }
  void operator()(bool yes) const { xml += yes ? "true" : "false"; }
  void operator()(std::int64_t number) const { xml += std::to_string(number); }
  // As JSON writes it: with a point, and all the digits it has.
  void operator()(double number) const { xml += Json(number).dump(); }
  void operator()(const Record& record) const { all(record.fields); }
  void operator()(const List& list) const { all(list.items); }

  void all(const std::vector<Node>& nodes) const {
    for (const Node& node : nodes) write_xml(node, xml);
  }
};

void write_xml(const Node& node, std::string& xml) {
  if (std::holds_alternative<Nothing>(node.value)) return;
  xml += '<' + node.name + '>';
  std::visit(XmlValue{xml}, node.value);
  xml += "</" + node.name + '>';
}

struct JsonValue {
  Json operator()(Nothing) const { return nullptr; }
  Json operator()(const std::string& text) const { return clean(text); }
  Json operator()(bool yes) const { return yes; }
  Json operator()(std::int64_t number) const { return number; }
  Json operator()(double number) const { return number; }
  Json operator()(const Record& record) const {
    Json object = Json::object();
    for (const Node& field : record.fields) object[field.name] = std::visit(*this, field.value);
    return object;
  }
  Json operator()(const List& list) const {
    Json array = Json::array();
    for (const Node& item : list.items) array.push_back(std::visit(*this, item.value));
    return array;
  }
};

}  // namespace

Node text_or_nothing(std::string name, std::string text) {
  if (text.empty()) return {std::move(name), Nothing{}};
  return {std::move(name), std::move(text)};
}

Node record(std::string name, std::vector<Node> fields) {
  return {std::move(name), Record{std::move(fields)}};
}

Node list(std::string name, std::vector<Node> items) {
  return {std::move(name), List{std::move(items)}};
}

std::string to_xml(const Node& root) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
  write_xml(root, xml);
  xml += '\n';
  return xml;
}

std::string to_json(const Node& root) { return std::visit(JsonValue{}, root.value).dump() + '\n'; }

}  // namespace whistle::gateway::open311
