#pragma once

#include <cstdint>

namespace whistle::journal {

// The shape of everything on disk. Grows when an older program must not open what this one wrote.
inline constexpr std::uint32_t kFormatVersion = 3;
// A journal that has forgotten nothing is written as it was before journals could, so that a
// program of that time still opens it.
inline constexpr std::uint32_t kFormatOfAllRecords = 2;

}  // namespace whistle::journal
