#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace whistle::triage {

// The digits of one number. The longest that are looked at are those of bank cards.
class Digits {
 public:
  static constexpr std::size_t kMax = 19;

  void push(int digit) { digits_[size_++] = static_cast<std::uint8_t>(digit); }
  std::size_t size() const { return size_; }
  int operator[](std::size_t index) const { return digits_[index]; }
  // The value of the digits [from, from + count).
  int value(std::size_t from, std::size_t count) const;

 private:
  std::array<std::uint8_t, kMax> digits_{};
  std::size_t size_{};
};

inline constexpr std::size_t kOldIdentityDigits = 15;
inline constexpr int kTenAsX = 10;  // the last digit of an identity number that is written X

// Whether there is such a day, of the years 1900 to 2099.
bool is_date(int year, int month, int day);

// Whether the eight digits from `from` on are a day such as 20230511.
bool is_date_at(const Digits& digits, std::size_t from);

// A citizen's number of 18 digits: a province, a date of birth and the check digit of GB 11643.
bool is_identity_number(const Digits& digits);

// The 15 digits in use before 1999: the same without a century and without a check digit. One in
// a hundred other numbers of 15 digits looks like it.
bool looks_like_old_identity_number(const Digits& digits);

// A card of UnionPay: 62 at the start, 16 to 19 digits, and the check digit of ISO/IEC 7812.
bool is_bank_card(const Digits& digits);

// How many digits of a telephone number are its area code: 010, 02x, 03xx to 09xx. 0 when it does
// not begin with one.
std::size_t area_code_size(const Digits& digits);

}  // namespace whistle::triage
