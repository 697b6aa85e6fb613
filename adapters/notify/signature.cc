#include "adapters/notify/signature.h"

#include <sodium.h>

#include <array>

namespace whistle::notify {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string hmac_sha256(std::string_view secret, std::string_view body) {
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
  // The streaming form takes secrets of any length, as the RFC has it.
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(secret), secret.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(body), body.size());
  crypto_auth_hmacsha256_final(&state, mac.data());
  std::string digits(2 * mac.size() + 1, '\0');
  sodium_bin2hex(digits.data(), digits.size(), mac.data(), mac.size());
  digits.pop_back();
  return digits;
}

}  // namespace whistle::notify
