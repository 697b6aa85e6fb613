#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Text on a terminal: how wide it is, and how it is made harmless.
namespace whistle::cli {

// The columns a terminal uses for the text: two for a Chinese character, none for a combining mark.
// Requires: text came from printable().
std::size_t width_of(std::string_view text);

// One line that does nothing to a terminal: line breaks and tabs become spaces, other control
// characters and broken UTF-8 become '?'. Residents write what they like.
std::string printable(std::string_view text);
// The same, but line breaks stay.
std::string printable_lines(std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace whistle::cli
