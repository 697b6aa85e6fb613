#include "engine/journal/by_position.h"

#include <cstring>

namespace whistle::journal {
namespace {

std::uint64_t from_form(std::uint64_t number, const FieldForm& form) {
  return form.wire == FieldForm::Wire::ZigZag
             ? static_cast<std::uint64_t>(protozero::decode_zigzag64(number))
             : number;
}

}  // namespace

bool take_number(protozero::pbf_reader& in, const FieldForm& form, std::uint64_t& raw) {
  if (form.wire == FieldForm::Wire::Fixed64) {
    if (!in.has_wire_type(protozero::pbf_wire_type::fixed64)) return false;
    raw = in.get_fixed64();
  } else {
    if (!in.has_wire_type(protozero::pbf_wire_type::varint)) return false;
    raw = from_form(in.get_uint64(), form);
  }
  return true;
}

std::uint64_t next_number(const char*& from, const char* end, const FieldForm& form) {
  if (form.wire != FieldForm::Wire::Fixed64) {
    return from_form(protozero::decode_varint(&from, end), form);
  }
  std::uint64_t raw = 0;
  if (static_cast<std::size_t>(end - from) < sizeof raw) throw protozero::end_of_buffer_exception();
  std::memcpy(&raw, from, sizeof raw);
  from += sizeof raw;
  return raw;
}

const google::protobuf::FieldDescriptor& fact_field(const google::protobuf::Descriptor& message) {
  const auto& facts = *v1::Event::descriptor()->oneof_decl(0);
  const google::protobuf::FieldDescriptor* found = nullptr;
  for (int i = 0; i < facts.field_count(); ++i) {
    if (facts.field(i)->message_type() == &message) found = facts.field(i);
  }
  WHISTLE_CHECK(found != nullptr);
  return *found;
}

}  // namespace whistle::journal
