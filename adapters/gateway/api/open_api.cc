#include "adapters/gateway/api/open_api.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>

#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "adapters/gateway/api/operations.h"
#include "whistle/v1/act.pb.h"

namespace whistle::gateway::api {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using json = nlohmann::ordered_json;

constexpr std::string_view kSchemas = "#/components/schemas/";

// Nested messages have the name of the outer one before theirs.
std::string name_of(const Descriptor& message) {
  const std::string outer =
      message.containing_type() == nullptr ? "" : name_of(*message.containing_type());
  return outer + message.name();
}

json reference(const std::string& name) { return {{"$ref", std::string(kSchemas) + name}}; }

json scalar(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return {{"type", "boolean"}};
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_UINT32:
      return {{"type", "integer"}};
    case FieldDescriptor::CPPTYPE_INT64:
      return {{"type", "string"}, {"format", "int64"}};
    case FieldDescriptor::CPPTYPE_UINT64:
      return {{"type", "string"}, {"format", "uint64"}};
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return {{"type", "number"}};
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return reference(name_of(*field.message_type()));
    case FieldDescriptor::CPPTYPE_STRING:
    case FieldDescriptor::CPPTYPE_ENUM:
      break;
  }
  return {{"type", "string"}};
}

json type_of(const FieldDescriptor& field) {
  if (field.is_map()) {
    return {{"type", "object"}, {"additionalProperties", scalar(*field.message_type()->field(1))}};
  }
  if (field.is_repeated()) return {{"type", "array"}, {"items", scalar(field)}};
  return scalar(field);
}

json schema_of(const Descriptor& message) {
  json properties = json::object();
  for (int i = 0; i < message.field_count(); ++i) {
    properties[message.field(i)->name()] = type_of(*message.field(i));
  }
  return {{"type", "object"}, {"properties", properties}};
}

// The message and all that it is made of.
void gather(const Descriptor& message, std::set<std::string>& seen, json& schemas) {
  if (message.options().map_entry() || !seen.insert(name_of(message)).second) return;
  schemas[name_of(message)] = schema_of(message);
  for (int i = 0; i < message.field_count(); ++i) {
    const Descriptor* part = message.field(i)->message_type();
    if (part == nullptr) continue;
    if (message.field(i)->is_map()) part = part->field(1)->message_type();
    if (part != nullptr) gather(*part, seen, schemas);
  }
}

json argument(std::string_view name, std::string_view in, json schema,
              std::string_view about = {}) {
  json made{{"name", name}, {"in", in}, {"schema", std::move(schema)}};
  if (in == "path") made["required"] = true;
  if (!about.empty()) made["description"] = about;
  return made;
}

bool is_captured(const Operation& operation, const std::string& field) {
  for (const std::string_view capture : captures_of(operation.pattern)) {
    if (field_of(capture) == field) return true;
  }
  return false;
}

json wish_names() {
  json names = json::array();
  const Descriptor& acts = *v1::ActRequest::descriptor();
  for (int i = 0; i < acts.field_count(); ++i) names.push_back(acts.field(i)->name());
  return names;
}

json arguments_of(const Operation& operation) {
  json list = json::array();
  for (const std::string_view capture : captures_of(operation.pattern)) {
    json schema{{"type", "string"}};
    if (operation.by == Operation::By::Wish) schema["enum"] = wish_names();
    list.push_back(argument(capture, "path", std::move(schema)));
  }
  if (operation.is_wish) {
    list.push_back(argument("Idempotency-Key", "header", {{"type", "string"}},
                            "1 to 128 printable characters; the same key again does nothing and "
                            "tells the same answer, for a week"));
  }
  for (const Argument& each : operation.arguments) {
    list.push_back(argument(each.name, "query", {{"type", each.type}}, each.about));
  }
  if (operation.method != http::Method::Get || operation.request == nullptr) return list;
  for (int i = 0; i < operation.request->field_count(); ++i) {
    const FieldDescriptor& field = *operation.request->field(i);
    if (field.message_type() != nullptr || is_captured(operation, field.name())) continue;
    list.push_back(argument(field.name(), "query", type_of(field)));
  }
  return list;
}

