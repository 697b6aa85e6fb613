#include "engine/triage/number_groups.h"

#include <algorithm>

#include "engine/core/check.h"

namespace whistle::triage {
namespace {

bool is_same_script(char left, char right) {
  return is_numeral(left) && is_digit(left) == is_digit(right);
}

std::size_t separators_end(const PrivacyLetters& letters, std::size_t at) {
  std::size_t end = at;
  while (end < at + kSeparatorsMax && is_separator(letters.at(end))) ++end;
  return end;
}

// '-' for "-" and " - ", ' ' for "  ".
char separator_of(const PrivacyLetters& letters, std::size_t from, std::size_t until) {
  for (std::size_t at = from; at < until; ++at) {
    if (letters.at(at) == '-') return '-';
  }
  return ' ';
}

}  // namespace

NumberGroup group_at(const PrivacyLetters& letters, std::size_t at) {
  NumberGroup group{at, 0};
  const char first = letters.at(at);
  while (group.size < NumberGroup::kSizeMax && is_same_script(letters.at(group.until()), first)) {
    ++group.size;
  }
  return group;
}

std::size_t Shape::count() const {
  const auto* const end = std::find(sizes.begin(), sizes.end(), 0);
  return static_cast<std::size_t>(end - sizes.begin());
}

NumberGroups::NumberGroups(const PrivacyLetters& letters, std::size_t at) : letters_(&letters) {
  groups_[0] = group_at(letters, at);
  WHISTLE_CHECK(groups_[0].size > 0);
  while (count_ < groups_.size()) {
    const std::size_t end = groups_[count_ - 1].until();
    const std::size_t next = separators_end(letters, end);
    if (next == end || !is_same_script(letters.at(next), letters.at(at))) return;
    const char separator = separator_of(letters, end, next);
    if (count_ > 1 && separator != separator_) return;
    separator_ = separator;
    groups_[count_++] = group_at(letters, next);
  }
}

bool NumberGroups::have(const Shape& shape, std::size_t skipped) const {
  if (shape.count() > count_ || groups_[0].size != shape.sizes[0] + skipped) return false;
  for (std::size_t index = 1; index < shape.count(); ++index) {
    if (groups_[index].size != shape.sizes[index]) return false;
  }
  return true;
}

Digits NumberGroups::digits(const Shape& shape, std::size_t skipped) const {
  Digits digits;
  for (std::size_t index = 0; index < shape.count(); ++index) {
    const std::size_t from = groups_[index].from + (index == 0 ? skipped : 0);
    for (std::size_t at = from; at < groups_[index].until(); ++at) {
      digits.push(value_of(letters_->at(at)));
    }
  }
  return digits;
}

}  // namespace whistle::triage
