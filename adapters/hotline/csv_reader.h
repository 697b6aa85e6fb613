#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/hotline/byte_source.h"
#include "adapters/hotline/problem.h"

namespace whistle::hotline {

inline constexpr std::size_t kCsvRowBytesMax = std::size_t{1024} * 1024;

struct CsvField {
  std::string text;
  std::uint64_t line = 0;    // where it begins
  std::uint64_t column = 0;  // in characters, from 1
  bool quoted = false;
};

// A row, good or bad. `problem` is set when the row cannot be read as CSV or is no UTF-8; the
// fields are then those before the problem.
struct CsvRow {
  std::vector<CsvField> fields;
  std::string raw;  // without the end of the line
  std::uint64_t line = 0;
  std::uint64_t end_offset = 0;  // bytes from the start of the file
  std::optional<Problem> problem;
};

// RFC 4180 with `#` comment lines, over libcsv. A bad row ends at the end of its first line, so a
// quote that is never closed costs one line and not the rest of the file.
class CsvReader {
 public:
  CsvReader(std::unique_ptr<ByteSource> source, std::string file);

  // The next row; nothing at the end.
  std::optional<CsvRow> next();
  // Why reading stopped before the end.
  const std::optional<Problem>& failure() const { return source_->failure(); }

 private:
  struct Parser;

  bool fill();
  void consume(std::size_t count);
  bool skip_to_row();
  void give_up(CsvRow& row, std::uint64_t line, std::uint64_t column, std::string what);
  void check_utf8(CsvRow& row) const;
  std::string_view rest() const { return std::string_view(buffer_).substr(begin_); }

  std::unique_ptr<ByteSource> source_;
  std::string file_;
  std::string buffer_;
  std::size_t begin_ = 0;     // of what is not consumed, in the buffer
  std::uint64_t offset_ = 0;  // of the same, in the file
  std::uint64_t line_ = 1;
};

}  // namespace whistle::hotline
