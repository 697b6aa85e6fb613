#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace whistle::triage {

// Where the first malformed UTF-8 sequence starts, or nothing when all is well. Overlong forms,
// surrogates and numbers above U+10FFFF are malformed; NUL is not. Any thread.
std::optional<std::size_t> first_bad_byte(std::string_view text);
bool is_valid_utf8(std::string_view text);

// A stretch of bytes, [from, until).
struct Span {
  std::uint32_t from{};
  std::uint32_t until{};

  bool operator==(const Span&) const = default;
};

// A text made comparable: compatibility forms (full-width digits and letters, ligatures), case and
// the order of combining marks no longer matter, nor do traditional forms of Chinese characters;
// invisible characters are gone, and blanks between two Chinese characters of a line. Remembers
// where each part came from, so that what is found in it can be quoted as it was written. Immutable
// after construction; any thread.
class FoldedText {
 public:
  FoldedText() = default;
  // Requires: `written` is valid UTF-8 and at most 64 MiB.
  explicit FoldedText(std::string_view written);

  const std::string& text() const { return text_; }

  // The bytes of the written text that a stretch of text() came from, whole characters.
  // Requires: a stretch that is not empty and inside text().
  Span written(Span folded) const;

 private:
  // A run of text() and where it came from. `even`: byte for byte; else only as a whole.
  struct Piece {
    std::uint32_t folded{};
    Span written;
    bool even{};
  };
  friend class Folder;

  const Piece& piece_at(std::uint32_t folded) const;

  std::string text_;
  std::vector<Piece> pieces_;  // ascending in both texts, without gaps in text_
};

// text() of a FoldedText, for patterns.
std::string fold(std::string_view written);

}  // namespace whistle::triage
