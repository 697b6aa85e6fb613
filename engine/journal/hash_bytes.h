#pragma once

#include <array>
#include <cstdint>

namespace whistle::journal {

using Hash = std::array<std::uint8_t, 32>;  // BLAKE2b-256

}  // namespace whistle::journal
