#include "engine/config/toml_file.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <variant>

#include <toml++/toml.h>

namespace whistle::config {

// What the library read, as plain values: it shall not be seen outside this file. A date or a time
// becomes std::monostate, since no setting of ours is one.
struct TomlNode {
  using Nodes = std::vector<TomlNode>;
  struct Table {
    Nodes entries;
    std::vector<std::string> asked;  // keys that somebody looked for
  };
  struct Array {
    Nodes items;
  };

  std::string key;
  toml::source_position key_at{};
  toml::source_position at{};
  std::variant<std::monostate, std::string, bool, std::int64_t, double, Table, Array> value;
  bool is_read{};
};

namespace {

TomlNode plain(const toml::node& node);

TomlNode::Table plain_table(const toml::table& table) {
  TomlNode::Table result;
  for (const auto& [key, node] : table) {
    TomlNode entry = plain(node);
    entry.key = std::string(key.str());
    entry.key_at = key.source().begin;
    result.entries.push_back(std::move(entry));
  }
  return result;
}

TomlNode plain(const toml::node& node) {
  TomlNode result;
  result.at = node.source().begin;
  if (const auto* table = node.as_table()) {
    result.value = plain_table(*table);
  } else if (const auto* array = node.as_array()) {
    TomlNode::Array items;
    for (const toml::node& item : *array) items.items.push_back(plain(item));
    result.value = std::move(items);
  } else if (const auto* text = node.as_string()) {
    result.value = text->get();
  } else if (const auto* boolean = node.as_boolean()) {
    result.value = boolean->get();
  } else if (const auto* integer = node.as_integer()) {
    result.value = integer->get();
  } else if (const auto* real = node.as_floating_point()) {
    result.value = real->get();
  }
  return result;
}

// The library counts characters; an editor's "go to" and our tables count bytes.
std::uint32_t byte_column(std::string_view text, toml::source_position at) {
  std::size_t begin = 0;
  for (toml::source_index line = 1; line < at.line; ++line) {
    const std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) return at.column;
    begin = end + 1;
  }
  std::size_t offset = begin;
  for (toml::source_index column = 1; column < at.column && offset < text.size(); ++column) {
    ++offset;
    const auto continues = [&] {
      return offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xc0) == 0x80;
    };
    while (continues()) ++offset;
  }
  return static_cast<std::uint32_t>(offset - begin + 1);
}

void count_bytes(TomlNode& node, std::string_view text) {
  node.key_at.column = byte_column(text, node.key_at);
  node.at.column = byte_column(text, node.at);
  if (auto* table = std::get_if<TomlNode::Table>(&node.value)) {
    for (TomlNode& entry : table->entries) count_bytes(entry, text);
  } else if (auto* array = std::get_if<TomlNode::Array>(&node.value)) {
    for (TomlNode& item : array->items) count_bytes(item, text);
  }
}

TomlNode* entry_of(TomlNode* node, std::string_view key) {
  if (node == nullptr) return nullptr;
  auto& entries = std::get<TomlNode::Table>(node->value).entries;
  const auto found = std::ranges::find(entries, key, &TomlNode::key);
  return found == entries.end() ? nullptr : &*found;
}

// The key that was meant, or else all that could have been.
std::string known_keys(std::string_view key, const std::vector<std::string>& asked) {
  const std::set<std::string_view> once(asked.begin(), asked.end());
  const std::vector<std::string_view> known(once.begin(), once.end());
  const std::string near = near_miss(key, known);
  return near.empty() ? "; known here are " + listed(known) : near;
}

void report_unread_in(const TomlNode& node, const std::string& file, Problems& problems) {
  if (const auto* array = std::get_if<TomlNode::Array>(&node.value)) {
    for (const TomlNode& item : array->items) report_unread_in(item, file, problems);
  }
  const auto* table = std::get_if<TomlNode::Table>(&node.value);
  if (table == nullptr) return;
  for (const TomlNode& entry : table->entries) {
    if (entry.is_read) {
      report_unread_in(entry, file, problems);
    } else {
      problems.add({file, entry.key_at.line, entry.key_at.column},
                   "unknown key " + in_quotes(entry.key) + known_keys(entry.key, table->asked));
    }
  }
}

std::string plain_number(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text += '0';
  return text;
}

std::string plain_text(const TomlNode& node) {
  struct Writer {
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(double value) const { return plain_number(value); }
    std::string operator()(const TomlNode::Array& array) const {
      std::string text;
      for (const TomlNode& item : array.items) {
        text += (text.empty() ? "" : ", ") + plain_text(item);
      }
      return "[" + text + "]";
    }
    std::string operator()(const TomlNode::Table&) const { return "{}"; }
    std::string operator()(std::monostate) const { return "?"; }
  };
  return std::visit(Writer{}, node.value);
}

