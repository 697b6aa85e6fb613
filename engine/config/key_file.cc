#include "engine/config/key_file.h"

#include <cstdint>

#include "engine/config/rule_files.h"
#include "engine/config/toml_file.h"

namespace whistle::config {
namespace {

constexpr std::string_view kZ85 =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
constexpr std::size_t kKeyText = 40;
constexpr std::size_t kLettersPerNumber = 5;

bool is_private(const std::filesystem::path& file) {
  using std::filesystem::perms;
  std::error_code error;
  const perms granted = std::filesystem::status(file, error).permissions();
  return !error && (granted & (perms::group_all | perms::others_all)) == perms::none;
}

}  // namespace

bool is_key(std::string_view text) {
  if (text.size() != kKeyText) return false;
  for (; !text.empty(); text.remove_prefix(kLettersPerNumber)) {
    std::uint64_t number = 0;
    for (const char letter : text.substr(0, kLettersPerNumber)) {
      const std::size_t digit = kZ85.find(letter);
      if (digit == std::string_view::npos) return false;
      number = number * kZ85.size() + digit;
    }
    if (number > UINT32_MAX) return false;
  }
  return true;
}

Outcome<std::string, std::vector<Problem>> load_secret_key(const std::filesystem::path& file) {
  Problems problems;
  std::string secret;
  const auto text = read_file(file, problems);
  if (text && !is_private(file)) {
    problems.add({file.string()},
                 "others than its owner may read this secret key; chmod 600 " + file.string());
  }
  if (text) {
    if (auto toml = TomlFile::parse(file.string(), *text, problems)) {
      TomlSection root = toml->root();
      root.text("public-key");
      secret = root.text("secret-key").value_or("");
      if (secret.empty()) root.missing("secret-key", "whistle keygen writes such a file");
      if (!secret.empty() && !is_key(secret)) {
        root.problem("secret-key", "is no key; 40 characters of Z85, as whistle keygen writes");
      }
      toml->report_unread();
    }
  }
  if (problems.has_errors()) return Failure{problems.sorted()};
  return secret;
}

}  // namespace whistle::config
