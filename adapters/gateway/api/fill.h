#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <string_view>

#include "adapters/gateway/http/request.h"

// Between HTTP and the messages of the protocol, by the names of their fields.
namespace whistle::gateway::api {

// Arguments of a query fill the fields of their names; a list has commas in between or comes
// several times; 1 and 0 are true and false. Nothing when all did, else what is wrong: an unknown
// argument is refused by its name.
std::optional<std::string> fill(google::protobuf::Message& message, const http::Fields& query);
// One field, which must exist.
std::optional<std::string> fill_one(google::protobuf::Message& message, std::string_view name,
                                    std::string_view value);

// Proto3 JSON with the names as they are; unknown fields are refused; empty text is an empty
// object.
std::optional<std::string> read_json(const std::string& text, google::protobuf::Message& message);
// Absent values are written too, 64-bit numbers as texts.
std::string write_json(const google::protobuf::Message& message);

}  // namespace whistle::gateway::api
