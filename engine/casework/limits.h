#pragma once

#include <cstddef>
#include <cstdint>

namespace whistle::casework {

// Complaints that may join one case; the next one becomes a case of its own.
inline constexpr std::size_t kJoinedMax = 256;

// After so many rounds of rework another one is refused.
inline constexpr int kReworkRoundsMax = 100;

// After so many orders of one case only time moves it: nobody sends it round in circles.
inline constexpr std::uint16_t kOrdersMax = 1000;

// Open whistles, duties and list entries; beyond, new ones are refused until some are closed.
inline constexpr std::size_t kWhistlesMax = 10'000;
inline constexpr std::size_t kDutiesMax = 1'000'000;
inline constexpr std::size_t kEntriesMax = 100'000;

// When a mode changes, the cases counted anew in one turn, and the numbers of cases, most of them
// closed long ago, that are looked at for it.
inline constexpr std::size_t kRecountedMax = 256;
inline constexpr std::uint64_t kLookedAtMax = 16'384;

// Orders granted by one pull.
inline constexpr std::uint32_t kPullMax = 256;

// Waiting orders that a pull looks at, those included that it does not want.
inline constexpr std::size_t kPassedOverMax = 16'384;

// Bits in which the likeness of two texts may differ for them to be the same text, forwarded.
inline constexpr int kLikenessBitsMax = 8;

}  // namespace whistle::casework
