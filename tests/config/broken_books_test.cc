#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/config/rule_book_files.h"

// One folder of broken/ for each kind of mistake an author can make: files that take the place of
// those of the sound book, and in expected.txt the exact lines the author reads. `absent.txt` names
// files or folders of the sound book that are not there.
namespace whistle::config::broken_books_test {

namespace fs = std::filesystem;

const fs::path kBroken = fs::path(SOURCE_DIR) / "tests/config/broken";
constexpr std::string_view kSound = "sound";
constexpr std::chrono::local_days kToday{std::chrono::year{2026} / 11 / 27};

std::optional<std::string> text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::vector<std::string> folders() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kBroken)) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

// The sound book in a folder of its own, with the files of a broken one laid over it.
class LaidOut {
 public:
  explicit LaidOut(const std::string& name) {
    std::string root = (fs::temp_directory_path() / "whistle_broken_XXXXXX").string();
    root_ = mkdtemp(root.data());
    lay(kBroken / kSound);
    if (name != kSound) lay(kBroken / name);
    std::ifstream absent(kBroken / name / "absent.txt");
    for (std::string path; std::getline(absent, path);) fs::remove_all(root_ / path);
  }
  LaidOut(const LaidOut&) = delete;
  LaidOut& operator=(const LaidOut&) = delete;
  ~LaidOut() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  CheckedBook check() const { return check_rule_book(root_ / "base", root_ / "pack", kToday); }

  std::string lines(const std::vector<Problem>& problems) const {
    std::string lines;
    for (Problem problem : problems) {
      problem.file = fs::path(problem.file).lexically_relative(root_).string();
      lines += to_text(problem) + "\n";
    }
    return lines;
  }

 private:
  void lay(const fs::path& from) const {
    for (const char* layer : {"base", "pack"}) {
      if (!fs::exists(from / layer)) continue;
      fs::copy(from / layer, root_ / layer,
               fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    }
  }

  fs::path root_;
};

class BrokenBook : public testing::TestWithParam<std::string> {};

TEST_P(BrokenBook, TellsExactlyWhatIsExpected) {
  const auto expected = text_of(kBroken / GetParam() / "expected.txt");
  ASSERT_TRUE(expected) << GetParam() << "/expected.txt is missing";
  const LaidOut book(GetParam());

  const CheckedBook checked = book.check();

  EXPECT_EQ(book.lines(checked.problems), *expected);
  const bool has_errors = std::ranges::any_of(
      checked.problems, [](const Problem& one) { return one.weight == Weight::Error; });
  EXPECT_EQ(checked.book.has_value(), !has_errors);
}

INSTANTIATE_TEST_SUITE_P(Corpus, BrokenBook, testing::ValuesIn(folders()),
                         [](const auto& folder) { return folder.param; });

TEST(BrokenBooks, AreSixtyAtLeast) { EXPECT_GE(folders().size(), 61U) << "one of them is sound"; }

}  // namespace whistle::config::broken_books_test