json content(const std::string& type, json schema) {
  return {{"content", {{type, {{"schema", std::move(schema)}}}}}};
}

json body_of(const Operation& operation) {
  using By = Operation::By;
  if (operation.by == By::Upload) {
    return content("image/*", {{"type", "string"}, {"format", "binary"}});
  }
  if (operation.by == By::Wish) {
    json choices = json::array();
    const Descriptor& acts = *v1::ActRequest::descriptor();
    for (int i = 0; i < acts.field_count(); ++i) {
      choices.push_back(reference(name_of(*acts.field(i)->message_type())));
    }
    return content("application/json", {{"anyOf", choices}});
  }
  if (operation.request == nullptr) return content("application/json", {{"type", "object"}});
  if (operation.part.empty())
    return content("application/json", reference(name_of(*operation.request)));
  const auto* field = operation.request->FindFieldByName(std::string(operation.part));
  return content("application/json", reference(name_of(*field->message_type())));
}

json answers_of(const Operation& operation) {
  using By = Operation::By;
  json good{{"description", "As asked"}};
  if (operation.reply != nullptr) {
    good.update(content("application/json", reference(name_of(*operation.reply))));
  } else if (operation.by == By::Map) {
    good.update(content("application/geo+json", {{"type", "object"}}));
  } else if (operation.by == By::Picture) {
    good.update(content("image/*", {{"type", "string"}, {"format", "binary"}}));
  } else if (operation.by == By::RuleFile) {
    good.update(content("text/plain", {{"type", "string"}}));
  } else if (operation.pattern == "/api/v1/events") {
    good.update(content("text/event-stream", {{"type", "string"}}));
  } else {
    good.update(content("application/json", {{"type", "object"}}));
  }
  json bad{{"description", "Not as asked; `reason` says why"}};
  bad.update(content("application/problem+json", reference("Problem")));
  return {{operation.by == By::WhatIf ? "202" : "200", good}, {"default", bad}};
}

std::string lower(std::string_view word) {
  std::string text(word);
  for (char& letter : text) letter = static_cast<char>(letter + ('a' - 'A'));
  return text;
}

json problem_schema() {
  const json text{{"type", "string"}};
  return {{"type", "object"},
          {"properties",
           {{"type", text},
            {"title", text},
            {"status", {{"type", "integer"}}},
            {"detail", text},
            {"reason", text},
            {"retry_after_ms", {{"type", "integer"}}}}}};
}

}  // namespace

std::string open_api() {
  json paths = json::object();
  json schemas = json::object();
  std::set<std::string> seen;
  for (const Operation& each : operations()) {
    json described{{"summary", each.summary}};
    if (json list = arguments_of(each); !list.empty()) described["parameters"] = std::move(list);
    if (each.method == http::Method::Post) described["requestBody"] = body_of(each);
    described["responses"] = answers_of(each);
    paths[std::string(each.pattern)][lower(http::word_of(each.method))] = std::move(described);
    if (each.request != nullptr) gather(*each.request, seen, schemas);
    if (each.reply != nullptr) gather(*each.reply, seen, schemas);
  }
  schemas["Problem"] = problem_schema();
  const json description{
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "Whistle"},
        {"version", "1"},
        {"description",
         "The dispatch engine over HTTP. Words, limits and reasons are those of proto/whistle/v1. "
         "64-bit numbers are texts."}}},
      {"security", {{{"key", json::array()}}, {{"session", json::array()}}}},
      {"paths", paths},
      {"components",
       {{"securitySchemes",
         {{"key", {{"type", "http"}, {"scheme", "bearer"}}},
          {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "whistle_session"}}}}},
        {"schemas", schemas}}}};
  return description.dump(1) + "\n";
}

}  // namespace whistle::gateway::api
