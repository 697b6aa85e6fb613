#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/calendar/limit.h"
#include "engine/config/notation.h"
#include "engine/config/overlay.h"
#include "engine/core/ids.h"
#include "engine/core/words.h"

namespace whistle::config {

inline constexpr auto kYesOrNo = std::to_array<Spelling<bool>>({{true, "yes"}, {false, "no"}});

// Reads the fields of one row by type. What is wrong becomes a problem at the field, and a value
// that does no harm is returned in its place; sound() tells afterwards whether the row holds.
class RowReader {
 public:
  RowReader(RowSource source, Problems& problems) : source_(source), problems_(problems) {}

  bool is_sound() const { return sound_; }
  std::uint32_t line() const { return source_.row->line(); }
  Place place(std::string_view column) const { return source_.place(column); }
  bool has(std::string_view column) const { return !text(column).empty(); }
  const std::string& text(std::string_view column) const { return source_.cell(column).text; }

  // Text that must not be empty.
  std::string required(std::string_view column);
  // 1 to 40 of a-z 0-9 _ . -; the second one may be empty.
  std::string slug(std::string_view column);
  std::string optional_slug(std::string_view column);
  // A whole number; an empty field is `absent`, or a problem when there is no such value.
  std::int64_t integer(std::string_view column, Range<std::int64_t> range,
                       std::optional<std::int64_t> absent = std::nullopt);
  // A limit; nothing for `-`. An empty field is a problem.
  std::optional<calendar::Limit> limit(std::string_view column);
  std::optional<std::chrono::local_days> date(std::string_view column);
  // Text that one of `names` must know; the second one may be empty.
  std::string reference(std::string_view column, const Names& names);
  std::string optional_reference(std::string_view column, const Names& names);

  // A problem when `names` does not know the word, a part of the field.
  void check_reference(std::string_view column, std::string_view word, const Names& names);

  // One of the words; the second one may be empty.
  template <class Enum, std::size_t kCount>
  Enum word(std::string_view column, const std::array<Spelling<Enum>, kCount>& words) {
    if (!has(column)) missing(column, "one of " + listed(words_of(words)));
    return optional_word(column, words).value_or(words.front().value);
  }
  template <class Enum, std::size_t kCount>
  std::optional<Enum> optional_word(std::string_view column,
                                    const std::array<Spelling<Enum>, kCount>& words) {
    if (!has(column)) return std::nullopt;
    for (const auto& spelling : words) {
      if (spelling.word == text(column)) return spelling.value;
    }
    problem(column, not_one_of(text(column), words_of(words)));
    return std::nullopt;
  }

  // The parts of a|b|c, none of them empty; an empty field has none. `what` as messages name a
  // part: "an alias".
  std::vector<std::string> parts(std::string_view column, std::string_view what);

  // How an explanation names the row: "limits.csv:17" and its source.
  RuleName rule_name(std::string_view file) const;

  // Adds a problem that begins with the column's name.
  void problem(std::string_view column, const std::string& message);

 private:
  void missing(std::string_view column, const std::string& right);

  RowSource source_;
  Problems& problems_;
  bool sound_{true};
};

// The values of all rows that `read` finds sound: Value read(RowReader&).
template <class Read>
auto read_rows(const OverlaidTable& table, Problems& problems, Read read) {
  std::vector<decltype(read(std::declval<RowReader&>()))> values;
  for (const RowSource& source : table.rows) {
    RowReader row(source, problems);
    auto value = read(row);
    if (row.is_sound()) values.push_back(std::move(value));
  }
  return values;
}

}  // namespace whistle::config
