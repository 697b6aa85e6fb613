#include "adapters/gateway/people/accounts.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "adapters/gateway/people/secrets.h"

namespace whistle::gateway::people {
namespace {

constexpr std::array<std::string_view, 5> kRoles{"intake", "worker", "dispatcher", "supervisor",
                                                 "admin"};
constexpr std::size_t kNameBytesMax = 64;
constexpr std::size_t kListMax = 256;  // as an operator's limits
constexpr std::string_view kKeyStart = "whistle_";

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > kNameBytesMax) return false;
  return std::ranges::all_of(text, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '.' ||
           letter == '-' || letter == '_';
  });
}

bool is_fingerprint(std::string_view text) {
  return text.size() == 64 && std::ranges::all_of(text, [](char letter) {
           return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
         });
}

class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  std::variant<Accounts, AccountProblems> read(const toml::table& root);

 private:
  using Place = toml::source_position;

  void blame(Place at, const std::string& what) {
    problems_.emplace(std::pair{at.line, at.column}, file_ + ":" + std::to_string(at.line) + ":" +
                                                         std::to_string(at.column) + ": " + what);
  }
  void blame(const toml::node& node, const std::string& what) { blame(node.source().begin, what); }
  void check_keys(const toml::table& table, const std::vector<std::string_view>& known);
  // Blames the table when it has no such key. Empty also when it is wrong.
  std::string text(const toml::table& table, std::string_view key, bool required);
  template <class Value>
  std::vector<Value> list(const toml::table& table, std::string_view key, const char* what);
  Person person(const toml::table& table);
  void account(const toml::table& table);
  void key(const toml::table& table);
  template <class Take>
  void each(const toml::table& root, std::string_view name, Take take);

  std::string file_;
  std::multimap<std::pair<toml::source_index, toml::source_index>, std::string> problems_;
  std::map<std::string, Account, std::less<>> people_;
  std::map<std::string, ApiKey, std::less<>> keys_;
  std::set<std::string> names_;
};

void Reader::check_keys(const toml::table& table, const std::vector<std::string_view>& known) {
  for (const auto& [key, node] : table) {
    if (std::ranges::find(known, key.str()) != known.end()) continue;
    std::string words;
    for (const std::string_view word : known) words += " " + std::string(word);
    blame(key.source().begin, "unknown key '" + std::string(key.str()) + "'; there are:" + words);
  }
}

std::string Reader::text(const toml::table& table, std::string_view key, bool required) {
  const toml::node* node = table.get(key);
  const std::string quoted = "'" + std::string(key) + "'";
  if (node == nullptr) {
    if (required) blame(table, quoted + " is missing");
    return {};
  }
  if (const auto* found = node->as_string()) return found->get();
  blame(*node, quoted + " must be a text in quotes");
  return {};
}

template <class Value>
std::vector<Value> Reader::list(const toml::table& table, std::string_view key, const char* what) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return {};
  const std::string wanted = "'" + std::string(key) + "' must be a list of " + what;
  const toml::array* array = node->as_array();
  if (array == nullptr || array->size() > kListMax) {
    blame(*node, wanted + (array == nullptr ? "" : ", at most 256"));
    return {};
  }
  std::vector<Value> values;
  for (const toml::node& item : *array) {
    if constexpr (std::is_same_v<Value, std::string>) {
      const auto* found = item.as_string();
      if (found != nullptr && !found->get().empty()) {
        values.push_back(found->get());
        continue;
      }
    } else {
      const auto* found = item.as_integer();
      if (found != nullptr && found->get() > 0) {
        values.push_back(static_cast<Value>(found->get()));
        continue;
      }
    }
    blame(item, wanted);
  }
  return values;
}

Person Reader::person(const toml::table& table) {
  Person person;
  person.name = text(table, "name", true);
  if (!person.name.empty() && !is_name(person.name)) {
    blame(*table.get("name"), "'name' must be 1 to 64 of a-z 0-9 . - _");
  }
  if (!person.name.empty() && !names_.insert(person.name).second) {
    blame(*table.get("name"), "there is another '" + person.name + "'; names must differ");
  }
  person.title = text(table, "title", false);
  if (person.title.empty()) person.title = person.name;
  person.roles =
      list<std::string>(table, "roles", "roles: intake worker dispatcher supervisor admin");
  if (table.get("roles") == nullptr || person.roles.empty()) {
    blame(table, "'roles' is missing; who has none may do nothing");
  }
  for (const std::string& role : person.roles) {
    if (std::ranges::find(kRoles, role) == kRoles.end()) {
      blame(*table.get("roles"),
            "unknown role '" + role + "'; there are: intake worker dispatcher supervisor admin");
    }
  }
  person.areas = list<std::uint64_t>(table, "areas", "area codes, without quotes");
  person.units = list<std::string>(table, "units", "units, in quotes");
  return person;
}

