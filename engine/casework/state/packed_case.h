#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/casework/state/case.h"

// A case as it lies in memory while nobody looks at it: a third of what it takes to work with it.
//
//   row    := marks:4 kinds:5 area* [counts] number* clock*
//   clock  := marks:2 calendar limit unit granted [consumed] [started] [since] alarm*
//   number := varint, or eight bytes where all bits are random
//   time   := 0 never | 1 eight bytes | 2 + (zigzag(distance) * 2 + is_ms): the distance to another
//             instant of the case, in minutes where they divide
//
// What is as in most cases is a mark and no bytes. Bytes are of this process alone: symbols are its
// own, and nothing of it is on disk. Pure; any thread.
namespace whistle::casework {

// More clocks than stages no case can have; the journal refuses a row that has.
inline constexpr std::size_t kClocksMax = kStageCount;
inline constexpr std::size_t kPackedMax = 2048;
using PackedBuffer = std::array<std::uint8_t, kPackedMax>;

// Whether a case has what is not packed but kept beside: `requesters` and `dossier`.
bool has_apart(const Case& item);

// Writes all but the id and what is kept apart; returns how many bytes. They say themselves where
// they end. Requires: at most kClocksMax clocks.
std::size_t pack(const Case& item, PackedBuffer& bytes);

// Reads it back into a case, of whatever it was before, and leaves empty what is kept apart.
// Returns whether there is such.
bool unpack(CaseId id, const std::uint8_t* bytes, Case& item);

}  // namespace whistle::casework