bool is_section(const TomlNode& node) {
  return std::holds_alternative<TomlNode::Table>(node.value);
}

// Of a section in a list: what it calls itself, else its place in the list.
std::string name_of(const TomlNode& section, std::size_t index) {
  for (const TomlNode& entry : std::get<TomlNode::Table>(section.value).entries) {
    const auto* text = std::get_if<std::string>(&entry.value);
    if (entry.key == "name" && text != nullptr) return *text;
  }
  return std::to_string(index + 1);
}

void collect(const TomlNode& node, const std::string& name, const std::string& file,
             std::vector<TomlValue>& values) {
  const std::string begin = name.empty() ? std::string() : name + ".";
  if (const auto* table = std::get_if<TomlNode::Table>(&node.value)) {
    for (const TomlNode& entry : table->entries) collect(entry, begin + entry.key, file, values);
    return;
  }
  const auto* array = std::get_if<TomlNode::Array>(&node.value);
  if (array != nullptr && std::ranges::any_of(array->items, is_section)) {
    for (std::size_t i = 0; i < array->items.size(); ++i) {
      const TomlNode& item = array->items[i];
      if (is_section(item)) collect(item, begin + name_of(item, i), file, values);
    }
    return;
  }
  values.push_back({name, plain_text(node), {file, node.at.line, node.at.column}});
}

// A whole number is a number, too.
std::optional<double> number_of(const TomlNode& node) {
  if (const auto* real = std::get_if<double>(&node.value)) return *real;
  if (const auto* whole = std::get_if<std::int64_t>(&node.value)) {
    return static_cast<double>(*whole);
  }
  return std::nullopt;
}

std::string not_a_number(std::optional<double> value, Range<double> range) {
  return (value ? plain_number(*value) + " is not " : "must be ") + "a number from " +
         plain_number(range.min) + " to " + plain_number(range.max);
}

}  // namespace

TomlNode* TomlSection::read(std::string_view key) {
  if (node_ == nullptr) return nullptr;
  std::get<TomlNode::Table>(node_->value).asked.emplace_back(key);
  TomlNode* entry = entry_of(node_, key);
  if (entry != nullptr) entry->is_read = true;
  return entry;
}

bool TomlSection::has(std::string_view key) const { return entry_of(node_, key) != nullptr; }

Place TomlSection::place() const {
  if (node_ == nullptr) return {*file_};
  return {*file_, node_->at.line, node_->at.column};
}

Place TomlSection::place(std::string_view key) const {
  const TomlNode* entry = entry_of(node_, key);
  if (entry == nullptr) return place();
  return {*file_, entry->at.line, entry->at.column};
}

void TomlSection::problem(std::string_view key, const std::string& message) {
  problems_->add(place(key), std::string(key) + ": " + message);
}

void TomlSection::missing(std::string_view key, const std::string& right) {
  problems_->add(place(), std::string(key) + ": is missing; " + right);
}

std::optional<std::string> TomlSection::text(std::string_view key) {
  const TomlNode* entry = read(key);
  if (entry == nullptr) return std::nullopt;
  if (const auto* value = std::get_if<std::string>(&entry->value)) return *value;
  problem(key, "must be text in quotes");
  return std::nullopt;
}

std::optional<bool> TomlSection::boolean(std::string_view key) {
  const TomlNode* entry = read(key);
  if (entry == nullptr) return std::nullopt;
  if (const auto* value = std::get_if<bool>(&entry->value)) return *value;
  problem(key, "must be true or false");
  return std::nullopt;
}

std::optional<std::int64_t> TomlSection::integer(std::string_view key, Range<std::int64_t> range) {
  const TomlNode* entry = read(key);
  if (entry == nullptr) return std::nullopt;
  const auto* value = std::get_if<std::int64_t>(&entry->value);
  if (value != nullptr && range.contains(*value)) return *value;
  problem(key, (value == nullptr ? "must be " : std::to_string(*value) + " is not ") +
                   "a whole number from " + std::to_string(range.min) + " to " +
                   std::to_string(range.max));
  return std::nullopt;
}

std::optional<double> TomlSection::real(std::string_view key, Range<double> range) {
  const TomlNode* entry = read(key);
  if (entry == nullptr) return std::nullopt;
  const std::optional<double> value = number_of(*entry);
  if (value && range.contains(*value)) return value;
  problem(key, not_a_number(value, range));
  return std::nullopt;
}

