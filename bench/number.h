#pragma once

#include <cstdio>
#include <optional>
#include <string>

namespace whistle::bench {

// As people read it: "45,471", "16.3" or "0.078"; "-" when it was not measured.
inline std::string number(const std::optional<double>& value) {
  if (!value) return "-";
  char text[32];
  constexpr double kWhole = 1000;
  if (*value < kWhole) {
    std::snprintf(text, sizeof text, "%.3g", *value);
    return text;
  }
  std::snprintf(text, sizeof text, "%.0f", *value);
  std::string digits = text;
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

}  // namespace whistle::bench
