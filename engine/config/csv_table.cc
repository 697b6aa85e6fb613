#include "engine/config/csv_table.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <csv.h>
#include <utf8proc.h>

#include "engine/core/check.h"

namespace whistle::config {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::size_t kDropped = std::numeric_limits<std::size_t>::max();

struct Position {
  std::size_t offset{};
  std::uint32_t line{1};
  std::size_t line_start{};  // offset of the first byte of the line

  std::uint32_t column() const { return static_cast<std::uint32_t>(offset - line_start + 1); }
};

// Feeds libcsv piece by piece, each ending at a comma or a line end. Only there can a field end, so
// whoever counts the pieces knows where every field began; the library itself does not tell.
class CsvReader {
 public:
  CsvReader(CsvTable& table, std::string_view bytes, const std::vector<std::string>& optional,
            Problems& problems)
      : table_(table), bytes_(bytes), optional_(optional), problems_(problems) {
    open_parser();
  }
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;
  ~CsvReader() { csv_free(&parser_); }

  void read() {
    check_characters();
    while (at_.offset < bytes_.size()) {
      if (begins_comment()) {
        skip_line(at_);
      } else {
        feed(next_piece());
      }
      if (at_.offset == bytes_.size()) finish();
    }
    if (!has_header_) {
      problem(at_, "the header row is missing; it names the columns " + column_names());
    }
  }

 private:
  void open_parser() {
    WHISTLE_CHECK(csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) == 0);
    // Spaces are part of a field; the library would trim them.
    csv_set_space_func(&parser_, [](unsigned char) { return 0; });
  }

  bool begins_comment() const {
    return row_.empty() && field_.offset == at_.offset && at_.column() == 1 &&
           bytes_[at_.offset] == '#';
  }

  std::string_view next_piece() const {
    const std::size_t end = bytes_.find_first_of(",\r\n", at_.offset);
    if (end == std::string_view::npos) return bytes_.substr(at_.offset);
    return bytes_.substr(at_.offset, end - at_.offset + 1);
  }

  void feed(std::string_view piece) {
    fields_ended_ = 0;
    const std::size_t taken =
        csv_parse(&parser_, piece.data(), piece.size(), on_field, on_row, this);
    if (taken < piece.size()) {
      advance(taken);
      return recover();
    }
    const bool blank_line =
        field_.offset == at_.offset && (piece.front() == '\n' || piece.front() == '\r');
    advance(piece.size());
    if (fields_ended_ > 0 || blank_line) field_ = at_;
  }

  void advance(std::size_t count) {
    for (; count > 0; --count) {
      if (bytes_[at_.offset++] != '\n') continue;
      ++at_.line;
      at_.line_start = at_.offset;
    }
  }

  // The last row may lack its line end.
  void finish() {
    if (csv_fini(&parser_, on_field, on_row, this) != 0) recover();
  }

  // Says what is wrong with the quotes and goes on in the line after the field's first.
  void recover() {
    const bool is_quoted = bytes_[field_.offset] == '"';
    if (!is_quoted) {
      problem(at_,
              "a quote inside a field that does not begin with one; quote the whole field and "
              "double the quotes inside it");
    } else if (at_.offset == bytes_.size()) {
      problem(field_, "the quote that opens this field is never closed; put one at its end");
    } else {
      problem(at_, "text after the closing quote of the field that begins at line " +
                       std::to_string(field_.line) + ", column " + std::to_string(field_.column()) +
                       "; double the quotes inside a field");
    }
    row_.clear();
    csv_free(&parser_);
    open_parser();
    skip_line(field_);
  }

  void skip_line(Position from) {
    at_ = from;
    const std::size_t end = bytes_.find('\n', at_.offset);
    const std::size_t next = end == std::string_view::npos ? bytes_.size() : end + 1;
    advance(next - at_.offset);
    field_ = at_;
  }

  static void on_field(void* text, std::size_t size, void* reader) {
    auto& self = *static_cast<CsvReader*>(reader);
    ++self.fields_ended_;
    self.row_.push_back({size == 0 ? std::string{} : std::string(static_cast<char*>(text), size),
                         self.field_.line, self.field_.column()});
  }

  static void on_row(int, void* reader) {
    auto& self = *static_cast<CsvReader*>(reader);
    std::vector<CsvCell> cells = std::exchange(self.row_, {});
    if (self.has_header_) {
      self.take_row(std::move(cells));
    } else {
      self.take_header(cells);
    }
  }

