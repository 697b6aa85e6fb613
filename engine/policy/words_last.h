#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>
#include <utility>

#include "engine/core/ids.h"

namespace whistle::policy {

// The order of keys that end in a word, so that they are looked up by somebody else's words. Takes
// tuples; the last element is a Word or a view of one.
struct WordsLast {
  using is_transparent = void;

  template <class... Left, class... Right>
  bool operator()(const std::tuple<Left...>& left, const std::tuple<Right...>& right) const {
    return is_less(left, right, std::make_index_sequence<sizeof...(Left) - 1>{});
  }

 private:
  static std::string_view words(std::string_view text) { return text; }
  template <class Tag>
  static std::string_view words(const Word<Tag>& word) {
    return word.value;
  }
  template <class Left, class Right, std::size_t... kIndex>
  static bool is_less(const Left& left, const Right& right, std::index_sequence<kIndex...>) {
    constexpr std::size_t kLast = sizeof...(kIndex);
    const auto left_head = std::tie(std::get<kIndex>(left)...);
    const auto right_head = std::tie(std::get<kIndex>(right)...);
    if (left_head != right_head) return left_head < right_head;
    return words(std::get<kLast>(left)) < words(std::get<kLast>(right));
  }
};

}  // namespace whistle::policy
