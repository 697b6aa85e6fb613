#include "adapters/notify/file_sink.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

namespace whistle::notify {
namespace {

constexpr std::size_t kBlock = 4096;
constexpr mode_t kMode = 0640;

// The file's last whole line and where it ends, read from the end.
struct Tail {
  std::string line;
  off_t end{};  // behind its line feed
};

bool read_at(int descriptor, off_t at, std::string& block) {
  std::size_t done = 0;
  while (done < block.size()) {
    const ssize_t got =
        pread(descriptor, block.data() + done, block.size() - done, at + static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += static_cast<std::size_t>(got);
  }
  return true;
}

// False when reading failed.
bool read_tail(int descriptor, off_t size, Tail& tail) {
  std::string text;  // the end of the file, growing towards its beginning
  off_t from = size;
  while (true) {
    const std::size_t last_feed = text.rfind('\n');
    const bool has_end = last_feed != std::string::npos;
    const std::size_t before =
        has_end && last_feed > 0 ? text.rfind('\n', last_feed - 1) : std::string::npos;
    if (before != std::string::npos || from == 0) {
      if (!has_end) return true;
      const std::size_t begin = before == std::string::npos ? 0 : before + 1;
      tail.line = text.substr(begin, last_feed - begin);
      tail.end = from + static_cast<off_t>(last_feed) + 1;
      return true;
    }
    std::string block(std::min(kBlock, static_cast<std::size_t>(from)), '\0');
    from -= static_cast<off_t>(block.size());
    if (!read_at(descriptor, from, block)) return false;
    text.insert(0, block);
  }
}

void sync_folder_of(const std::string& path) {
  const auto folder = std::filesystem::absolute(path).parent_path();
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

FileSink::Opened FileSink::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, kMode);
  if (descriptor < 0) return {nullptr, path + ": " + std::strerror(errno)};
  std::unique_ptr<FileSink> sink(new FileSink(path, descriptor));
  if (!sink->find_last()) return {nullptr, sink->problem_};
  // The name of a new file must survive as well.
  sync_folder_of(path);
  return {std::move(sink), {}};
}

FileSink::~FileSink() { ::close(descriptor_); }

bool FileSink::fail(const std::string& what) {
  problem_ = path_ + ": " + what;
  return false;
}

bool FileSink::find_last() {
  struct stat status {};
  if (fstat(descriptor_, &status) != 0) return fail(std::strerror(errno));
  Tail tail;
  if (!read_tail(descriptor_, status.st_size, tail)) return fail(std::strerror(errno));
  if (tail.end != status.st_size && ftruncate(descriptor_, tail.end) != 0) {
    return fail(std::strerror(errno));
  }
  if (tail.end == 0) return true;
  const auto line = nlohmann::json::parse(tail.line, nullptr, false);
  if (!line.is_object() || !line.contains("delivery") || !line["delivery"].is_number_unsigned()) {
    return fail("its last line is no delivery; name another file, or move this one away");
  }
  last_ = line["delivery"].get<std::uint64_t>();
  journal_id_ = line.value("journal", "");
  return true;
}

Sink::Outcome FileSink::deliver(const Delivery& delivery) {
  if (last_ != 0 && delivery.journal_id != journal_id_) {
    fail("has deliveries of journal " + journal_id_ + ", and this one is of " +
         delivery.journal_id + "; name another file");
    return Outcome::Failed;
  }
  if (delivery.sequence <= last_) return Outcome::Taken;
  waiting_ += delivery.json;
  waiting_ += '\n';
  last_ = delivery.sequence;
  journal_id_ = delivery.journal_id;
  return Outcome::Taken;
}

Sink::Outcome FileSink::settle() {
  if (waiting_.empty()) return Outcome::Taken;
  std::size_t done = 0;
  while (done < waiting_.size()) {
    const ssize_t put = ::write(descriptor_, waiting_.data() + done, waiting_.size() - done);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) {
      fail(std::strerror(errno));
      return Outcome::Failed;
    }
    done += static_cast<std::size_t>(put);
  }
  waiting_.clear();
  if (::fdatasync(descriptor_) == 0) return Outcome::Taken;
  // What the disk has now is unknown; a new start looks.
  fail(std::strerror(errno));
  return Outcome::Failed;
}

}  // namespace whistle::notify
