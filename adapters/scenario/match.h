#pragma once

#include <google/protobuf/message.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapters/scenario/times.h"

namespace whistle::scenario {

using nlohmann::json;

// A message with the field names of the protocol, every field present.
json to_json(const google::protobuf::Message& message);

// A text, a number or a truth value as people write it; "" for null.
std::string text_of(const json& scalar);

// What is not as expected, one sentence each: "status: expected dispatched, is signed_for". Only
// the fields of `expected` are looked at. Its names may be paths ("invited.0.arrived") and may
// leave out the _ms of an instant; instants are compared with times on the wall, "-" with none.
// Lists must be equal entry by entry.
std::vector<std::string> differences(const json& expected, const json& actual, const Zone& zone);

}  // namespace whistle::scenario
