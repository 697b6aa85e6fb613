#include "adapters/hotline/utf8.h"

#include <cstdint>

namespace whistle::hotline {
namespace {

// U+F0000 + byte, in the supplementary private-use area: F3 B0 8x xx as UTF-8.
constexpr std::string_view kCarrierStart = "\xF3\xB0";

bool continues(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

// The length of the good sequence that begins here, or 0.
std::size_t sequence_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = at(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!continues(at(i))) return 0;
  }
  // Overlong forms, surrogates, and what lies beyond U+10FFFF.
  if (lead == 0xE0 && at(1) < 0xA0) return 0;
  if (lead == 0xED && at(1) > 0x9F) return 0;
  if (lead == 0xF0 && at(1) < 0x90) return 0;
  if (lead == 0xF4 && at(1) > 0x8F) return 0;
  return length;
}

bool is_carrier(std::string_view sequence) {
  return sequence.size() == 4 && sequence.substr(0, 2) == kCarrierStart &&
         static_cast<unsigned char>(sequence[2]) < 0x84;
}

}  // namespace

std::optional<std::size_t> broken_utf8_at(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = sequence_length(text.substr(i));
    if (length == 0) return i;
    i += length;
  }
  return std::nullopt;
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) {
    const std::size_t length = sequence_length(text.substr(i));
    i += length == 0 ? 1 : length;
  }
  return count;
}

std::optional<std::string> carry_broken_bytes(std::string_view text) {
  std::string carried;
  carried.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = sequence_length(text.substr(i));
    if (is_carrier(text.substr(i, length))) return std::nullopt;
    if (length != 0) {
      carried += text.substr(i, length);
      i += length;
      continue;
    }
    const auto byte = static_cast<unsigned char>(text[i++]);
    carried += kCarrierStart;
    carried += static_cast<char>(0x80U | (byte >> 6U));
    carried += static_cast<char>(0x80U | (byte & 0x3FU));
  }
  return carried;
}

std::string restore_broken_bytes(std::string_view text) {
  std::string restored;
  restored.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto sequence = text.substr(i, 4);
    if (is_carrier(sequence)) {
      const unsigned high = static_cast<unsigned char>(sequence[2]) & 0x03U;
      const unsigned low = static_cast<unsigned char>(sequence[3]) & 0x3FU;
      restored += static_cast<char>(high << 6U | low);
      i += 4;
    } else {
      restored += text[i++];
    }
  }
  return restored;
}

}  // namespace whistle::hotline
