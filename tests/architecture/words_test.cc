#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "tests/architecture/source_tree.h"

// What may be written, and how long it may be.
namespace whistle::architecture::words_test {

constexpr std::size_t kColumnsMax = 100;
constexpr std::size_t kLinesMax = 500;
// The only file that may contain what is forbidden.
constexpr std::string_view kThisFile = "tests/architecture/words_test.cc";

const std::vector<std::string> kCode{".h", ".cc"};
const std::vector<std::string> kText{".h",  ".cc",   ".md",   ".proto",
                                     ".py", ".toml", ".html", "CMakeLists.txt"};
const std::vector<std::string> kFolders{"engine", "proto", "adapters", "config", "tests", "bench"};
const std::vector<std::string> kRootFiles{"README.md", "ARCHITECTURE.md", "CHANGELOG.md",
                                          "CMakeLists.txt", "run"};

std::vector<SourceFile> everything(const std::vector<std::string>& endings) {
  std::vector<SourceFile> files;
  for (const std::string& folder : kFolders) {
    std::ranges::move(files_below(folder, endings), std::back_inserter(files));
  }
  for (const std::string& path : kRootFiles) {
    if (exists(path)) files.push_back(file_at(path));
  }
  return files;
}

bool is_word(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

// True when the line contains the word, not as a part of a longer one.
bool has_word(std::string_view line, std::string_view word) {
  for (std::size_t from = line.find(word); from != std::string_view::npos;
       from = line.find(word, from + 1)) {
    const std::size_t until = from + word.size();
    const bool begins = from == 0 || !is_word(line[from - 1]);
    const bool ends = until == line.size() || !is_word(line[until]);
    if (begins && ends) return true;
  }
  return false;
}

// In characters as people count them: bytes that go on with a character do not count.
std::size_t columns(std::string_view line) {
  return static_cast<std::size_t>(std::ranges::count_if(
      line, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

void expect_without(const std::vector<SourceFile>& files,
                    const std::vector<std::string>& forbidden) {
  for (const SourceFile& file : files) {
    if (file.path == kThisFile) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      for (const std::string& word : forbidden) {
        const bool is_there = file.lines[i].find(word) != std::string::npos;
        EXPECT_FALSE(is_there) << at(file, i + 1) << ": " << file.lines[i];
      }
    }
  }
}

TEST(Words, NoTestSleeps) {
  expect_without(files_below("tests", kCode),
                 {"sleep_for", "sleep_until", "usleep(", "nanosleep", "::sleep(", " sleep("});
}

TEST(Words, OnlyTheRuntimeReadsAClock) {
  std::vector<SourceFile> files = files_below("engine", kCode);
  std::erase_if(files,
                [](const SourceFile& file) { return file.path.starts_with("engine/runtime/"); });
  expect_without(files, {"::now()", "time(nullptr)", "time(NULL)", "time(0)", "gettimeofday",
                         "clock_gettime"});
}

TEST(Words, NothingIsLeftForLater) {
  for (const SourceFile& file : everything(kText)) {
    if (file.path == kThisFile) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      for (const char* word : {"FIXME", "TODO", "XXX"}) {
        EXPECT_FALSE(has_word(file.lines[i], word)) << at(file, i + 1) << ": " << file.lines[i];
      }
    }
  }
}

TEST(Words, NoLineIsTooWide) {
  for (const SourceFile& file : everything({".h", ".cc", ".md"})) {
    const bool is_document = file.path.ends_with(".md");
    bool is_fenced = false;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      if (is_document && file.lines[i].starts_with("```")) is_fenced = !is_fenced;
      // A row of a table and what a program printed cannot be broken.
      if (is_document && (is_fenced || file.lines[i].starts_with('|'))) continue;
      EXPECT_LE(columns(file.lines[i]), kColumnsMax) << at(file, i + 1);
    }
  }
}

TEST(Words, NoFileIsTooLong) {
  for (const SourceFile& file : everything(kCode)) {
    EXPECT_LT(file.lines.size(), kLinesMax) << file.path;
  }
}

// The spans between backticks, without fenced blocks.
std::vector<std::string> quoted_in(const SourceFile& file) {
  std::vector<std::string> quoted;
  bool fenced = false;
  for (const std::string& line : file.lines) {
    if (line.starts_with("```")) fenced = !fenced;
    if (fenced) continue;
    for (std::size_t open = line.find('`'); open != std::string::npos;) {
      const std::size_t close = line.find('`', open + 1);
      if (close == std::string::npos) break;
      quoted.push_back(line.substr(open + 1, close - open - 1));
      open = line.find('`', close + 1);
    }
  }
  return quoted;
}

// "engine/core/" and "./run", but neither "/v1/cases" nor "tcp://host" nor "WHISTLE/1".
bool is_path(std::string_view quoted) {
  if (quoted.find('/') == std::string_view::npos || quoted.front() == '/') return false;
  const auto may_be = [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '_' || letter == '-' || letter == '.' ||
           letter == '/';
  };
  const auto is_lower = [](unsigned char letter) { return std::islower(letter) != 0; };
  return std::ranges::all_of(quoted, may_be) && std::ranges::any_of(quoted, is_lower);
}

// Floors may be named by themselves, `core/`, and a header with its source by what they share,
// `runtime/engine`.
bool is_there(const std::string& path) {
  for (const std::string& from : {path, "engine/" + path}) {
    if (exists(from) || exists(from + ".h") || exists(from + ".cc")) return true;
  }
  return false;
}

TEST(Documents, NamePathsThatExist) {
  // Made by building and by running, not kept.
  const std::vector<std::string_view> made{"build/", "var/"};
  for (const std::string path : {"README.md", "ARCHITECTURE.md"}) {
    if (!exists(path)) continue;
    for (std::string quoted : quoted_in(file_at(path))) {
      if (!is_path(quoted)) continue;
      if (quoted.starts_with("./")) quoted.erase(0, 2);
      if (std::ranges::any_of(made, [&](auto start) { return quoted.starts_with(start); }))
        continue;
      EXPECT_TRUE(is_there(quoted)) << path << " names `" << quoted << "`";
    }
  }
}

}  // namespace whistle::architecture::words_test
