#include "adapters/cli/column.h"

#include <utf8proc.h>

namespace whistle::cli {

namespace {

struct Character {
  utf8proc_int32_t code = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

// Requires: text is not empty.
Character first_character(std::string_view text) {
  Character character;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto length =
      utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &character.code);
  if (length <= 0) return character;
  character.bytes = static_cast<std::size_t>(length);
  character.valid = true;
  return character;
}

bool is_control(utf8proc_int32_t code) {
  // C0, DEL and C1: among them the escape that begins a terminal command.
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true;
  // Marks that reverse the direction of writing can make a line say something else.
  return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
         code == 0x2028 || code == 0x2029;
}

std::string clean(std::string_view text, bool keep_lines) {
  std::string cleaned;
  cleaned.reserve(text.size());
  while (!text.empty()) {
    const Character character = first_character(text);
    if (character.code == '\n' && keep_lines) {
      cleaned += '\n';
    } else if (character.valid && (character.code == '\n' || character.code == '\t')) {
      cleaned += ' ';
    } else if (character.valid && character.code == '\r') {
      // The other half of a line break.
    } else if (!character.valid || is_control(character.code)) {
      cleaned += '?';
    } else {
      cleaned += text.substr(0, character.bytes);
    }
    text.remove_prefix(character.bytes);
  }
  return cleaned;
}

}  // namespace

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Character character = first_character(text);
    width += character.valid ? static_cast<std::size_t>(utf8proc_charwidth(character.code)) : 1;
    text.remove_prefix(character.bytes);
  }
  return width;
}

std::string printable(std::string_view text) { return clean(text, false); }

std::string printable_lines(std::string_view text) { return clean(text, true); }

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const Character character = first_character(text);
    if (!character.valid) return false;
    text.remove_prefix(character.bytes);
  }
  return true;
}

}  // namespace whistle::cli
