#include "engine/triage/number_checks.h"

#include <algorithm>
#include <chrono>

namespace whistle::triage {
namespace {

constexpr std::size_t kIdentityDigits = 18;
constexpr std::size_t kBirthAt = 6;  // after six digits of the place

// GB/T 2260, with the numbers given to residents from Hong Kong, Macao and Taiwan.
constexpr std::array<int, 35> kProvinces{11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34,
                                         35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
                                         53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83};

bool begins_with_province(const Digits& digits) {
  return std::binary_search(kProvinces.begin(), kProvinces.end(), digits.value(0, 2));
}

}  // namespace

int Digits::value(std::size_t from, std::size_t count) const {
  int value = 0;
  for (std::size_t index = from; index < from + count; ++index) {
    value = value * 10 + digits_[index];
  }
  return value;
}

bool is_date(int year, int month, int day) {
  if (year < 1900 || year > 2099 || month < 1 || day < 1) return false;
  return std::chrono::year_month_day(std::chrono::year(year),
                                     std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

bool is_date_at(const Digits& digits, std::size_t from) {
  return is_date(digits.value(from, 4), digits.value(from + 4, 2), digits.value(from + 6, 2));
}

bool is_identity_number(const Digits& digits) {
  if (digits.size() != kIdentityDigits) return false;
  if (!begins_with_province(digits) || !is_date_at(digits, kBirthAt)) return false;
  // ISO 7064, MOD 11-2: the weights double from the last digit to the first.
  int sum = 0;
  int weight = 1;
  for (std::size_t index = digits.size(); index-- > 0;) {
    sum += weight * digits[index];
    weight = weight * 2 % 11;
  }
  return sum % 11 == 1;
}

bool looks_like_old_identity_number(const Digits& digits) {
  return digits.size() == kOldIdentityDigits && begins_with_province(digits) &&
         is_date(1900 + digits.value(kBirthAt, 2), digits.value(kBirthAt + 2, 2),
                 digits.value(kBirthAt + 4, 2));
}

bool is_bank_card(const Digits& digits) {
  if (digits.size() < 16 || digits.value(0, 2) != 62) return false;
  int sum = 0;
  for (std::size_t index = 0; index < digits.size(); ++index) {
    const bool is_doubled = (digits.size() - index) % 2 == 0;
    const int digit = is_doubled ? digits[index] * 2 : digits[index];
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 == 0;
}

std::size_t area_code_size(const Digits& digits) {
  if (digits.size() < 3 || digits[0] != 0) return 0;
  if (digits[1] == 2 || (digits[1] == 1 && digits[2] == 0)) return 3;
  return digits[1] >= 3 && digits.size() >= 4 ? 4 : 0;
}

}  // namespace whistle::triage
