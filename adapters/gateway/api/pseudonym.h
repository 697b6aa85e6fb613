#pragma once

#include <string>
#include <string_view>

namespace whistle::gateway::api {

// Telephones become pseudonyms: the same one for the same telephone, and no way back without the
// key. HMAC-SHA-256 over the digits, with +86 and blanks left out; 32 hexadecimal digits of it.
class Pseudonym {
 public:
  // An empty key: telephones are not taken.
  explicit Pseudonym(std::string key) : key_(std::move(key)) {}
  bool is_configured() const { return !key_.empty(); }
  std::string of_phone(std::string_view phone) const;
  // Of anything else that names a person; `kind` keeps two kinds apart.
  std::string of(std::string_view kind, std::string_view identity) const;

 private:
  std::string key_;
};

}  // namespace whistle::gateway::api
