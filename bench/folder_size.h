#pragma once

#include <cstdint>
#include <filesystem>
#include <system_error>

namespace whistle::bench {

// Bytes of all files in a folder and below it, save for those that vanish meanwhile.
inline std::uint64_t bytes_in(const std::filesystem::path& folder) {
  std::uint64_t bytes = 0;
  std::error_code gone;
  for (std::filesystem::recursive_directory_iterator at(folder), end; at != end;
       at.increment(gone)) {
    const std::uint64_t size = at->file_size(gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

}  // namespace whistle::bench
