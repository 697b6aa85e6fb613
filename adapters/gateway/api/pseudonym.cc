#include "adapters/gateway/api/pseudonym.h"

#include <sodium.h>

#include <array>

namespace whistle::gateway::api {

std::string Pseudonym::of(std::string_view kind, std::string_view identity) const {
  const std::string text = std::string(kind) + ":" + std::string(identity);
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> tag{};
  crypto_auth_hmacsha256_state state;
  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): as the calls want it.
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key_.data()),
                              key_.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                                text.size());
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
  crypto_auth_hmacsha256_final(&state, tag.data());
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr std::size_t kBytes = 16;
  std::string pseudonym;
  for (std::size_t i = 0; i < kBytes; ++i) {
    pseudonym += kDigits[tag.at(i) >> 4U];
    pseudonym += kDigits[tag.at(i) & 15U];
  }
  return pseudonym;
}

std::string Pseudonym::of_phone(std::string_view phone) const {
  std::string digits;
  for (const char letter : phone) {
    if (letter >= '0' && letter <= '9') digits += letter;
  }
  constexpr std::size_t kMobile = 11;
  if (digits.size() == kMobile + 2 && digits.starts_with("86")) digits.erase(0, 2);
  if (digits.size() == kMobile + 4 && digits.starts_with("0086")) digits.erase(0, 4);
  return of("phone", digits);
}

}  // namespace whistle::gateway::api
