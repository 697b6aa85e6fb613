#pragma once

#include <string>

namespace whistle {

// Whom a wish came from, as far as it was proven: the principal whose key the connection holds, and
// how that key begins. Both are empty where nobody was asked for a key, and for the engine itself.
struct Caller {
  std::string principal;
  std::string key;  // the first ten characters of the public key

  bool operator==(const Caller&) const = default;
};

}  // namespace whistle
