#include "engine/journal/keys.h"

#include "engine/core/check.h"

namespace whistle::journal {

namespace {

// Both may contain any byte, so the length of the first goes in front.
void append_both(std::string& key, std::string_view first, std::string_view second) {
  WHISTLE_CHECK(first.size() <= UINT32_MAX);
  const NumberKey length = number_key(first.size());
  key.append(as_bytes(length).substr(4));
  key.append(first);
  key.append(second);
}

constexpr char kAnswerKind = 0;
constexpr char kAnswerTurnKind = 1;

}  // namespace

std::string receipt_key(std::string_view source, std::string_view external_id) {
  std::string key;
  key.reserve(4 + source.size() + external_id.size());
  append_both(key, source, external_id);
  return key;
}

std::string answer_key(std::string_view principal, std::string_view key) {
  std::string row;
  row.reserve(5 + principal.size() + key.size());
  row.push_back(kAnswerKind);
  append_both(row, principal, key);
  return row;
}

std::string answer_turn_key(std::uint64_t number) {
  std::string row(1, kAnswerTurnKind);
  row.append(as_bytes(number_key(number)));
  return row;
}

std::string register_key(std::uint8_t kind, std::string_view name) {
  std::string key;
  key.reserve(1 + name.size());
  key.push_back(static_cast<char>(kind));
  key.append(name);
  return key;
}

}  // namespace whistle::journal
