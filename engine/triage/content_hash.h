#pragma once

#include <array>
#include <string>
#include <string_view>

namespace whistle::triage {

using Hash = std::array<unsigned char, 32>;

// BLAKE2b-256.
Hash hash_of(std::string_view bytes);

// In lower-case hexadecimal digits.
std::string hex_of(const Hash& hash);

}  // namespace whistle::triage
