#pragma once

#include <cstdint>
#include <filesystem>
#include <system_error>

namespace whistle::app {

// What the files below a folder take, in bytes. One that goes meanwhile counts for nothing.
inline std::uint64_t bytes_below(const std::filesystem::path& folder) {
  std::uint64_t bytes = 0;
  std::error_code failed;
  std::filesystem::recursive_directory_iterator at(folder, failed);
  for (; !failed && at != std::filesystem::recursive_directory_iterator{}; at.increment(failed)) {
    std::error_code gone;
    if (!at->is_regular_file(gone) || gone) continue;
    const std::uint64_t size = at->file_size(gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

}  // namespace whistle::app
