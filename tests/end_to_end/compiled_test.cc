#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/end_to_end/engine_process.h"

// A start that follows another one compiles nothing, and one that cannot trust what it finds does
// not notice either.
namespace whistle::tests::compiled_test {

namespace fs = std::filesystem;

class Compiled : public testing::Test {
 protected:
  Compiled() : engine_("changtai") { engine_.keep_compiled_in({}); }

  // Starts, has a complaint read, and ends it: what it found in it.
  std::string run(const std::vector<std::string>& more = {}) {
    engine_.start(kMorning, more);
    client::Client client(engine_.options());
    const auto filed = client.submit(
        complaint(std::to_string(++complaints_), "登科府2号楼水管爆了，水漫到楼道里"));
    EXPECT_TRUE(filed) << engine_.log();
    const std::string category = filed ? client.get_case(filed->case_id())->case_().category() : "";
    engine_.kill();
    return category;
  }
  int said(const std::string& words) const {
    const std::string log = engine_.log();
    int times = 0;
    for (std::size_t at = log.find(words); at != std::string::npos; at = log.find(words, at + 1)) {
      ++times;
    }
    return times;
  }
  fs::path inside_the_data() const { return engine_.folder() / "journal" / "compiled"; }

  EngineProcess engine_;
  int complaints_{};
};

TEST_F(Compiled, PatternsServeTheNextStartAndDoTheJournalNoHarm) {
  const std::string category = run();
  EXPECT_NE(category, "");
  EXPECT_EQ(said("patterns compiled and kept"), 1);
  ASSERT_FALSE(fs::is_empty(inside_the_data()));
  EXPECT_EQ(run(), category);
  EXPECT_EQ(said("patterns compiled and kept"), 1) << "compiled again";
  EXPECT_EQ(engine_.verify(), 0);
  const fs::path journal = engine_.folder() / "journal";
  const fs::path backups = engine_.folder() / "backups";
  const auto whistled = [&](const std::string& verb, const fs::path& data) {
    return exit_code(spawn({WHISTLED, verb, backups, "--data", data}, engine_.folder() / "log"));
  };
  EXPECT_EQ(whistled("backup", journal), 0) << engine_.log();
  EXPECT_EQ(whistled("restore", engine_.folder() / "restored"), 0) << engine_.log();
  EXPECT_FALSE(fs::exists(engine_.folder() / "restored" / "compiled"));
}

TEST_F(Compiled, PatternsThatAreDamagedAreCompiledAnew) {
  const std::string category = run();
  for (const auto& file : fs::directory_iterator(inside_the_data())) {
    fs::resize_file(file, fs::file_size(file) / 2);
  }
  EXPECT_EQ(run(), category);
  EXPECT_EQ(said("is damaged"), 1) << engine_.log();
  EXPECT_EQ(said("patterns compiled and kept"), 2);
  EXPECT_EQ(run(), category);
  EXPECT_EQ(said("patterns compiled and kept"), 2) << "was not replaced";
}

TEST_F(Compiled, PatternsThatCannotBeKeptAreNoReasonNotToStart) {
  std::ofstream(engine_.folder() / "file") << "no folder";
  EXPECT_NE(run({"--compiled", engine_.folder() / "file" / "patterns"}), "");
  EXPECT_EQ(said("patterns compiled and kept"), 0);
  EXPECT_GE(said("level=warning msg=\"compiled patterns\""), 1) << engine_.log();
}

}  // namespace whistle::tests::compiled_test
