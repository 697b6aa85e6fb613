#pragma once

#include <cstdint>

namespace whistle::service {

// Resident memory of this process, bytes; 0 where the system does not tell. Any thread.
std::uint64_t resident_memory();

}  // namespace whistle::service
