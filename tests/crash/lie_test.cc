#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/crash/torture.h"

// An engine that says "on disk" of what is not (tests/disk/faulty_disk.cc, "lie"), killed under
// load: if the torture finds nothing here, what it finds elsewhere is worth nothing.
namespace whistle::tests {
namespace {

class Lie : public testing::Test {
 protected:
  Lie() {
    std::string pattern = (std::filesystem::temp_directory_path() / "whistle.lie.XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    std::ofstream(folder_ / "fault") << "lie\n";
    setenv("WHISTLE_DISK_FAULT", (folder_ / "fault").c_str(), 1);
  }
  ~Lie() override {
    unsetenv("WHISTLE_DISK_FAULT");
    std::filesystem::remove_all(folder_);
  }

  std::filesystem::path folder_;
};

TEST_F(Lie, AboutWhatIsOnDiskIsFound) {
  const Findings found =
      torture({.kills = 4, .seed = 1, .quiet = true, .engine = WHISTLED_ON_A_FAULTY_DISK});
  EXPECT_GT(found.lost, 0U) << found.json();
  EXPECT_GT(found.duplicated, 0U) << found.json();
  EXPECT_GT(found.watch_gaps + found.watch_repeats, 0U) << found.json();
  EXPECT_FALSE(found.is_good());
}

}  // namespace
}  // namespace whistle::tests
