#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/crash/torture.h"

// An engine that says "on disk" of what is not (tests/disk/faulty_disk.cc, "lie"), killed under
// load: if the torture finds nothing here, what it finds elsewhere is worth nothing.
namespace whistle::tests::lie_test {

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

// When the kills come is chance, so what they reveal is as well; one of some rounds is enough.
TEST_F(Lie, AboutWhatIsOnDiskIsFound) {
  constexpr std::uint64_t kRoundsMax = 8;
  std::uint64_t lost = 0;
  std::uint64_t duplicated = 0;
  std::uint64_t seen_wrongly = 0;
  const auto all_found = [&] { return lost > 0 && duplicated > 0 && seen_wrongly > 0; };
  for (std::uint64_t seed = 1; seed <= kRoundsMax && !all_found(); ++seed) {
    const Findings found =
        torture({.kills = 4, .seed = seed, .quiet = true, .engine = WHISTLED_ON_A_FAULTY_DISK});
    if (found.lost > 0) {
      EXPECT_FALSE(found.is_good()) << found.json();
    }
    lost += found.lost;
    duplicated += found.duplicated;
    seen_wrongly += found.watch_gaps + found.watch_repeats;
  }
  EXPECT_GT(lost, 0U);
  EXPECT_GT(duplicated, 0U);
  EXPECT_GT(seen_wrongly, 0U);
}

}  // namespace whistle::tests::lie_test
