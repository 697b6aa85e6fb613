#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whistle/v1/act.pb.h"

namespace google::protobuf {
class Message;
class FieldDescriptor;
class Descriptor;
}  // namespace google::protobuf

// Requests from what people write: fields by their names, values as text.
namespace whistle::client {

// The field of that name, or nullptr.
const google::protobuf::FieldDescriptor* field_named(const google::protobuf::Message& message,
                                                     std::string_view name);

// Sets the field from text, or appends to it when it is a list: numbers in decimal digits, true or
// false (yes, no), texts as they are. Nothing when that was done, else what is wrong, in words.
std::optional<std::string> set_from_text(google::protobuf::Message& message,
                                         const google::protobuf::FieldDescriptor& field,
                                         const std::string& text);

// The wishes of act.proto, by their names in ActRequest: "order_assist", ...
std::vector<const google::protobuf::FieldDescriptor*> all_wishes();
const google::protobuf::FieldDescriptor* wish_named(std::string_view verb);
// Makes the request this wish, empty. Requires: `wish` is one of ActRequest.
google::protobuf::Message& make_wish(v1::ActRequest& request,
                                     const google::protobuf::FieldDescriptor& wish);

}  // namespace whistle::client
