#include "engine/config/rule_bundle.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace whistle::config {
namespace {

// Discarded when it is no CBOR. A length beyond all memory is thrown whatever the parser is told.
nlohmann::json parse(std::string_view bytes) {
  try {
    return nlohmann::json::from_cbor(bytes, true, false);
  } catch (const nlohmann::json::out_of_range&) {
    return nlohmann::json::value_t::discarded;
  }
}

}  // namespace

std::string encode_bundle(const RuleBundle& files) {
  auto map = nlohmann::json::object();
  for (const auto& [name, bytes] : files) {
    map[name] = nlohmann::json::binary({bytes.begin(), bytes.end()});
  }
  const std::vector<std::uint8_t> coded = nlohmann::json::to_cbor(map);
  return {coded.begin(), coded.end()};
}

Outcome<RuleBundle, std::string> decode_bundle(std::string_view bytes) {
  const nlohmann::json map = parse(bytes);
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
