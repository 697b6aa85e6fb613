#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace whistle::cli {

// Colours only repeat what a word says: without them nothing is missing.
enum class Ink : std::uint8_t { Plain, Bold, Dim, Red, Yellow, Blue };

// The ink of a severity, of a supervision card, or plain.
Ink ink_of(std::string_view word);

// Wraps the text in the codes of a terminal, or leaves it alone.
class Paint {
 public:
  explicit Paint(bool on) : on_(on) {}
  std::string operator()(Ink ink, std::string_view text) const;
  // A word that may be a colour, in its colour.
  std::string word(std::string_view text) const { return (*this)(ink_of(text), text); }

 private:
  bool on_;
};

}  // namespace whistle::cli
