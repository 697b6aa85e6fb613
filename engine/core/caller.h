#pragma once

#include <string>

namespace whistle {

// Whom a wish came from, as far as it was proven: the principal whose key the connection holds, and
// how that key begins. Both are empty where nobody was asked for a key, and for the engine itself.
struct Caller {
  std::string principal;
  std::string key;  // the first ten characters of the public key
  // Whom a gateway asks for; empty: nobody but itself. Not of a caller that is in a record.
  std::string person{};

  bool operator==(const Caller&) const = default;
};

// As records keep it: both names in one, "gateway/zhang.san".
inline Caller recorded(const Caller& caller) {
  if (caller.person.empty()) return caller;
  return {.principal = caller.principal + "/" + caller.person, .key = caller.key, .person = {}};
}

}  // namespace whistle
