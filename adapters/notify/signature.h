#pragma once

#include <string>
#include <string_view>

namespace whistle::notify {

// HMAC-SHA256 (RFC 2104) of a body under a secret of any length, in hexadecimal digits.
std::string hmac_sha256(std::string_view secret, std::string_view body);

}  // namespace whistle::notify
