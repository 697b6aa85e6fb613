#include "engine/app/compiled_folder.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace whistle::app::compiled_folder_test {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kKey(64, 'a');
const std::string kOtherKey(64, 'b');
const std::string kBytes = std::string("compiled\0patterns", 17) + std::string(100'000, 'x');

std::string numbered(int number) {
  const std::string digits = std::to_string(number);
  return std::string(64 - digits.size(), '0') + digits;
}

class CompiledFolderTest : public testing::Test {
 protected:
  CompiledFolderTest() {
    std::string name = (fs::temp_directory_path() / "whistle_kept_XXXXXX").string();
    top_ = mkdtemp(name.data());
  }
  ~CompiledFolderTest() override { fs::remove_all(top_); }

  CompiledFolder open(const fs::path& folder) {
    return {folder,
            {.on_kept = [this](const fs::path& file) { kept_.push_back(file.filename()); },
             .on_problem = [this](const fs::path&,
                                  const std::string& problem) { problems_.push_back(problem); }}};
  }
  CompiledFolder open() { return open(folder()); }

  fs::path folder() const { return top_ / "of" / "patterns"; }
  fs::path file(const std::string& key = kKey) const { return folder() / (key + ".compiled"); }
  std::string content() const {
    std::ifstream stream(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  void overwrite(const std::string& bytes) const {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
  }
  std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder()), fs::directory_iterator()));
  }
  // As if it had last been used so many hours after 1970 began.
  static void age(const fs::path& path, int hour) {
    const timespec used{.tv_sec = hour * 3600, .tv_nsec = 0};
    const timespec both[2] = {used, used};
    ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), both, 0), 0) << path;
  }

  // Nothing is found, that is told, and what is kept next is found again.
  void expect_doubted(const std::string& why) {
    problems_.clear();
    EXPECT_EQ(open().find(kKey), std::nullopt);
    EXPECT_THAT(problems_, ElementsAre(HasSubstr(why)));
    open().keep(kKey, kBytes);
    EXPECT_TRUE(open().find(kKey) == kBytes) << why;
    EXPECT_EQ(problems_.size(), 1U) << why;
  }

  fs::path top_;
  std::vector<std::string> kept_;
  std::vector<std::string> problems_;
};

TEST_F(CompiledFolderTest, FindsNothingAtFirstAndSaysNothing) {
  EXPECT_EQ(open().find(kKey), std::nullopt);
  EXPECT_THAT(problems_, IsEmpty());
  EXPECT_FALSE(fs::exists(folder())) << "made for nothing";
}

TEST_F(CompiledFolderTest, FindsWhatWasKeptByThisProcessOrAnother) {
  open().keep(kKey, kBytes);
  open().keep(kOtherKey, "others");
  EXPECT_TRUE(open().find(kKey) == kBytes);
  EXPECT_TRUE(open().find(kOtherKey) == "others");
  EXPECT_THAT(kept_, ElementsAre(kKey + ".compiled", kOtherKey + ".compiled"));
  EXPECT_THAT(problems_, IsEmpty());
  EXPECT_EQ(files(), 2U);
}

TEST_F(CompiledFolderTest, IsForOneUserAlone) {
  open().keep(kKey, kBytes);
  struct stat status {};
  ASSERT_EQ(::stat(file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600U);
  ASSERT_EQ(::stat(folder().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0700U);
}

TEST_F(CompiledFolderTest, DoesNotBelieveADamagedFile) {
  open().keep(kKey, kBytes);
  const std::string good = content();
  for (const std::size_t at :
       {std::size_t{0}, std::size_t{8}, std::size_t{39}, std::size_t{40}, good.size() - 1}) {
    std::string damaged = good;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    overwrite(damaged);
    expect_doubted(at < 8 ? "something else" : "damaged");
  }
  overwrite(good + "x");
  expect_doubted("damaged");
}

TEST_F(CompiledFolderTest, DoesNotBelieveAFileThatIsCutOff) {
  open().keep(kKey, kBytes);
  const std::string good = content();
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, std::size_t{40}}) {
    overwrite(good.substr(0, size));
    expect_doubted("cut off");
  }
  for (const std::size_t size : {std::size_t{41}, good.size() / 2, good.size() - 1}) {
    overwrite(good.substr(0, size));
    expect_doubted("damaged");
  }
}

