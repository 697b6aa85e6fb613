#include "adapters/cli/json_line.h"

#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>

#include <string>

namespace whistle::cli {

void print_json(std::ostream& out, const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string line;
  const auto status = google::protobuf::util::MessageToJsonString(message, &line, options);
  if (!status.ok()) line = "{}";
  out << line << '\n' << std::flush;
}

}  // namespace whistle::cli
