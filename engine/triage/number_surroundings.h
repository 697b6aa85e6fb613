#pragma once

#include <cstddef>

#include "engine/triage/number_groups.h"
#include "engine/triage/privacy_letters.h"

namespace whistle::triage {

// What stands around a number and may say that it is something else. Each question looks at a few
// letters, or back over the spaces before the number.
class NumberSurroundings {
 public:
  // Letters before `free_from` belong to what was found already and say nothing. `letters` must
  // outlive the object.
  NumberSurroundings(const PrivacyLetters& letters, std::size_t free_from)
      : letters_(letters), free_from_(free_from) {}

  // "订单号：" and "户号是" stand before it: it is nobody's telephone.
  bool call_it_otherwise(std::size_t from) const;

  // An amount of money: "¥..." or "...元" or "... .50".
  bool make_it_an_amount(const NumberGroup& number) const;

  // "113.13800138000" is a longitude, but "1.13800138000" the first of a list.
  bool make_it_a_fraction(std::size_t from) const;

  // "6222 1380 0138 000": the middle of a longer number. A country code is none.
  bool lead_to_it(std::size_t from) const;

  // "证号：", "老身份证": the word for an identity document stands close before it.
  bool call_it_an_identity(std::size_t from) const;

  // The digits that a mask leaves next to its stars are not a part of another number, or masking
  // would make what can be found. A mask leaves short groups only.
  bool are_a_mask(const NumberGroup& first, const NumberGroup& last) const;

  // The stars of a mask begin at `until`.
  bool hide_what_follows(std::size_t until) const;

 private:
  // Counts from 1: the letter `back` places before.
  char free_before(std::size_t from, std::size_t back) const;

  const PrivacyLetters& letters_;
  std::size_t free_from_;
};

}  // namespace whistle::triage
