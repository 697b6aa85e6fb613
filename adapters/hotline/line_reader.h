#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "adapters/hotline/byte_source.h"

namespace whistle::hotline {

inline constexpr std::size_t kLineBytesMax = std::size_t{1024} * 1024;

struct Line {
  std::string text;  // without its end; cut at kLineBytesMax
  std::uint64_t number = 0;
  std::uint64_t end_offset = 0;  // bytes from the start of the file, the end of the line included
  bool too_long = false;
};

// A file line by line, whatever its bytes are.
class LineReader {
 public:
  explicit LineReader(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  // The next line; nothing at the end.
  std::optional<Line> next();
  const std::optional<Problem>& failure() const { return source_->failure(); }

 private:
  std::unique_ptr<ByteSource> source_;
  std::string piece_;
  std::size_t at_ = 0;
  std::uint64_t offset_ = 0;
  std::uint64_t number_ = 0;
};

}  // namespace whistle::hotline
