#pragma once

#include <ostream>

namespace google::protobuf {
class Message;
}

namespace whistle::cli {

// The message as one line of JSON: the field names of proto/whistle/v1, every field present, 64-bit
// numbers as strings (so that no program rounds a token), then flushed. Names are never changed and
// new ones may appear, as in the protocol.
void print_json(std::ostream& out, const google::protobuf::Message& message);

}  // namespace whistle::cli
