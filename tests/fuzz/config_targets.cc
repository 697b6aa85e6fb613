#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "engine/config/csv_table.h"
#include "engine/config/rule_book_files.h"
#include "engine/config/toml_file.h"
#include "tests/fuzz/targets.h"

namespace whistle::fuzz {
namespace {

using namespace config;  // NOLINT(google-build-using-namespace): every loader is named below
namespace fs = std::filesystem;

// Asks for everything in every way: what is there and of the wrong type must be told, not believed.
void ask(TomlSection section, std::string_view key) {
  section.has(key);
  section.place(key);
  section.text(key);
  section.boolean(key);
  section.integer(key, {-1'000, 1'000'000});
  section.real(key, {-1.0, 1e9});
  section.duration(key, {Milliseconds{0}, Milliseconds{1'000'000'000}});
  section.texts(key);
  section.reals(key, {0.0, 1.0});
}

void walk(TomlSection section, const std::set<std::string>& keys, int depth) {
  constexpr int kDepthMax = 4;
  if (depth > kDepthMax || !section.is_present()) return;
  for (const std::string& key : keys) {
    ask(section, key);
    walk(section.section(key), keys, depth + 1);
    for (const TomlSection& each : section.sections(key)) walk(each, keys, depth + 1);
  }
}

// "cards.red_points" is found by its words, of which a few will do.
std::set<std::string> words_of(const TomlFile& file) {
  constexpr std::size_t kWordsMax = 6;
  std::set<std::string> words;
  for (const TomlValue& value : file.values()) {
    for (std::size_t from = 0; from <= value.name.size() && words.size() < kWordsMax;) {
      const std::size_t until = std::min(value.name.find('.', from), value.name.size());
      words.insert(value.name.substr(from, until - from));
      from = until + 1;
    }
  }
  return words;
}

// The files of a small, sound rule book.
RuleBundle sound_book() {
  const fs::path folder = fs::path(SOURCE_DIR) / "tests/config/broken/sound";
  RuleBundle files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = fs::relative(entry.path(), folder).generic_string();
    if (!entry.is_regular_file() || name.find('/') == std::string::npos) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    files[name] = std::string(std::istreambuf_iterator<char>(file), {});
  }
  return files;
}

}  // namespace

void try_toml(std::string_view bytes) {
  Problems problems;
  auto file = TomlFile::parse("fuzzed.toml", bytes, problems);
  if (!file) {
    WHISTLE_FUZZ_EXPECT(problems.has_errors());
    return;
  }
  walk(file->root(), words_of(*file), 0);
  file->report_unread();
}

void try_csv(std::string_view bytes) {
  Problems problems;
  const CsvTable table =
      read_csv("fuzzed.csv", bytes, {"code", "name", "tier", "note"}, problems, {"note"});
  WHISTLE_FUZZ_EXPECT(table.complete || problems.has_errors());
  for (const CsvRow& row : table.rows) {
    WHISTLE_FUZZ_EXPECT(row.cells.size() == table.columns.size());
    WHISTLE_FUZZ_EXPECT(row.line() > 0);
  }
}

void try_bundle(std::string_view bytes) {
  const auto files = decode_bundle(bytes);
  if (!files) return;
  const auto again = decode_bundle(encode_bundle(*files));
  WHISTLE_FUZZ_EXPECT(again && *again == *files);
}

// The first byte says which file of the book has been replaced by the rest.
void try_rule_book(std::string_view bytes) {
  static const RuleBundle sound = sound_book();
  Cutter cutter(bytes);
  RuleBundle files = sound;
  const unsigned chosen = cutter.byte();
  std::next(files.begin(), static_cast<long>(chosen % files.size()))->second = cutter.rest();
  const auto book = load_rule_book(files);
  WHISTLE_FUZZ_EXPECT(book || !book.error().empty());
}

}  // namespace whistle::fuzz
