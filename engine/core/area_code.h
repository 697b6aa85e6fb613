#pragma once

#include <compare>
#include <cstdint>
#include <functional>

#include "engine/core/words.h"

namespace whistle {

// Administrative code of an area, up to 18 decimal digits: 12 statistical digits down to the
// community, 3 for the compound, 3 for the building. The tree of areas is in the rule book, not in
// the digits: places differ in which levels they have. Zero means unknown.
struct AreaCode {
  std::uint64_t value{};

  explicit operator bool() const { return value != 0; }
  auto operator<=>(const AreaCode&) const = default;
};

// A place on the map, degrees.
struct Point {
  double latitude{};
  double longitude{};
  Datum datum{Datum::Wgs84};

  bool operator==(const Point&) const = default;
};

}  // namespace whistle

template <>
struct std::hash<whistle::AreaCode> {
  std::size_t operator()(const whistle::AreaCode& code) const noexcept {
    return std::hash<std::uint64_t>{}(code.value);
  }
};
