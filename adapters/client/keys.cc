#include "adapters/client/keys.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string_view>
#include <vector>

namespace whistle::client {

namespace {

constexpr std::size_t kKeyText = 40;
constexpr std::size_t kKeyBytes = 32;
using KeyText = std::array<char, kKeyText + 1>;

// The value of `name = "value"` in a file.
std::string value_in(std::istream& file, std::string_view name) {
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(name)) continue;
    const std::size_t open = line.find('"');
    const std::size_t close = line.rfind('"');
    if (open < close && close != std::string::npos) return line.substr(open + 1, close - open - 1);
  }
  return {};
}

std::optional<std::string> read_secret(const std::string& path, KeyPair& pair) {
  struct stat status {};
  std::ifstream file(path);
  if (!file || ::stat(path.c_str(), &status) != 0) return path + ": cannot be read";
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return path + ": others than its owner may read this secret key; chmod 600 " + path;
  }
  pair.secret = value_in(file, "secret-key");
  KeyText open{};
  if (!is_key(pair.secret) || zmq_curve_public(open.data(), pair.secret.c_str()) != 0) {
    return path + ": has no secret key; whistle keygen writes such a file";
  }
  pair.open = open.data();
  return std::nullopt;
}

// Appends the keys that one word of --server-key stands for.
std::optional<std::string> read_server(const std::string& word, std::vector<std::string>& keys) {
  if (is_key(word)) {
    keys.push_back(word);
    return std::nullopt;
  }
  std::ifstream file(word);
  if (!file) return word + ": neither a public key (40 characters) nor a file that can be read";
  const std::string named = value_in(file, "public-key");
  if (is_key(named)) {
    keys.push_back(named);
    return std::nullopt;
  }
  const std::size_t before = keys.size();
  file.clear();
  file.seekg(0);
  for (std::string line; std::getline(file, line);) {
    if (is_key(line)) keys.push_back(line);
  }
  if (keys.size() > before) return std::nullopt;
  return word + ": has no public key";
}

}  // namespace

bool is_key(const std::string& text) {
  std::array<std::uint8_t, kKeyBytes> bytes{};
  return text.size() == kKeyText && zmq_z85_decode(bytes.data(), text.c_str()) != nullptr;
}

KeyPair make_key_pair() {
  KeyText open{};
  KeyText secret{};
  // Fails only where ZeroMQ was built without CURVE; then there are no keys to be had.
  if (zmq_curve_keypair(open.data(), secret.data()) != 0) return {};
  return {open.data(), secret.data()};
}

std::optional<std::string> write_key_file(const std::string& path, const KeyPair& pair) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) {
    return path + ": " + (errno == EEXIST ? "is there already" : std::strerror(errno));
  }
  const std::string text =
      "# Keep this file to yourself: who has the secret key is you.\n"
      "public-key = \"" +
      pair.open + "\"\nsecret-key = \"" + pair.secret + "\"\n";
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(file) == 0;
  const int error = errno;
  ::close(file);
  if (written) return std::nullopt;
  ::unlink(path.c_str());
  return path + ": " + std::strerror(error);
}

std::optional<std::string> warning_of_change(const Keys& keys, const std::string& announced) {
  if (keys.empty() || announced.empty() || announced == keys.server || announced == keys.next) {
    return std::nullopt;
  }
  return "the engine is about to change its key; from now on give both: --server-key '" +
         keys.server + "," + announced + "'";
}

std::optional<std::string> read_keys(const std::string& key_file, const std::string& server,
                                     Keys& keys) {
  if (key_file.empty() && server.empty()) return std::nullopt;
  if (key_file.empty()) return "--server-key needs --key, the file of your own key";
  if (server.empty()) return "--key needs --server-key, the public key of the engine";
  if (auto wrong = read_secret(key_file, keys.own)) return wrong;
  std::vector<std::string> found;
  // No key has a comma.
  std::istringstream words(server);
  for (std::string word; std::getline(words, word, ',');) {
    if (auto wrong = read_server(word, found)) return wrong;
  }
  if (found.empty() || found.size() > 2) {
    return "--server-key: " + std::to_string(found.size()) +
           " public keys; one, or two while the engine changes its key";
  }
  keys.server = found.front();
  keys.next = found.size() == 2 ? found.back() : "";
  return std::nullopt;
}

}  // namespace whistle::client
