#include "engine/triage/content_hash.h"

#include <sodium.h>

namespace whistle::triage {

Hash hash_of(std::string_view bytes) {
  Hash hash{};
  const auto* first = reinterpret_cast<const unsigned char*>(bytes.data());
  crypto_generichash(hash.data(), hash.size(), first, bytes.size(), nullptr, 0);
  return hash;
}

std::string hex_of(const Hash& hash) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : hash) {
    hex.push_back(kDigits[byte >> 4U]);
    hex.push_back(kDigits[byte & 0xFU]);
  }
  return hex;
}

}  // namespace whistle::triage
