#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace whistle::triage {

// What the search for personal data tells apart, besides ASCII. These stand where ASCII has control
// characters, which in a text mean nothing.
inline constexpr char kOther = 0x00;          // any other character, and what is no text
inline constexpr char kRegion = 0x01;         // 京, 闽, ...: a plate begins with it
inline constexpr char kExtensionWord = 0x02;  // of 分机
inline constexpr char kThrough = 0x08;        // 转, before an extension
inline constexpr char kYuan = 0x03;           // 元
inline constexpr char kCertificate = 0x04;    // 证
inline constexpr char kMiddleDot = 0x05;
inline constexpr char kPlateEnd = 0x06;     // 挂, 学, 警, 港, 澳
inline constexpr char kHolidayWord = 0x07;  // after 元: 旦, 宵, 月
inline constexpr char kChineseZero = 0x10;  // 零 and 〇; 一 to 九 follow

inline bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
inline bool is_chinese_numeral(char letter) {
  return letter >= kChineseZero && letter <= kChineseZero + 9;
}
inline bool is_numeral(char letter) { return is_digit(letter) || is_chinese_numeral(letter); }
// Requires: is_numeral(letter).
inline int value_of(char letter) { return letter - (is_digit(letter) ? '0' : kChineseZero); }

inline bool is_latin(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}
// Spaces and dashes of all kinds.
inline bool is_separator(char letter) { return letter == ' ' || letter == '-'; }

// No number that leads to a person has fewer: an area code of three and seven digits.
inline constexpr std::size_t kNumeralsMin = 10;
// Too few numerals for a number that leads to a person, and no e-mail: nothing but a plate can be
// in it. Most texts are like that, and to know it needs no memory.
bool is_harmless(std::string_view text);

// A text as one byte for each visible character: ASCII as it is, full-width forms as the ASCII they
// stand for, some other characters as the constants above. Remembers where each came from. Any
// bytes are a text. Unlike a FoldedText it keeps case and costs little, which is enough here.
class PrivacyLetters {
 public:
  // `text` must outlive the object.
  explicit PrivacyLetters(std::string_view text);

  std::size_t size() const { return letters_.size(); }
  // kOther after the end; and before the start, as an index that wrapped around is after the end.
  char at(std::size_t index) const { return index < letters_.size() ? letters_[index] : kOther; }

  // The bytes of the character, and of a stretch of characters, in the text.
  std::size_t begin_of(std::size_t index) const { return begins_[index]; }
  std::size_t end_of(std::size_t index) const;
  std::string_view written(std::size_t from, std::size_t until) const;
  // The text before the character.
  std::string_view before(std::size_t index) const { return text_.substr(0, begins_[index]); }

  // Makes the stretch nothing that could be a part of something.
  void blank(std::size_t from, std::size_t until);

 private:
  std::string_view text_;
  std::string letters_;
  std::vector<std::size_t> begins_;  // as many
};

}  // namespace whistle::triage
