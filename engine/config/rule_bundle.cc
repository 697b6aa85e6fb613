#include "engine/config/rule_bundle.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace whistle::config {

std::string encode_bundle(const RuleBundle& files) {
  auto map = nlohmann::json::object();
  for (const auto& [name, bytes] : files) {
    map[name] = nlohmann::json::binary({bytes.begin(), bytes.end()});
  }
  const std::vector<std::uint8_t> coded = nlohmann::json::to_cbor(map);
  return {coded.begin(), coded.end()};
}

Outcome<RuleBundle, std::string> decode_bundle(std::string_view bytes) {
  const auto map = nlohmann::json::from_cbor(bytes, true, false);
  if (!map.is_object()) return Failure<std::string>{"the kept rule book is no map of files"};
  RuleBundle files;
  for (const auto& [name, file] : map.items()) {
    if (!file.is_binary()) {
      return Failure<std::string>{"the kept rule book has no bytes for " + name};
    }
    const auto& content = file.get_binary();
    files.emplace(name, std::string(content.begin(), content.end()));
  }
  return files;
}

}  // namespace whistle::config
