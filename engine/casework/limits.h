#pragma once

#include <cstddef>
#include <cstdint>

namespace whistle::casework {

// Complaints that may join one case; the next one becomes a case of its own.
inline constexpr std::size_t kJoinedMax = 256;

// After so many rounds of rework another one is refused.
inline constexpr int kReworkRoundsMax = 100;

// Orders granted by one pull.
inline constexpr std::uint32_t kPullMax = 256;

// Bits in which the likeness of two texts may differ for them to be the same text, forwarded.
inline constexpr int kLikenessBitsMax = 8;

}  // namespace whistle::casework
