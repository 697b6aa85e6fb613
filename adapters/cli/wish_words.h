#pragma once

#include <string>
#include <string_view>

namespace google::protobuf {
class FieldDescriptor;
}

namespace whistle::cli {

// The words that a field of a wish takes, with blanks between them; empty when it takes any text.
std::string_view words_for(const google::protobuf::FieldDescriptor& field);

// The field with what it takes: "card: none notice yellow_card red_card", "cases: number,...".
std::string field_help(const google::protobuf::FieldDescriptor& field);

}  // namespace whistle::cli
