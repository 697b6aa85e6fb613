#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace whistle::hotline {

// Where the first sequence begins that is no UTF-8 (cut off, overlong, a surrogate, too large).
std::optional<std::size_t> broken_utf8_at(std::string_view text);

// How many characters `text` has; broken bytes count as one each.
std::size_t characters(std::string_view text);

// Each broken byte replaced by a private-use character that stands for it, and back. Used to carry
// a broken text through a JSON parser. `carry` fails when such a character is already there.
std::optional<std::string> carry_broken_bytes(std::string_view text);
std::string restore_broken_bytes(std::string_view text);

}  // namespace whistle::hotline
