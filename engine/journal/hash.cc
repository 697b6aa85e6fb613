#include "engine/journal/hash.h"

#include <algorithm>

#include "engine/core/check.h"

namespace whistle::journal {
namespace {

const unsigned char* as_unsigned(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Chooses the implementation that suits this processor; without it the slow one is used.
void prepare_sodium() {
  static const int prepared = sodium_init();
  WHISTLE_CHECK(prepared >= 0);
}

}  // namespace

Hasher::Hasher() : state_{} {
  prepare_sodium();
  const int started = crypto_generichash_init(&state_, nullptr, 0, std::tuple_size_v<Hash>);
  WHISTLE_CHECK(started == 0);
}

void Hasher::add(std::string_view bytes) {
  const int added = crypto_generichash_update(&state_, as_unsigned(bytes), bytes.size());
  WHISTLE_CHECK(added == 0);
}

Hash Hasher::finish() {
  Hash hash{};
  const int finished = crypto_generichash_final(&state_, hash.data(), hash.size());
  WHISTLE_CHECK(finished == 0);
  return hash;
}

Hash hash_after(const Hash& before, std::string_view record) {
  Hasher hasher;
  hasher.add(as_bytes(before));
  hasher.add(record);
  return hasher.finish();
}

std::string_view as_bytes(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text.push_back(kDigits[value >> 4U]);
    text.push_back(kDigits[value & 0xfU]);
  }
  return text;
}

std::string random_id() {
  prepare_sodium();
  Hash bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return to_hex(as_bytes(bytes).substr(0, bytes.size() / 2));
}

}  // namespace whistle::journal
