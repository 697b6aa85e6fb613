#include "adapters/cli/resume_file.h"

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

namespace whistle::cli {

std::optional<std::optional<std::uint64_t>> ResumeFile::read() const {
  std::error_code error;
  if (!std::filesystem::exists(path_, error)) return std::optional<std::uint64_t>();
  std::ifstream file(path_);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const char* end = text.data() + text.size();
  std::uint64_t sequence = 0;
  const auto [rest, problem] = std::from_chars(text.data(), end, sequence);
  // Without the line break the file was cut off, and the number may have been as well.
  if (problem != std::errc() || std::string_view(rest, end) != "\n") return std::nullopt;
  return std::optional(sequence);
}

bool ResumeFile::write(std::uint64_t sequence) const {
  const std::string fresh = path_ + ".new";
  {
    std::ofstream file(fresh, std::ios::trunc);
    file << sequence << '\n';
    file.flush();
    if (!file) return false;
  }
  return std::rename(fresh.c_str(), path_.c_str()) == 0;
}

}  // namespace whistle::cli
