#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/gateway/people/person.h"

namespace whistle::gateway::people {

struct Account {
  Person person;
  std::string password_hash;
  // Changes with anything in the account: sessions of another one have ended.
  std::string version;
};

// A program that asks for itself.
struct ApiKey {
  Person person;
  std::string source;  // of the complaints it brings; empty: that of the gateway
};

// Who may sign in, and which keys there are. Values that never change: a file that is read again
// makes new ones.
class Accounts {
 public:
  Accounts() = default;
  Accounts(std::map<std::string, Account, std::less<>> people,
           std::map<std::string, ApiKey, std::less<>> keys)
      : people_(std::move(people)), keys_(std::move(keys)) {}

  const Account* find(std::string_view name) const;
  // By the key itself, as it was shown once.
  const ApiKey* find_key(std::string_view key) const;
  bool has_key_of(const Person& person) const;
  std::size_t size() const { return people_.size(); }
  std::size_t keys() const { return keys_.size(); }

 private:
  std::map<std::string, Account, std::less<>> people_;  // by name
  std::map<std::string, ApiKey, std::less<>> keys_;     // by fingerprint
};

// Each is "file:line:column: what is wrong; what would be right", in the order of the file.
using AccountProblems = std::vector<std::string>;

std::variant<Accounts, AccountProblems> read_accounts(const std::filesystem::path& file);
// `name` is what problems call the text.
std::variant<Accounts, AccountProblems> parse_accounts(std::string_view text,
                                                       const std::string& name);

// A new key, and the lines for the file that make it known.
struct MadeKey {
  std::string key;
  std::string lines;
};
MadeKey make_api_key(const std::string& name);

}  // namespace whistle::gateway::people
