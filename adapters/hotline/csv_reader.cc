#include "adapters/hotline/csv_reader.h"

#include <csv.h>

#include <algorithm>
#include <utility>

#include "adapters/hotline/utf8.h"

namespace whistle::hotline {
namespace {

int no_space(unsigned char) { return 0; }

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

// libcsv says what a field is but not where; fed byte by byte, the place is known here.
struct CsvReader::Parser {
  Parser() {
    csv_init(&state, CSV_STRICT | CSV_STRICT_FINI);
    // Blanks around a field belong to it (RFC 4180, section 2, 4).
    csv_set_space_func(&state, no_space);
  }
  ~Parser() { csv_free(&state); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  static void on_field(void* bytes, std::size_t size, void* self) {
    static_cast<Parser*>(self)->texts.emplace_back(static_cast<const char*>(bytes), size);
  }
  static void on_row(int, void* self) { static_cast<Parser*>(self)->complete = true; }

  bool feed(char byte) { return csv_parse(&state, &byte, 1, on_field, on_row, this) == 1; }
  bool finish() { return csv_fini(&state, on_field, on_row, this) == 0; }

  csv_parser state{};
  std::vector<std::string> texts;
  bool complete = false;
};

CsvReader::CsvReader(std::unique_ptr<ByteSource> source, std::string file)
    : source_(std::move(source)), file_(std::move(file)) {
  fill();
  while (rest().size() < kByteOrderMark.size() && fill()) {
  }
  if (rest().starts_with(kByteOrderMark)) consume(kByteOrderMark.size());
}

bool CsvReader::fill() {
  const auto piece = source_->read();
  if (piece.empty()) return false;
  buffer_.erase(0, begin_);
  begin_ = 0;
  buffer_ += piece;
  return true;
}

void CsvReader::consume(std::size_t count) {
  const auto gone = rest().substr(0, count);
  line_ += static_cast<std::uint64_t>(std::count(gone.begin(), gone.end(), '\n'));
  begin_ += gone.size();
  offset_ += gone.size();
}

// Skips blank and comment lines. False at the end.
bool CsvReader::skip_to_row() {
  bool comment = false;
  for (;;) {
    if (rest().empty() && !fill()) return false;
    const char next = rest().front();
    if (next == '#') comment = true;
    if (!comment && next != '\n' && next != '\r') return true;
    if (next == '\n') comment = false;
    consume(1);
  }
}

std::optional<CsvRow> CsvReader::next() {
  if (!skip_to_row()) return std::nullopt;
  CsvRow row;
  row.line = line_;
  Parser parser;
  std::uint64_t line = line_;
  std::uint64_t column = 1;
  CsvField field{{}, line, column};
  std::size_t field_begin = 0;
  std::size_t i = 0;
  for (; !parser.complete; ++i) {
    if (i == rest().size() && !fill()) {
      // A quote that was never closed is the only complaint here.
      if (!parser.finish()) give_up(row, field.line, field.column, "the quote is never closed");
      if (!row.problem && !parser.texts.empty()) {
        field.text = std::move(parser.texts.back());
        row.fields.push_back(std::move(field));
      }
      break;
    }
    const char byte = rest()[i];
    if (i == field_begin) field.quoted = byte == '"';
    if (i == kCsvRowBytesMax) {
      give_up(row, field.line, field.column, "the row is longer than 1 MiB");
    } else if (!parser.feed(byte)) {
      const bool same_line = line == row.line;
      give_up(row, same_line ? line : field.line, same_line ? column : field.column,
              parser.state.quoted ? "a quoted field must be followed by a comma or a new line"
                                  : "a quote inside a field that is not quoted");
    }
    if (row.problem) break;
    if (byte == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U) {
      ++column;
    }
    if (parser.texts.size() > row.fields.size()) {
      field.text = std::move(parser.texts.back());
      row.fields.push_back(std::move(field));
      field = {{}, line, column};
      field_begin = i + 1;
    }
  }
  if (!row.problem) {
    row.raw = rest().substr(0, i);
    while (row.raw.ends_with('\n') || row.raw.ends_with('\r')) row.raw.pop_back();
    consume(i);
    check_utf8(row);
  }
  row.end_offset = offset_;
  return row;
}

// The row is over with its first line, whatever was read beyond.
void CsvReader::give_up(CsvRow& row, std::uint64_t line, std::uint64_t column, std::string what) {
  row.problem = Problem{{file_, line, column}, std::move(what)};
  row.raw = rest().substr(0, std::min(rest().find('\n'), kCsvRowBytesMax));
  while (row.raw.ends_with('\r')) row.raw.pop_back();
  std::size_t end = rest().find('\n');
  while (end == std::string_view::npos) {
    consume(rest().size());
    if (!fill()) return;
    end = rest().find('\n');
  }
  consume(end);
}

// The place of the first broken byte as an editor shows it: quotes around and inside a field are
// in the file, not in its text.
void CsvReader::check_utf8(CsvRow& row) const {
  for (std::size_t i = 0; i < row.fields.size(); ++i) {
    const CsvField& field = row.fields[i];
    const auto broken = broken_utf8_at(field.text);
    if (!broken) continue;
    const auto before = std::string_view(field.text).substr(0, *broken);
    const auto newline = before.rfind('\n');
    const bool first_line = newline == std::string_view::npos;
    const auto in_line = first_line ? before : before.substr(newline + 1);
    std::uint64_t column = (first_line ? field.column : 1) + characters(in_line);
    if (field.quoted) {
      column += first_line ? 1 : 0;
      column += static_cast<std::uint64_t>(std::count(in_line.begin(), in_line.end(), '"'));
    }
    const auto lines_below = std::count(before.begin(), before.end(), '\n');
    row.problem = Problem{{file_, field.line + static_cast<std::uint64_t>(lines_below), column},
                          "broken UTF-8"};
    row.fields.resize(i);
    return;
  }
}

}  // namespace whistle::hotline
