#include "engine/triage/number_surroundings.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/triage/number_groups.h"

namespace whistle::triage {
namespace {

constexpr std::array<std::string_view, 5> kFillers{" ", ":", "：", "是", "为"};
constexpr std::array<std::string_view, 6> kOtherNames{"单号", "编号", "户号",
                                                      "表号", "案号", "流水号"};

constexpr std::size_t kLettersToNameMax = 8;  // "证号码是（旧）："

// What stays at the start of a masked number, with 0086 written before it, and at the end.
constexpr std::size_t kHeadDigitsMax = 7;
constexpr std::size_t kTailDigitsMax = 4;
// The shortest mask hides four digits; the longest is that of a card with four wide gaps.
constexpr std::size_t kStarsMin = 4;
constexpr std::size_t kMaskLettersMax = 15 + 4 * kSeparatorsMax;

// What of `endings` the text ends with, or empty.
std::string_view ending_of(std::string_view text, const auto& endings) {
  const auto* const found =
      std::find_if(endings.begin(), endings.end(),
                   [text](std::string_view ending) { return text.ends_with(ending); });
  return found == endings.end() ? std::string_view() : *found;
}

// A walk over stars and separators.
struct MaskWalk {
  std::size_t stars{};
  char end{};  // the first letter that is neither
};

// `letter(i)` is the i-th letter of the walk.
MaskWalk walk_mask(const auto& letter) {
  MaskWalk walk;
  for (std::size_t steps = 0; steps <= kMaskLettersMax; ++steps) {
    walk.end = letter(steps);
    if (walk.end == '*') {
      ++walk.stars;
    } else if (!is_separator(walk.end)) {
      break;
    }
  }
  return walk;
}

}  // namespace

char NumberSurroundings::free_before(std::size_t from, std::size_t back) const {
  return from >= free_from_ + back ? letters_.at(from - back) : kOther;
}

bool NumberSurroundings::call_it_otherwise(std::size_t from) const {
  std::string_view before = letters_.before(from);
  while (!ending_of(before, kFillers).empty()) {
    before.remove_suffix(ending_of(before, kFillers).size());
  }
  return !ending_of(before, kOtherNames).empty();
}

bool NumberSurroundings::make_it_an_amount(const NumberGroup& number) const {
  const char before = free_before(number.from, 1);
  if (before == '$' || (before == ' ' && free_before(number.from, 2) == '$')) return true;
  const std::size_t end = number.until();
  if (letters_.at(end) == kYuan) return letters_.at(end + 1) != kHolidayWord;  // not 元旦
  if (letters_.at(end) != '.' || !is_digit(letters_.at(end + 1))) return false;
  return group_at(letters_, end + 1).size <= 2;
}

bool NumberSurroundings::make_it_a_fraction(std::size_t from) const {
  if (free_before(from, 1) != '.') return false;
  std::size_t whole = 0;
  while (whole <= 3 && is_digit(free_before(from, whole + 2))) ++whole;
  return whole == 2 || whole == 3;
}

bool NumberSurroundings::lead_to_it(std::size_t from) const {
  std::size_t back = 1;
  while (back <= kSeparatorsMax && is_separator(free_before(from, back))) ++back;
  const char last = free_before(from, back);
  if (back == 1 || !is_numeral(last)) return false;
  return last != '6' || free_before(from, back + 1) != '8';
}

bool NumberSurroundings::call_it_an_identity(std::size_t from) const {
  for (std::size_t back = 1; back <= kLettersToNameMax; ++back) {
    const char letter = letters_.at(from - back);
    if (letter == kCertificate) return true;
    if (letter == ',' || letter == '*' || letter == '@' || is_numeral(letter)) break;
  }
  return false;
}

bool NumberSurroundings::are_a_mask(const NumberGroup& first, const NumberGroup& last) const {
  if (last.size <= kHeadDigitsMax && hide_what_follows(last.until())) return true;
  if (first.size > kTailDigitsMax) return false;
  // Stars without a digit before them hide a name or a password, and leave nothing behind them.
  const MaskWalk left =
      walk_mask([&](std::size_t step) { return letters_.at(first.from - 1 - step); });
  return left.stars >= kStarsMin && is_numeral(left.end);
}

bool NumberSurroundings::hide_what_follows(std::size_t until) const {
  if (letters_.at(until) != '*') return false;
  return walk_mask([&](std::size_t step) { return letters_.at(until + step); }).stars >= kStarsMin;
}

}  // namespace whistle::triage
