#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/config/notation.h"
#include "engine/config/problems.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

namespace whistle::config {

struct TomlNode;

// A string of the file and where it stands.
struct TomlText {
  std::string text;
  Place place;
};

// A value of the file, by its whole name: "cards.red_points", "calendar.office.week.mon" (of the
// list's section whose name is office), "replace" for a list of plain values.
struct TomlValue {
  std::string name;
  std::string text;
  Place place;
};

// One table of a TOML file, or a table that is absent and has no keys. Every getter marks its key
// as read, adds a problem at the value when it is of the wrong type or out of range, and returns
// nothing then, as for a missing key. Lives as long as its TomlFile and its Problems.
class TomlSection {
 public:
  bool is_present() const { return node_ != nullptr; }
  bool has(std::string_view key) const;
  // Of the section, or of the value of a key; of the section when there is no such key.
  Place place() const;
  Place place(std::string_view key) const;

  std::optional<std::string> text(std::string_view key);
  std::optional<bool> boolean(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key, Range<std::int64_t> range);
  std::optional<double> real(std::string_view key, Range<double> range);
  std::optional<Milliseconds> duration(std::string_view key, Range<Milliseconds> range);
  // An array of strings.
  std::optional<std::vector<TomlText>> texts(std::string_view key);
  // An array of numbers.
  std::optional<std::vector<double>> reals(std::string_view key, Range<double> range);
  // `[key]`; absent when there is none.
  TomlSection section(std::string_view key);
  // `[[key]]`.
  std::vector<TomlSection> sections(std::string_view key);

  template <class Enum, std::size_t kCount>
  std::optional<Enum> word(std::string_view key, const std::array<Spelling<Enum>, kCount>& words) {
    const auto text = this->text(key);
    if (!text) return std::nullopt;
    for (const auto& spelling : words) {
      if (spelling.word == *text) return spelling.value;
    }
    problem(key, not_one_of(*text, words_of(words)));
    return std::nullopt;
  }

  // Adds "key: message" at the value, or "key: is missing; right" at the section.
  void problem(std::string_view key, const std::string& message);
  void missing(std::string_view key, const std::string& right);

 private:
  friend class TomlFile;
  TomlSection(TomlNode* node, const std::string* file, Problems* problems)
      : node_(node), file_(file), problems_(problems) {}
  // The value of a key, which counts as read from now on; nullptr when it is missing.
  TomlNode* read(std::string_view key);

  TomlNode* node_{};
  const std::string* file_{};
  Problems* problems_{};
};

// A parsed TOML file. `problems` must outlive it.
class TomlFile {
 public:
  // Nothing when the text is not TOML; the problem says where.
  static std::optional<TomlFile> parse(std::string file, std::string_view text, Problems& problems);
  TomlFile(TomlFile&&) noexcept;
  TomlFile& operator=(TomlFile&&) noexcept;
  ~TomlFile();

  TomlSection root() const;
  // All values, in no order.
  std::vector<TomlValue> values() const;

  // Adds a problem for every key that nobody has read. Called last.
  void report_unread() const;

 private:
  TomlFile(std::unique_ptr<std::string> file, std::unique_ptr<TomlNode> root, Problems* problems);

  std::unique_ptr<std::string> file_;  // sections point to it
  std::unique_ptr<TomlNode> root_;
  Problems* problems_;
};

}  // namespace whistle::config
