#include "engine/triage/privacy_letters.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace whistle::triage {
namespace {

struct Character {
  utf8proc_int32_t point{};
  std::size_t length{};
};

// A byte that begins no character is one by itself.
Character character_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {first, 1};
  const auto* bytes =
      static_cast<const utf8proc_uint8_t*>(static_cast<const void*>(text.data() + at));
  // No character has more bytes; the rest of a long text may not fit the library's length.
  const std::size_t length_max = std::min<std::size_t>(text.size() - at, 4);
  utf8proc_int32_t point = 0;
  const utf8proc_ssize_t length =
      utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(length_max), &point);
  if (length <= 0) return {U'\uFFFD', 1};
  return {point, static_cast<std::size_t>(length)};
}

// Zero-width characters, joiners, marks of direction: people paste them with a number.
bool is_invisible(utf8proc_int32_t point) {
  return point == 0xAD || (point >= 0x200B && point <= 0x200F) ||
         (point >= 0x202A && point <= 0x202E) || (point >= 0x2060 && point <= 0x2064) ||
         (point >= 0x2066 && point <= 0x2069) || (point >= 0xFE00 && point <= 0xFE0F) ||
         point == 0xFEFF;
}

constexpr char32_t kFirstIdeograph = 0x4E00;
constexpr char32_t kLastIdeograph = 0x9FFF;
using Ideographs = std::array<char, kLastIdeograph - kFirstIdeograph + 1>;

// A letter for each ideograph: every text that is shown to anybody is looked through.
constexpr Ideographs kIdeographs = [] {
  Ideographs letters{};  // kOther
  const auto are = [&letters](std::u32string_view points, char letter) {
    for (const char32_t point : points) letters.at(point - kFirstIdeograph) = letter;
  };
  constexpr std::u32string_view kNumerals = U"零一二三四五六七八九";
  for (std::size_t numeral = 0; numeral < kNumerals.size(); ++numeral) {
    are(kNumerals.substr(numeral, 1), static_cast<char>(kChineseZero + numeral));
  }
  are(U"幺", kChineseZero + 1);  // one, as it is said on the telephone
  are(U"分机機", kExtensionWord);
  are(U"转轉", kThrough);
  are(U"证証證", kCertificate);
  are(U"旦宵月", kHolidayWord);
  are(U"挂学警港澳", kPlateEnd);
  are(U"京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼", kRegion);
  are(U"元", kYuan);
  return letters;
}();

bool is_any_of(char32_t point, std::u32string_view points) {
  return points.find(point) != std::u32string_view::npos;
}

char letter_of(char32_t point) {
  if (point < 0x80) {
    if (point == '\t') return ' ';
    return point < ' ' ? kOther : static_cast<char>(point);
  }
  if (point >= kFirstIdeograph && point <= kLastIdeograph) {
    return kIdeographs.at(point - kFirstIdeograph);
  }
  if (point >= 0xFF01 && point <= 0xFF5E) return static_cast<char>(point - 0xFF01 + '!');
  if (point == 0xA0 || point == 0x3000 || (point >= 0x2000 && point <= 0x200A)) return ' ';
  if ((point >= 0x2010 && point <= 0x2015) || point == 0x2212) return '-';
  if (is_any_of(point, U"·•・‧∙")) return kMiddleDot;
  if (is_any_of(point, U"¥￥")) return '$';
  if (is_any_of(point, U"、。")) return ',';
  return point == U'〇' ? kChineseZero : kOther;
}

}  // namespace

bool is_harmless(std::string_view text) {
  std::size_t numerals = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    const char letter = letter_of(static_cast<char32_t>(character.point));
    if (is_numeral(letter)) ++numerals;
    if (letter == '@' || numerals == kNumeralsMin) return false;
    at += character.length;
  }
  return true;
}

PrivacyLetters::PrivacyLetters(std::string_view text) : text_(text) {
  letters_.reserve(text.size());
  begins_.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    if (!is_invisible(character.point)) {
      letters_.push_back(letter_of(static_cast<char32_t>(character.point)));
      begins_.push_back(at);
    }
    at += character.length;
  }
}

std::size_t PrivacyLetters::end_of(std::size_t index) const {
  return begins_[index] + character_at(text_, begins_[index]).length;
}

std::string_view PrivacyLetters::written(std::size_t from, std::size_t until) const {
  if (from == until) return {};
  return text_.substr(begins_[from], end_of(until - 1) - begins_[from]);
}

void PrivacyLetters::blank(std::size_t from, std::size_t until) {
  for (std::size_t index = from; index < until; ++index) letters_[index] = kOther;
}

}  // namespace whistle::triage
