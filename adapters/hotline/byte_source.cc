#include "adapters/hotline/byte_source.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

namespace whistle::hotline {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{256} * 1024;

class FileBytes final : public ByteSource {
 public:
  FileBytes(gzFile file, std::string path)
      : file_(file), path_(std::move(path)), piece_(kPieceBytes) {}
  ~FileBytes() override { gzclose_r(file_); }
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;

  std::string_view read() override {
    if (failure_) return {};
    const int count = gzread(file_, piece_.data(), static_cast<unsigned>(piece_.size()));
    // A compressed file that was cut off ends without an error of gzread; only gzerror tells.
    int code = Z_OK;
    const char* message = gzerror(file_, &code);
    if (count < 0 || (count == 0 && code != Z_OK && code != Z_STREAM_END)) {
      failure_ = Problem{
          {path_},
          code == Z_ERRNO ? std::strerror(errno) : std::string("cannot be read: ") + message};
      return {};
    }
    return {piece_.data(), static_cast<std::size_t>(count)};
  }
  const std::optional<Problem>& failure() const override { return failure_; }

 private:
  gzFile file_;
  std::string path_;
  std::vector<char> piece_;
  std::optional<Problem> failure_;
};

class MemoryBytes final : public ByteSource {
 public:
  MemoryBytes(std::string content, std::size_t piece)
      : content_(std::move(content)), piece_(piece) {}

  std::string_view read() override {
    const auto next = std::string_view(content_).substr(at_, piece_);
    at_ += next.size();
    return next;
  }
  const std::optional<Problem>& failure() const override { return failure_; }

 private:
  std::string content_;
  std::size_t piece_;
  std::size_t at_ = 0;
  std::optional<Problem> failure_;
};

}  // namespace

Outcome<std::unique_ptr<ByteSource>> open_bytes(const std::string& path) {
  const int descriptor = path == "-" ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY);
  if (descriptor < 0) return Problem{{path}, std::strerror(errno)};
  gzFile file = gzdopen(descriptor, "rb");
  if (file == nullptr) {
    ::close(descriptor);
    return Problem{{path}, "cannot be read"};
  }
  return std::unique_ptr<ByteSource>(std::make_unique<FileBytes>(file, path));
}

std::unique_ptr<ByteSource> bytes_of(std::string content, std::size_t piece) {
  return std::make_unique<MemoryBytes>(std::move(content), piece);
}

Outcome<Head> head_of(const std::string& path, std::uint64_t bytes) {
  auto source = open_bytes(path);
  if (!source) return source.problem();
  Head head;
  while (head.bytes < bytes) {
    const auto piece = (*source)->read().substr(0, bytes - head.bytes);
    if (piece.empty()) break;
    head.crc32 = static_cast<std::uint32_t>(::crc32(
        head.crc32, reinterpret_cast<const Bytef*>(piece.data()), static_cast<uInt>(piece.size())));
    head.bytes += piece.size();
  }
  if ((*source)->failure()) return *(*source)->failure();
  return head;
}

}  // namespace whistle::hotline
