#include "engine/triage/grams.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace whistle::triage {
namespace {

constexpr std::uint64_t kInSubject = 0x9E3779B97F4A7C15U;
constexpr std::uint64_t kWordSeed = 0xCBF29CE484222325U;
constexpr std::uint64_t kNumberUnit = 1;

std::uint64_t stir(std::uint64_t value) {
  value ^= value >> 31U;
  value *= 0x7FB5D329728EA185U;
  value ^= value >> 27U;
  value *= 0x81DADEF4BC2DD44DU;
  return value ^ (value >> 33U);
}

enum class Kind : std::uint8_t { Blank, Mark, Digit, Letter, Character };

struct Letter {
  char32_t point{};
  std::uint32_t length{};
  Kind kind{};
};

Kind kind_of_ascii(char32_t point) {
  if (point == ' ' || point == '\t' || point == '\r') return Kind::Blank;
  if (point >= '0' && point <= '9') return Kind::Digit;
  const bool is_letter = (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
  return is_letter ? Kind::Letter : Kind::Mark;
}

Kind kind_of(char32_t point) {
  if (point < 0x80) return kind_of_ascii(point);
  if (point >= 0x4E00 && point <= 0x9FFF) return Kind::Character;
  const auto rare = static_cast<utf8proc_int32_t>(point);
  switch (utf8proc_category(rare)) {
    case UTF8PROC_CATEGORY_ZS:
      return Kind::Blank;
    case UTF8PROC_CATEGORY_ND:
      return Kind::Digit;
    case UTF8PROC_CATEGORY_LO:
      return Kind::Character;  // scripts that write no spaces between words, and some that do
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
      return Kind::Letter;
    default:
      return Kind::Mark;
  }
}

// Requires: well-formed text, `at` at the start of a character.
Letter letter_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t next) {
    return static_cast<std::uint32_t>(static_cast<std::uint8_t>(text[at + next]));
  };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1, kind_of_ascii(lead)};
  std::uint32_t length = 2;
  if (lead >= 0xE0) length = lead < 0xF0 ? 3 : 4;
  char32_t point = lead & (0xFFU >> (length + 1));
  for (std::uint32_t next = 1; next < length; ++next) point = point << 6U | (byte(next) & 0x3FU);
  return {point, length, kind_of(point)};
}

// Takes units one by one and writes the grams that end with them.
class Cutter {
 public:
  explicit Cutter(std::vector<Gram>& grams) : grams_(grams) {}

  void add(std::uint64_t unit, Span where) {
    std::copy_backward(recent_.begin(), recent_.end() - 1, recent_.end());
    recent_[0] = {unit, where};
    count_ = std::min(count_ + 1, kGramUnitsMax);
    // Told from the last unit to the first, so that a gram and a longer one differ.
    std::uint64_t key = 0;
    for (std::uint32_t units = 0; units < count_; ++units) {
      key = stir(key * 31 + recent_[units].unit + 0x9E37);
      const Span span{recent_[units].where.from, where.until};
      grams_.push_back({key, span});
      if (in_subject_) grams_.push_back({stir(key ^ kInSubject), span});
    }
  }
  void separate() { count_ = 0; }
  void end_subject() { in_subject_ = false; }

 private:
  struct Unit {
    std::uint64_t unit{};
    Span where;
  };
  std::vector<Gram>& grams_;
  std::array<Unit, kGramUnitsMax> recent_;  // the last one first
  std::uint32_t count_{};
  bool in_subject_{true};
};

}  // namespace

void cut_grams(std::string_view folded, std::vector<Gram>& grams) {
  grams.clear();
  Cutter cutter(grams);
  for (std::size_t at = 0; at < folded.size();) {
    const Letter letter = letter_at(folded, at);
    const auto from = static_cast<std::uint32_t>(at);
    at += letter.length;
    switch (letter.kind) {
      case Kind::Blank:
        continue;
      case Kind::Mark:
        cutter.separate();
        if (letter.point == '\n') cutter.end_subject();
        continue;
      case Kind::Character:
        cutter.add(letter.point, {from, static_cast<std::uint32_t>(at)});
        continue;
      case Kind::Digit:
      case Kind::Letter:
        break;
    }
    std::uint64_t word = stir(kWordSeed ^ letter.point);
    while (at < folded.size()) {
      const Letter next = letter_at(folded, at);
      if (next.kind != letter.kind) break;
      word = stir(word ^ next.point);
      at += next.length;
    }
    const std::uint64_t unit = letter.kind == Kind::Digit ? kNumberUnit : word;
    cutter.add(unit, {from, static_cast<std::uint32_t>(at)});
  }
}

}  // namespace whistle::triage
