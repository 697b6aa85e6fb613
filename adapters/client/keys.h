#pragma once

#include <optional>
#include <string>

// Key pairs (CURVE) and the files they are kept in.
namespace whistle::client {

// In Z85, 40 characters each.
struct KeyPair {
  std::string open;  // the public one, which others may know
  std::string secret;
};

// Who we are and who the engine is, on tcp:// endpoints. All empty: no keys.
struct Keys {
  KeyPair own;
  std::string server;  // the engine's public key
  std::string next{};  // another one that is believed, too: the engine's next or previous key

  bool empty() const { return server.empty(); }
};

KeyPair make_key_pair();

// Writes a new file that only its owner may read. Returns what went wrong; nothing when it is
// written. A file that exists is never overwritten.
std::optional<std::string> write_key_file(const std::string& path, const KeyPair& pair);

// What to tell who runs a program with these keys when the engine announces its next one: nothing
// when it is among them, or none is announced.
std::optional<std::string> warning_of_change(const Keys& keys, const std::string& announced);

// True for 40 characters of Z85.
bool is_key(const std::string& text);

// Fills in `keys` from the file of our secret key and the engine's public key, which is given as
// itself or as a file that has it: what `whistle keygen` printed, or a key file. While the engine
// changes its key there may be two of them, with a comma in between or on lines of their own. Both
// arguments empty: no keys. Returns what is wrong; nothing when all is well. A secret key that
// others may read is wrong.
std::optional<std::string> read_keys(const std::string& key_file, const std::string& server,
                                     Keys& keys);

}  // namespace whistle::client