TEST_F(CompiledFolderTest, DoesNotBelieveAFileUnderAnotherName) {
  open().keep(kOtherKey, "what belongs to another key");
  fs::rename(file(kOtherKey), file());
  expect_doubted("damaged");
}

TEST_F(CompiledFolderTest, DoesNotBelieveWhatOthersMayHaveWritten) {
  open().keep(kKey, kBytes);
  fs::permissions(file(), fs::perms::others_write, fs::perm_options::add);
  expect_doubted("others may write it");
  fs::permissions(file(), fs::perms::group_write, fs::perm_options::add);
  expect_doubted("others may write it");
}

TEST_F(CompiledFolderTest, FollowsNoLink) {
  open().keep(kKey, kBytes);
  fs::rename(file(), top_ / "elsewhere");
  fs::create_symlink(top_ / "elsewhere", file());
  expect_doubted("");
  EXPECT_FALSE(fs::is_symlink(file()));
}

TEST_F(CompiledFolderTest, IsNotHinderedByAFolderInPlaceOfAFile) {
  fs::create_directories(file());
  EXPECT_EQ(open().find(kKey), std::nullopt);
  open().keep(kKey, kBytes);
  EXPECT_EQ(problems_.size(), 2U);
  EXPECT_EQ(files(), 1U) << "something half written is left";
}

TEST_F(CompiledFolderTest, GoesOnWithoutAFolder) {
  std::ofstream(top_ / "file") << "no folder";
  CompiledFolder none = open(top_ / "file" / "patterns");
  EXPECT_EQ(none.find(kKey), std::nullopt);
  problems_.clear();
  none.keep(kKey, kBytes);
  EXPECT_EQ(problems_.size(), 1U);
  EXPECT_THAT(kept_, IsEmpty());
}

TEST_F(CompiledFolderTest, GrowsToABound) {
  constexpr int kMax = CompiledFolder::kFilesMax;
  open().keep(kKey, kBytes);
  std::ofstream(folder() / "notes.txt") << "of somebody else";
  // As who was killed while he wrote leaves it.
  std::ofstream(folder() / (kOtherKey + ".compiled.q1W2e3")) << "half";
  age(folder() / (kOtherKey + ".compiled.q1W2e3"), 0);
  for (int i = 0; i < kMax + 3; ++i) {
    open().keep(numbered(i), "patterns");
    age(file(numbered(i)), i);
    // Whoever is asked for stays, however long ago it was kept.
    age(file(), 0);
    EXPECT_TRUE(open().find(kKey) == kBytes);
  }
  open().keep(kOtherKey, kBytes);
  EXPECT_EQ(files(), CompiledFolder::kFilesMax + 1) << "notes.txt is nobody's to remove";
  EXPECT_TRUE(fs::exists(folder() / "notes.txt"));
  EXPECT_TRUE(open().find(kKey) == kBytes);
  EXPECT_TRUE(open().find(kOtherKey) == kBytes);
  EXPECT_EQ(open().find(numbered(0)), std::nullopt);
  EXPECT_TRUE(open().find(numbered(kMax + 2)) == "patterns");
}

TEST_F(CompiledFolderTest, MayBeWrittenByTwoAtOnce) {
  constexpr int kTimes = 200;
  std::atomic<int> problems{};
  const auto work = [&] {
    CompiledFolder shared(folder(), {.on_kept = [](const fs::path&) {},
                                     .on_problem = [&](const auto&, const auto&) { ++problems; }});
    for (int i = 0; i < kTimes; ++i) {
      shared.keep(kKey, kBytes);
      // Whole, or not there; never half.
      const auto found = shared.find(kKey);
      EXPECT_TRUE(!found || *found == kBytes);
    }
  };
  std::thread other(work);
  work();
  other.join();
  EXPECT_EQ(problems, 0);
  EXPECT_EQ(files(), 1U);
  EXPECT_TRUE(open().find(kKey) == kBytes);
}

}  // namespace whistle::app::compiled_folder_test
