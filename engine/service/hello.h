#pragma once

#include <cstdint>
#include <optional>

#include "engine/core/outcome.h"
#include "engine/service/frames.h"

namespace whistle::service {

// Minor versions of WHISTLE/1 that this engine speaks. What a newer one adds is fields and methods;
// nothing that an older one has is taken away.
inline constexpr std::uint32_t kMinorFirst = 0;
inline constexpr std::uint32_t kMinorLast = 1;
inline constexpr std::size_t kHelloTextMax = 256;

// FIELD_VIOLATION for a text that is too long; nothing when all is well.
std::optional<Problem> problem_in(const v1::Hello& hello);

// The newest minor version that both speak; UNIMPLEMENTED / VERSION when there is none.
Outcome<std::uint32_t, Problem> common_minor(const v1::Hello& hello);

}  // namespace whistle::service
