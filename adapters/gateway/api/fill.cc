#include "adapters/gateway/api/fill.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "adapters/client/message_fields.h"

namespace whistle::gateway::api {

std::optional<std::string> fill_one(google::protobuf::Message& message, std::string_view name,
                                    std::string_view value) {
  const auto* field = client::field_named(message, name);
  if (field == nullptr || field->message_type() != nullptr) {
    return "there is no argument '" + std::string(name) + "'";
  }
  if (field->type() == google::protobuf::FieldDescriptor::TYPE_BOOL) {
    if (value == "1" || value.empty()) value = "true";
    if (value == "0") value = "false";
  }
  if (auto wrong = client::set_from_text(message, *field, std::string(value))) {
    return std::string(name) + ": " + *wrong;
  }
  return std::nullopt;
}

std::optional<std::string> fill(google::protobuf::Message& message, const http::Fields& query) {
  for (const auto& [name, value] : query.all()) {
    const auto* field = client::field_named(message, name);
    if (field == nullptr || !field->is_repeated()) {
      if (auto wrong = fill_one(message, name, value)) return wrong;
      continue;
    }
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      if (auto wrong = fill_one(message, name, rest.substr(0, comma))) return wrong;
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return std::nullopt;
}

std::optional<std::string> read_json(const std::string& text, google::protobuf::Message& message) {
  if (text.empty()) return std::nullopt;
  const auto status = google::protobuf::util::JsonStringToMessage(text, &message);
  if (status.ok()) return std::nullopt;
  return std::string(status.message());
}

std::string write_json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string text;
  // Fails for bytes that are no UTF-8 in a text only, which the engine does not take in.
  if (!google::protobuf::util::MessageToJsonString(message, &text, options).ok()) return "{}";
  return text;
}

}  // namespace whistle::gateway::api
