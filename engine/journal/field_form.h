#pragma once

#include <google/protobuf/descriptor.h>

#include <cstddef>
#include <cstdint>

namespace whistle::journal {

// How a field stands in the bytes of its message, as record.proto and row.proto say.
struct FieldForm {
  // Of each value, when there may be several.
  enum class Wire : std::uint8_t { Varint, ZigZag, Fixed64, Delimited };

  std::uint32_t number{};
  Wire wire{};
  bool has_presence{};        // absent is not the same as zero
  bool never_none{};          // an enumeration that must have a value
  bool whole{};               // numbers that are all there, also zeros at the end
  std::int32_t none_means{};  // the value of an enumeration that is not written
  const char* name{};         // "CaseRow.status"; lives as long as the program
};
FieldForm form_of(const google::protobuf::FieldDescriptor& field);

// The field of a message that holds field `index` of its struct.
const google::protobuf::FieldDescriptor& field_at(const google::protobuf::Descriptor& message,
                                                  std::size_t index);

}  // namespace whistle::journal
