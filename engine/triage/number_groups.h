#pragma once

#include <array>
#include <cstddef>

#include "engine/triage/number_checks.h"
#include "engine/triage/privacy_letters.h"

namespace whistle::triage {

inline constexpr std::size_t kSeparatorsMax = 3;  // between groups of a number: " - "

// A run of numerals of one script, as far as it matters how long it is.
struct NumberGroup {
  static constexpr std::size_t kSizeMax = Digits::kMax + 1;  // longer ones are as good as this

  std::size_t from{};
  std::size_t size{};

  std::size_t until() const { return from + size; }
};

NumberGroup group_at(const PrivacyLetters& letters, std::size_t at);

// How many digits the groups of a number have, as 3-4-4.
struct Shape {
  static constexpr std::size_t kCountMax = 5;  // a bank card of 19 digits

  std::array<std::size_t, kCountMax> sizes{};  // zeros behind the last

  std::size_t count() const;
  bool operator==(const Shape&) const = default;
};

// Groups of numerals as people write a long number: of one script, parted either by spaces or by
// dashes. The first few of them.
class NumberGroups {
 public:
  // Requires: a numeral at `at`.
  NumberGroups(const PrivacyLetters& letters, std::size_t at);

  const NumberGroup& operator[](std::size_t index) const { return groups_[index]; }
  bool has_dashes() const { return separator_ == '-'; }

  // Whether the first groups have the shape, of the first without the `skipped` numerals.
  bool have(const Shape& shape, std::size_t skipped = 0) const;

  // The digits of these groups. Requires: have(shape, skipped).
  Digits digits(const Shape& shape, std::size_t skipped = 0) const;

  // The last group of the shape. Requires: have(shape).
  const NumberGroup& last(const Shape& shape) const { return groups_[shape.count() - 1]; }

 private:
  const PrivacyLetters* letters_;
  std::array<NumberGroup, Shape::kCountMax> groups_;
  std::size_t count_{1};
  char separator_{};
};

}  // namespace whistle::triage
