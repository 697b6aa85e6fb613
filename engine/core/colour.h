#pragma once

#include <cstdint>

namespace whistle {

// Severity of a case from nature, scope and harm (the way of Changtai). Not a care tier and not a
// supervision card, which have colours of their own. Statutory warnings know a fourth level,
// orange (Emergency Response Law 2024, art. 63); its number is kept free. Values are on disk and on
// the wire: append, never renumber.
enum class Severity : std::uint8_t { Blue = 1, Yellow = 2, Red = 4 };

// Supervision card for a missed promise. Cards only ratchet up. On disk: never renumber.
enum class Card : std::uint8_t { None = 0, Notice = 1, Yellow = 2, Red = 3 };

}  // namespace whistle
