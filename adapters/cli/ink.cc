#include "adapters/cli/ink.h"

namespace whistle::cli {

namespace {

std::string_view code_of(Ink ink) {
  switch (ink) {
    case Ink::Plain:
      return "";
    case Ink::Bold:
      return "\x1b[1m";
    case Ink::Dim:
      return "\x1b[2m";
    case Ink::Red:
      return "\x1b[1;31m";
    case Ink::Yellow:
      return "\x1b[33m";
    case Ink::Blue:
      return "\x1b[34m";
  }
  return "";
}

}  // namespace

Ink ink_of(std::string_view word) {
  if (word == "red" || word == "red_card") return Ink::Red;
  if (word == "yellow" || word == "yellow_card") return Ink::Yellow;
  if (word == "blue") return Ink::Blue;
  return Ink::Plain;
}

std::string Paint::operator()(Ink ink, std::string_view text) const {
  if (!on_ || ink == Ink::Plain || text.empty()) return std::string(text);
  std::string painted(code_of(ink));
  painted += text;
  painted += "\x1b[0m";
  return painted;
}

}  // namespace whistle::cli
