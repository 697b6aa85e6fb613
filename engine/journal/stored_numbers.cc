#include "engine/journal/stored_numbers.h"

#include <cstddef>
#include <cstring>

namespace whistle::journal {

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
