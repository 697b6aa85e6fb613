#include "tests/fuzz/mutations.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace whistle::fuzz {
namespace {

constexpr std::size_t kChangesMax = 6;
constexpr std::size_t kInputBytesMax = 8192;

// Where readers are most often wrong: ends of ranges, lengths, brackets, halves of characters.
constexpr std::array<std::string_view, 24> kPieces{std::string_view("\0", 1),
                                                   "\xff",
                                                   "\x80",
                                                   "\xff\xff\xff\xff\x0f",
                                                   "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
                                                   "\xe6\xbc",
                                                   "\xef\xbb\xbf",
                                                   "\"",
                                                   "'''",
                                                   "\r\n",
                                                   "\n",
                                                   ",",
                                                   "#",
                                                   "[[",
                                                   "]",
                                                   "{",
                                                   "}",
                                                   "\\u0000",
                                                   "-1",
                                                   "18446744073709551615",
                                                   "9223372036854775808",
                                                   "1e999",
                                                   "nan",
                                                   "99999-99-99T99:99:99Z"};

}  // namespace

std::string Mutations::next() {
  std::string bytes = some();
  const std::size_t changes = 1 + below(kChangesMax);
  for (std::size_t i = 0; i < changes; ++i) change(bytes);
  if (bytes.size() > kInputBytesMax) bytes.resize(kInputBytesMax);
  return bytes;
}

void Mutations::change(std::string& bytes) {
  const std::size_t at = below(bytes.size() + 1);
  const std::size_t length = std::min(1 + below(16), bytes.size() - at);
  switch (below(8)) {
    case 0:
      if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
      return;
    case 1:
      if (at < bytes.size()) bytes[at] = static_cast<char>(below(256));
      return;
    case 2:
      bytes.erase(at, length);
      return;
    case 3:
      bytes.insert(at, bytes.substr(at, length));
      return;
    case 4:
      bytes.insert(at, kPieces[below(kPieces.size())]);
      return;
    case 5:
      bytes.replace(at, length, kPieces[below(kPieces.size())]);
      return;
    case 6:
      bytes.resize(at);
      return;
    default:
      splice(bytes);
  }
}

// The front of one input and the back of another.
void Mutations::splice(std::string& bytes) {
  const std::string& other = some();
  const std::size_t from = below(other.size() + 1);
  bytes.resize(below(bytes.size() + 1));
  bytes.append(other, from);
}

}  // namespace whistle::fuzz
