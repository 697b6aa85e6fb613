#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace whistle::triage {

// What stands after a building's number, folded.
inline constexpr std::array<std::string_view, 6> kBuildingSuffixes{"号楼", "栋",  "幢",
                                                                   "座",   "#楼", "#"};

// A building's number in a text: "3", "12", "b", "3a", also when it was written "03" or "十二".
struct BuildingNumber {
  std::string number;
  std::size_t from{};  // where it starts

  bool operator==(const BuildingNumber&) const = default;
};

// The number before the suffix at [at, at + suffix.size()) of a folded text. Nothing when there is
// none, or when the words count buildings instead of naming one, as in "3栋楼都停水".
std::optional<BuildingNumber> number_before(std::string_view folded, std::size_t at,
                                            std::string_view suffix);

// The number that ends at `end` of a folded text, spaces between: "二" before "单元".
std::optional<BuildingNumber> number_ending(std::string_view folded, std::size_t end);

// The number in the folded name of a building: "3栋", "武安小区3号楼" or just "3". It starts at 0
// when the name is nothing but the number.
std::optional<BuildingNumber> number_in_name(std::string_view folded);

}  // namespace whistle::triage
