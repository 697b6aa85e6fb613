#include "adapters/hotline/checkpoint.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>

namespace whistle::hotline {
namespace {

using nlohmann::json;

// Writes and syncs a whole file. Returns errno, or 0.
int write_durably(const std::string& path, const std::string& content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return errno;
  int failed = 0;
  for (std::size_t at = 0; at < content.size() && failed == 0;) {
    const auto written = ::write(file, content.data() + at, content.size() - at);
    if (written > 0) at += static_cast<std::size_t>(written);
    if (written < 0 && errno != EINTR) failed = errno;
  }
  if (failed == 0 && ::fsync(file) != 0) failed = errno;
  if (::close(file) != 0 && failed == 0) failed = errno;
  return failed;
}

void sync_folder(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

std::optional<Problem> save_checkpoint(const std::string& path, const Checkpoint& checkpoint) {
  const json content{{"feed", checkpoint.feed},
                     {"row", checkpoint.row},
                     {"offset", checkpoint.offset},
                     {"head_bytes", checkpoint.head.bytes},
                     {"head_crc32", checkpoint.head.crc32}};
  const std::string fresh = path + ".new";
  if (const int failed = write_durably(fresh, content.dump() + "\n"); failed != 0) {
    return Problem{{fresh}, std::strerror(failed)};
  }
  std::error_code failed;
  std::filesystem::rename(fresh, path, failed);
  if (failed) return Problem{{path}, failed.message()};
  sync_folder(path);
  return std::nullopt;
}

Outcome<std::optional<Checkpoint>> load_checkpoint(const std::string& path) {
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) return std::optional<Checkpoint>();
  std::ifstream file(path, std::ios::binary);
  if (!file) return Problem{{path}, "cannot be read"};
  std::ostringstream bytes;
  bytes << file.rdbuf();
  const json content = json::parse(bytes.str(), nullptr, false);
  const auto number = [&](const char* key) {
    return content.contains(key) && content[key].is_number_unsigned();
  };
  if (!content.is_object() || !content.contains("feed") || !content["feed"].is_string() ||
      !number("row") || !number("offset") || !number("head_bytes") || !number("head_crc32")) {
    return Problem{{path, 1, 1}, "not a checkpoint; remove it to send the feed from its start"};
  }
  return std::optional(Checkpoint{
      content["feed"].get<std::string>(),
      content["row"].get<std::uint64_t>(),
      content["offset"].get<std::uint64_t>(),
      {content["head_bytes"].get<std::uint64_t>(), content["head_crc32"].get<std::uint32_t>()}});
}

void Unanswered::sent(std::uint64_t row, std::uint64_t end_offset) {
  if (row <= row_ || !sent_.try_emplace(row, Sent{end_offset, false}).second) return;
  ++waiting_;
}

void Unanswered::answered(std::uint64_t row) {
  const auto entry = sent_.find(row);
  if (entry == sent_.end() || entry->second.answered) return;
  entry->second.answered = true;
  --waiting_;
  while (!sent_.empty() && sent_.begin()->second.answered) {
    row_ = sent_.begin()->first;
    offset_ = sent_.begin()->second.end_offset;
    sent_.erase(sent_.begin());
  }
}

}  // namespace whistle::hotline
