#include "engine/journal/keys.h"

#include "engine/core/check.h"

namespace whistle::journal {

std::string receipt_key(std::string_view source, std::string_view external_id) {
  WHISTLE_CHECK(source.size() <= UINT32_MAX);
  const NumberKey length = number_key(source.size());
  std::string key;
  key.reserve(4 + source.size() + external_id.size());
  key.append(as_bytes(length).substr(4));
  key.append(source);
  key.append(external_id);
  return key;
}

std::string register_key(std::uint8_t kind, std::string_view name) {
  std::string key;
  key.reserve(1 + name.size());
  key.push_back(static_cast<char>(kind));
  key.append(name);
  return key;
}

}  // namespace whistle::journal
