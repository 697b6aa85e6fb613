#pragma once

#include <sodium.h>

#include <string>
#include <string_view>

#include "engine/journal/record.h"

namespace whistle::journal {

// BLAKE2b-256 over bytes given piece by piece.
class Hasher {
 public:
  Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  void add(std::string_view bytes);
  // Requires: called once, last.
  Hash finish();

 private:
  crypto_generichash_state state_;
};

// The link of the chain: covers a record's bytes and, through `before`, all records before it.
Hash hash_after(const Hash& before, std::string_view record);

std::string_view as_bytes(const Hash& hash);
std::string to_hex(std::string_view bytes);

// 128 random bits in hexadecimal digits.
std::string random_id();

}  // namespace whistle::journal
