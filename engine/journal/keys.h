#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/ids.h"

// Keys of the tables. Integers are big-endian, so that byte order, which the tables are sorted by,
// is numeric order.
//
//   meta      key := "format" | "head" | "id" | "answers" | "forgotten" | "cursor:" name
//   journal   key := sequence: u64                 // of the first record of the group
//   cases     key := case: u64
//   archive   key := case: u64
//   texts     key := complaint: u64
//   receipts  key := length: u32  source  external_id  // length of the source, so no two keys meet
//   policies  key := version
//   trails    key := case: u64  sequence: u64
//   registers key := kind: u8  name                 // the place of the row in RegisterRow, its key
//   answers   key := 0: u8  length: u32  principal  key  // length of the principal
//                  | 1: u8  number: u64                  // AnswerTurnRow
//
// On disk: never change a key.
namespace whistle::journal {

inline constexpr std::string_view kFormatKey = "format";
inline constexpr std::string_view kHeadKey = "head";
inline constexpr std::string_view kIdKey = "id";
inline constexpr std::string_view kAnswersKey = "answers";
inline constexpr std::string_view kForgottenKey = "forgotten";
inline constexpr std::string_view kCursorKeyStart = "cursor:";
inline constexpr std::string_view kCursorKeysEnd = "cursor;";  // follows all of them

using NumberKey = std::array<char, 8>;
using TrailKey = std::array<char, 16>;

template <std::size_t kSize>
constexpr std::string_view as_bytes(const std::array<char, kSize>& key) {
  return {key.data(), key.size()};
}

constexpr NumberKey number_key(std::uint64_t number) {
  NumberKey key{};
  for (std::size_t i = 0; i < key.size(); ++i) {
    key[i] = static_cast<char>(number >> (8 * (key.size() - 1 - i)));
  }
  return key;
}

template <class Tag>
constexpr NumberKey key_of(Number<Tag> id) {
  return number_key(id.value);
}

constexpr TrailKey trail_key(CaseId id, Sequence sequence) {
  TrailKey key{};
  const NumberKey first = key_of(id);
  const NumberKey second = key_of(sequence);
  for (std::size_t i = 0; i < first.size(); ++i) {
    key[i] = first[i];
    key[first.size() + i] = second[i];
  }
  return key;
}

static_assert(as_bytes(number_key(0x7f)) < as_bytes(number_key(0x80)), "bytes are unsigned");
static_assert(as_bytes(number_key(0x00ff)) < as_bytes(number_key(0x0100)));
static_assert(as_bytes(trail_key({1}, {UINT64_MAX})) < as_bytes(trail_key({2}, {0})));

// The number a key starts with at `offset`; nothing when the key is too short.
constexpr std::optional<std::uint64_t> number_at(std::string_view key, std::size_t offset) {
  if (key.size() < offset + sizeof(std::uint64_t)) return std::nullopt;
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof(std::uint64_t); ++i) {
    number = (number << 8U) | static_cast<unsigned char>(key[offset + i]);
  }
  return number;
}

static_assert(number_at(as_bytes(trail_key({1}, {0x8081828384858687})), 8) == 0x8081828384858687);

std::string receipt_key(std::string_view source, std::string_view external_id);
std::string register_key(std::uint8_t kind, std::string_view name);
std::string answer_key(std::string_view principal, std::string_view key);
std::string answer_turn_key(std::uint64_t number);

}  // namespace whistle::journal
