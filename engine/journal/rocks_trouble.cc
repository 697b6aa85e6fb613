#include "engine/journal/rocks_trouble.h"

#include <fmt/format.h>

#include <array>
#include <cstdarg>
#include <cstdio>

namespace whistle::journal {

Error to_error(const rocksdb::Status& status, const std::string& what) {
  Error::Kind kind = Error::Kind::Io;
  if (status.IsNoSpace()) kind = Error::Kind::NoSpace;
  if (status.IsCorruption()) kind = Error::Kind::Corrupt;
  return {kind, fmt::format("{}: {}", what, status.ToString())};
}

bool is_in_use(const rocksdb::Status& status) {
  if (!status.IsIOError()) return false;
  // RocksDB has no code for it, only these words: the first from this process, the second from
  // another.
  const std::string text = status.ToString();
  return text.find("lock hold by current process") != std::string::npos ||
         (text.find("/LOCK") != std::string::npos &&
          text.find("Resource temporarily unavailable") != std::string::npos);
}

void TroubleListener::OnBackgroundError(rocksdb::BackgroundErrorReason /*reason*/,
                                        rocksdb::Status* status) {
  const std::lock_guard lock(mutex_);
  if (met_) return;
  first_ = to_error(*status, "writing in the background");
  met_ = true;
}

Error TroubleListener::error() const {
  const std::lock_guard lock(mutex_);
  return first_;
}

void WarningLog::Logv(const char* format, va_list arguments) {
  if (!warn_) return;
  std::array<char, 1024> line{};
  const int length = std::vsnprintf(line.data(), line.size(), format, arguments);
  if (length > 0) warn_(line.data());
}

}  // namespace whistle::journal