  void take_header(const std::vector<CsvCell>& cells) {
    has_header_ = true;
    const std::vector<std::string_view> known(table_.columns.begin(), table_.columns.end());
    for (const CsvCell& cell : cells) {
      const auto found = std::ranges::find(table_.columns, cell.text);
      const auto index = static_cast<std::size_t>(found - table_.columns.begin());
      if (found == table_.columns.end()) {
        problem(cell, "unknown column " + in_quotes(cell.text) + near_miss(cell.text, known));
        targets_.push_back(kDropped);
      } else if (std::ranges::find(targets_, index) != targets_.end()) {
        problem(cell, "the column " + in_quotes(cell.text) + " stands here a second time");
        targets_.push_back(kDropped);
      } else {
        targets_.push_back(index);
      }
    }
    std::vector<std::string_view> lacking;
    for (std::size_t index = 0; index < table_.columns.size(); ++index) {
      const bool is_there = std::ranges::find(targets_, index) != targets_.end();
      const bool may_lack = std::ranges::find(optional_, known[index]) != optional_.end();
      if (!is_there && !may_lack) lacking.push_back(known[index]);
    }
    if (lacking.empty()) return;
    problem(cells.front(),
            "the header lacks " + listed(lacking) + "; the columns are " + column_names());
    lacks_columns_ = true;
  }

  void take_row(std::vector<CsvCell> cells) {
    // Without its columns every row would complain; the header has said it once.
    if (lacks_columns_) return;
    if (cells.size() != targets_.size()) {
      const bool too_many = cells.size() > targets_.size();
      problem(too_many ? cells[targets_.size()] : cells.back(),
              "the row has " + std::to_string(cells.size()) + " fields; the header has " +
                  std::to_string(targets_.size()));
      return;
    }
    const CsvCell absent{{}, cells.front().line, cells.front().column};
    CsvRow row{std::vector<CsvCell>(table_.columns.size(), absent)};
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (targets_[i] != kDropped) row.cells[targets_[i]] = std::move(cells[i]);
    }
    table_.rows.push_back(std::move(row));
  }

  // The first stray byte of each line; also control characters, which no table needs.
  void check_characters() {
    if (bytes_.starts_with(kByteOrderMark)) bytes_.remove_prefix(kByteOrderMark.size());
    Position at;
    while (at.offset < bytes_.size()) {
      const std::size_t end = std::min(bytes_.find('\n', at.offset), bytes_.size());
      while (at.offset < end && take_character(at, end)) {
      }
      at = {end + 1, at.line + 1, end + 1};
    }
  }

  bool take_character(Position& at, std::size_t end) {
    utf8proc_int32_t symbol = 0;
    const auto* next = reinterpret_cast<const utf8proc_uint8_t*>(bytes_.data() + at.offset);
    const auto size =
        utf8proc_iterate(next, static_cast<utf8proc_ssize_t>(end - at.offset), &symbol);
    const std::string byte = in_quotes(bytes_.substr(at.offset, 1));
    if (size <= 0) {
      problem(at, "the byte " + byte + " is not UTF-8; save the file as UTF-8");
      return false;
    }
    const bool ends_line = symbol == '\r' && at.offset + 1 == end && end < bytes_.size();
    if ((symbol < 0x20 && symbol != '\t' && !ends_line) || symbol == 0x7f) {
      problem(at, "the control character " + byte + " has no place in a table");
      return false;
    }
    at.offset += static_cast<std::size_t>(size);
    return true;
  }

  std::string column_names() const {
    return listed(std::vector<std::string_view>(table_.columns.begin(), table_.columns.end()));
  }

  void problem(const Position& at, std::string message) {
    problems_.add({table_.file, at.line, at.column()}, std::move(message));
    table_.complete = false;
  }
  void problem(const CsvCell& cell, std::string message) {
    problems_.add(table_.place(cell), std::move(message));
    table_.complete = false;
  }

  CsvTable& table_;
  std::string_view bytes_;
  const std::vector<std::string>& optional_;
  Problems& problems_;
  csv_parser parser_{};
  Position at_;     // of the next byte to feed
  Position field_;  // of the field that the next byte belongs to
  std::size_t fields_ended_{};
  std::vector<CsvCell> row_;
  bool has_header_{};
  bool lacks_columns_{};
  std::vector<std::size_t> targets_;  // per field of the file, its index among the columns
};

}  // namespace

std::size_t CsvTable::index_of(std::string_view column) const {
  const auto found = std::ranges::find(columns, column);
  WHISTLE_CHECK(found != columns.end());
  return static_cast<std::size_t>(found - columns.begin());
}

CsvTable read_csv(std::string file, std::string_view bytes, std::vector<std::string> columns,
                  Problems& problems, const std::vector<std::string>& optional) {
  WHISTLE_CHECK(!columns.empty());
  CsvTable table{std::move(file), std::move(columns), {}, true};
  CsvReader(table, bytes, optional, problems).read();
  return table;
}

}  // namespace whistle::config
