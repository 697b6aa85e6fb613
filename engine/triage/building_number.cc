#include "engine/triage/building_number.h"

#include <algorithm>

#include "engine/triage/ascii.h"

namespace whistle::triage {
namespace {

constexpr std::size_t kNumberLettersMax = 6;
constexpr std::size_t kCharacterBytes = 3;  // of the Chinese characters below
constexpr std::array<std::string_view, 10> kChineseNumerals{"一", "二", "三", "四", "五",
                                                            "六", "七", "八", "九", "十"};
constexpr std::size_t kTen = 10;

// "3栋楼停水" counts buildings, "3栋楼上漏水" names one: the characters that follow 楼 in the
// latter.
constexpr std::array<std::string_view, 16> kAfterStoreys{
    "上", "下", "道", "顶", "梯", "前", "后", "旁", "底", "内", "里", "层", "体", "间", "外", "房"};
// "共3栋", "这3栋": characters before a count.
constexpr std::array<std::string_view, 5> kBeforeCount{"共", "有", "这", "那", "几"};

bool is_any_of(std::string_view character, const auto& characters) {
  return std::find(characters.begin(), characters.end(), character) != characters.end();
}

// One Chinese character before `end`, or empty.
std::string_view character_before(std::string_view text, std::size_t end) {
  return end >= kCharacterBytes ? text.substr(end - kCharacterBytes, kCharacterBytes)
                                : std::string_view();
}

// 1 to 10, or 0 for another character.
std::size_t numeral(std::string_view character) {
  const auto* const found = std::find(kChineseNumerals.begin(), kChineseNumerals.end(), character);
  return found == kChineseNumerals.end()
             ? 0
             : static_cast<std::size_t>(found - kChineseNumerals.begin()) + 1;
}

// "三", "十", "十二", "三十", "三十二"; nothing for other combinations.
std::optional<std::size_t> value_of(std::string_view numerals) {
  std::size_t value = 0;
  const std::size_t ten_at = numerals.find(kChineseNumerals[kTen - 1]);
  if (ten_at == std::string_view::npos) {
    if (numerals.size() != kCharacterBytes) return std::nullopt;
    return numeral(numerals);
  }
  if (ten_at > kCharacterBytes) return std::nullopt;
  value = ten_at == 0 ? kTen : kTen * numeral(numerals.substr(0, kCharacterBytes));
  const std::string_view ones = numerals.substr(ten_at + kCharacterBytes);
  if (ones.empty()) return value;
  if (ones.size() != kCharacterBytes || numeral(ones) == kTen) return std::nullopt;
  return value + numeral(ones);
}

std::optional<BuildingNumber> chinese_number(std::string_view folded, std::size_t end) {
  std::size_t from = end;
  while (numeral(character_before(folded, from)) != 0) from -= kCharacterBytes;
  if (from == end) return std::nullopt;
  const auto value = value_of(folded.substr(from, end - from));
  if (!value) return std::nullopt;
  return BuildingNumber{std::to_string(*value), from};
}

// Digits, letters and inner hyphens: "12", "b", "3a", "3-2". Letters without a digit: one at most.
std::optional<BuildingNumber> western_number(std::string_view folded, std::size_t end) {
  std::size_t from = end;
  while (from > 0 &&
         (is_digit(folded[from - 1]) || is_latin(folded[from - 1]) || folded[from - 1] == '-')) {
    --from;
  }
  while (from < end && (folded[from] == '0' || folded[from] == '-')) ++from;
  const std::string_view number = folded.substr(from, end - from);
  if (number.empty() || number.size() > kNumberLettersMax || number.back() == '-') {
    return std::nullopt;
  }
  const bool has_digit = std::any_of(number.begin(), number.end(), is_digit);
  if (!has_digit && number.size() > 1) return std::nullopt;
  return BuildingNumber{std::string(number), from};
}

bool counts_buildings(std::string_view folded, std::size_t number_from, std::size_t suffix_end) {
  if (is_any_of(character_before(folded, number_from), kBeforeCount)) return true;
  constexpr std::string_view kStoreys = "楼";
  const std::string_view after = folded.substr(suffix_end);
  return after.starts_with(kStoreys) &&
         !is_any_of(after.substr(kStoreys.size(), kCharacterBytes), kAfterStoreys);
}

}  // namespace

std::optional<BuildingNumber> number_ending(std::string_view folded, std::size_t end) {
  while (end > 0 && folded[end - 1] == ' ') --end;
  if (auto number = western_number(folded, end)) return number;
  return chinese_number(folded, end);
}

std::optional<BuildingNumber> number_before(std::string_view folded, std::size_t at,
                                            std::string_view suffix) {
  auto number = number_ending(folded, at);
  if (!number) return std::nullopt;
  // 栋, 幢 and 座 are also the words to count buildings with.
  const bool is_counting_word = suffix.size() == kCharacterBytes;
  if (is_counting_word && counts_buildings(folded, number->from, at + suffix.size())) {
    return std::nullopt;
  }
  return number;
}

std::optional<BuildingNumber> number_in_name(std::string_view folded) {
  for (const std::string_view suffix : kBuildingSuffixes) {
    if (folded.ends_with(suffix)) return number_ending(folded, folded.size() - suffix.size());
  }
  auto number = number_ending(folded, folded.size());
  // Without a suffix only a bare number is one: "2" is, the end of "夏商大厦b2" is not.
  if (number && number->from == 0) return number;
  return std::nullopt;
}

}  // namespace whistle::triage