std::string version_of(const Account& account) {
  // Lengths apart, so that no two accounts are written alike.
  std::string all;
  const auto add = [&all](std::string_view part) {
    all += std::to_string(part.size()) + ":" + std::string(part);
  };
  add(operator_of(account.person).SerializeAsString());
  add(account.person.title);
  add(account.password_hash);
  return fingerprint(all);
}

void Reader::account(const toml::table& table) {
  check_keys(table, {"name", "title", "password", "roles", "areas", "units"});
  Account account{person(table), text(table, "password", true), {}};
  if (!account.password_hash.empty() && !is_password_hash(account.password_hash)) {
    blame(*table.get("password"),
          "'password' must be an argon2id hash; `whistle-gateway hash-password` makes one");
  }
  account.version = version_of(account);
  std::string name = account.person.name;
  people_.emplace(std::move(name), std::move(account));
}

void Reader::key(const toml::table& table) {
  check_keys(table, {"name", "title", "hash", "source", "roles", "areas", "units"});
  ApiKey key{person(table), text(table, "source", false)};
  const std::string hash = text(table, "hash", true);
  if (!hash.empty() && !is_fingerprint(hash)) {
    blame(*table.get("hash"),
          "'hash' must be 64 hexadecimal digits; `whistle-gateway make-key` makes a key and its "
          "hash");
    return;
  }
  if (!keys_.emplace(hash, std::move(key)).second && !hash.empty()) {
    blame(*table.get("hash"), "another key has this hash; each must have its own");
  }
}

template <class Take>
void Reader::each(const toml::table& root, std::string_view name, Take take) {
  const toml::node* node = root.get(name);
  if (node == nullptr) return;
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    return blame(*node, "write [[" + std::string(name) + "]] above each");
  }
  for (const toml::node& item : *array) {
    if (const toml::table* table = item.as_table()) {
      take(*table);
    } else {
      blame(item, "write [[" + std::string(name) + "]] above each");
    }
  }
}

std::variant<Accounts, AccountProblems> Reader::read(const toml::table& root) {
  check_keys(root, {"account", "key"});
  each(root, "account", [this](const toml::table& table) { account(table); });
  each(root, "key", [this](const toml::table& table) { key(table); });
  if (problems_.empty()) return Accounts(std::move(people_), std::move(keys_));
  AccountProblems all;
  for (auto& [place, problem] : problems_) all.push_back(std::move(problem));
  return all;
}

}  // namespace

const Account* Accounts::find(std::string_view name) const {
  const auto found = people_.find(name);
  return found == people_.end() ? nullptr : &found->second;
}

const ApiKey* Accounts::find_key(std::string_view key) const {
  // What is no key of ours is not worth hashing.
  if (!key.starts_with(kKeyStart) || key.size() > 2 * kNameBytesMax) return nullptr;
  const auto found = keys_.find(fingerprint(key));
  return found == keys_.end() ? nullptr : &found->second;
}

bool Accounts::has_key_of(const Person& person) const {
  return std::ranges::any_of(keys_,
                             [&](const auto& entry) { return entry.second.person == person; });
}

std::variant<Accounts, AccountProblems> parse_accounts(std::string_view text,
                                                       const std::string& name) {
  try {
    return Reader(name).read(toml::parse(text, name));
  } catch (const toml::parse_error& error) {
    const auto at = error.source().begin;
    return AccountProblems{name + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) +
                           ": " + std::string(error.description())};
  }
}

std::variant<Accounts, AccountProblems> read_accounts(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  if (!stream || !(text << stream.rdbuf())) {
    // An empty file gives nothing to copy, which is no failure.
    if (!stream.is_open() || stream.bad()) {
      return AccountProblems{file.string() + ":1:1: cannot be read; name a file of accounts"};
    }
  }
  return parse_accounts(text.str(), file.string());
}

MadeKey make_api_key(const std::string& name) {
  MadeKey made;
  made.key = std::string(kKeyStart) + random_token();
  made.lines = "[[key]]\nname = \"" + name + "\"\nhash = \"" + fingerprint(made.key) +
               "\"\nroles = [\"intake\"]\n";
  return made;
}

}  // namespace whistle::gateway::people