std::optional<std::vector<double>> TomlSection::reals(std::string_view key, Range<double> range) {
  const TomlNode* entry = read(key);
  if (entry == nullptr) return std::nullopt;
  const auto* array = std::get_if<TomlNode::Array>(&entry->value);
  if (array == nullptr) {
    problem(key, "must be a list of numbers, such as [0.5, 1.0]");
    return std::nullopt;
  }
  std::vector<double> numbers;
  for (const TomlNode& item : array->items) {
    const std::optional<double> value = number_of(item);
    if (value && range.contains(*value)) {
      numbers.push_back(*value);
    } else {
      problems_->add({*file_, item.at.line, item.at.column},
                     std::string(key) + ": " + not_a_number(value, range));
    }
  }
  if (numbers.size() != array->items.size()) return std::nullopt;
  return numbers;
}

std::optional<Milliseconds> TomlSection::duration(std::string_view key, Range<Milliseconds> range) {
  const auto text = this->text(key);
  if (!text) return std::nullopt;
  const auto value = parse_duration(*text);
  if (!value) {
    problem(key, value.error());
  } else if (!range.contains(*value)) {
    problem(key, in_quotes(*text) + " is not a duration from " + duration_text(range.min) + " to " +
                     duration_text(range.max));
  } else {
    return *value;
  }
  return std::nullopt;
}

std::optional<std::vector<TomlText>> TomlSection::texts(std::string_view key) {
  const TomlNode* entry = read(key);
  if (entry == nullptr) return std::nullopt;
  const auto* array = std::get_if<TomlNode::Array>(&entry->value);
  if (array == nullptr) {
    problem(key, "must be a list of texts, such as [\"a\", \"b\"]");
    return std::nullopt;
  }
  std::vector<TomlText> texts;
  for (const TomlNode& item : array->items) {
    const Place place{*file_, item.at.line, item.at.column};
    if (const auto* text = std::get_if<std::string>(&item.value)) {
      texts.push_back({*text, place});
    } else {
      problems_->add(place, std::string(key) + ": must be text in quotes");
    }
  }
  return texts;
}

TomlSection TomlSection::section(std::string_view key) {
  TomlNode* entry = read(key);
  if (entry != nullptr && !std::holds_alternative<TomlNode::Table>(entry->value)) {
    problem(key, "must be a section, [" + std::string(key) + "]");
    entry = nullptr;
  }
  return {entry, file_, problems_};
}

std::vector<TomlSection> TomlSection::sections(std::string_view key) {
  std::vector<TomlSection> sections;
  TomlNode* entry = read(key);
  if (entry == nullptr) return sections;
  auto* array = std::get_if<TomlNode::Array>(&entry->value);
  if (array == nullptr) {
    problem(key, "must be a list of sections, [[" + std::string(key) + "]]");
    return sections;
  }
  for (TomlNode& item : array->items) {
    if (std::holds_alternative<TomlNode::Table>(item.value)) {
      sections.push_back({&item, file_, problems_});
    } else {
      problems_->add({*file_, item.at.line, item.at.column},
                     std::string(key) + ": must be a section, [[" + std::string(key) + "]]");
    }
  }
  return sections;
}

TomlFile::TomlFile(std::unique_ptr<std::string> file, std::unique_ptr<TomlNode> root,
                   Problems* problems)
    : file_(std::move(file)), root_(std::move(root)), problems_(problems) {}
TomlFile::TomlFile(TomlFile&&) noexcept = default;
TomlFile& TomlFile::operator=(TomlFile&&) noexcept = default;
TomlFile::~TomlFile() = default;

std::optional<TomlFile> TomlFile::parse(std::string file, std::string_view text,
                                        Problems& problems) {
  try {
    auto root = std::make_unique<TomlNode>(plain(toml::parse(text, std::string_view(file))));
    count_bytes(*root, text);
    return TomlFile(std::make_unique<std::string>(std::move(file)), std::move(root), &problems);
  } catch (const toml::parse_error& error) {
    const toml::source_position at = error.source().begin;
    problems.add({std::move(file), std::max(at.line, 1U), byte_column(text, at)},
                 "not TOML: " + std::string(error.description()));
    return std::nullopt;
  }
}

std::vector<TomlValue> TomlFile::values() const {
  std::vector<TomlValue> values;
  collect(*root_, {}, *file_, values);
  return values;
}

TomlSection TomlFile::root() const { return {root_.get(), file_.get(), problems_}; }

void TomlFile::report_unread() const { report_unread_in(*root_, *file_, *problems_); }

}  // namespace whistle::config
