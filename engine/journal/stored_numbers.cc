#include "engine/journal/stored_numbers.h"

#include <cstddef>
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

}  // namespace whistle::journal
