#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/hotline/problem.h"

namespace whistle::hotline {

// Bytes from front to back, in pieces. Thread: one at a time.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // The next piece, valid until the next call; empty at the end and after a failure.
  virtual std::string_view read() = 0;
  // Why reading stopped before the end.
  virtual const std::optional<Problem>& failure() const = 0;
};

// A file, plain or compressed with gzip (told by its content, not its name); "-" is standard input.
Outcome<std::unique_ptr<ByteSource>> open_bytes(const std::string& path);

// Bytes that are in memory already, handed out in pieces of at most `piece` bytes.
std::unique_ptr<ByteSource> bytes_of(std::string content, std::size_t piece = 4096);

// The first bytes of a file, as a mark to recognise it by.
struct Head {
  std::uint64_t bytes = 0;  // how many were looked at; fewer than asked for when the file is short
  std::uint32_t crc32 = 0;

  bool operator==(const Head&) const = default;
};
Outcome<Head> head_of(const std::string& path, std::uint64_t bytes);

}  // namespace whistle::hotline
