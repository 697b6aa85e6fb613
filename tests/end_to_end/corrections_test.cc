#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/end_to_end/engine_process.h"

// What people put right, read from the journal of an engine that runs.
namespace whistle::tests::corrections_test {

namespace fs = std::filesystem;
using nlohmann::json;

class Corrections : public testing::Test {
 protected:
  Corrections() : engine_("changtai") { engine_.start(); }

  v1::SubmitReply submit(const std::string& id, const std::string& text) {
    client::Client client(engine_.options());
    const auto filed = client.submit(complaint(id, text));
    EXPECT_TRUE(filed) << filed.problem().message;
    return *filed;
  }

  // Somebody at the desk takes the case and says what it is about.
  void classify(std::uint64_t case_id, const std::string& category) {
    client::Client client(engine_.options());
    v1::PullRequest pull;
    pull.set_unit("triage");
    pull.set_worker("li");
    pull.set_only_case(case_id);
    const auto granted = client.pull(pull);
    ASSERT_TRUE(granted) << granted.problem().message;
    ASSERT_EQ(granted->grants_size(), 1);
    v1::ClassifyRequest said;
    said.set_case_id(case_id);
    said.set_token(granted->grants(0).token());
    said.set_by("li");
    said.set_category(category);
    said.set_area_code(350605100003002);
    const auto done = client.classify(said);
    ASSERT_TRUE(done) << done.problem().message;
  }

  std::vector<std::string> corrections(std::vector<std::string> more = {}) const {
    const fs::path log = engine_.folder() / "corrections.log";
    fs::remove(log);
    const fs::path config = fs::path(SOURCE_DIR) / "config";
    std::vector<std::string> words{WHISTLED,  "corrections",
                                   "--rules", config / "base",
                                   "--city",  config / "cities/changtai",
                                   "--data",  engine_.folder() / "journal"};
    words.insert(words.end(), more.begin(), more.end());
    EXPECT_EQ(exit_code(spawn(words, log)), 0);
    std::ifstream said(log);
    std::vector<std::string> lines;
    for (std::string line; std::getline(said, line);) lines.push_back(line);
    return lines;
  }

  EngineProcess engine_;
};

TEST_F(Corrections, AreWhatTheDeskSaidWithTheTextMasked) {
  submit("1", "锦鲤湾3号楼2单元水管爆了，水漫到楼道里，快来人！");
  const auto unclear = submit("2", "具体的我也讲不明白，请打13800005678问我。");
  classify(unclear.case_id(), "01037");
  const auto lines = corrections();
  ASSERT_EQ(lines.size(), 1U);
  const json row = json::parse(lines[0]);
  EXPECT_EQ(row["label"], "01037");
  EXPECT_EQ(row["text"], "具体的我也讲不明白，请打138****5678问我。");
  EXPECT_EQ(row["group"], "case-" + std::to_string(unclear.case_id()));
  EXPECT_EQ(row["how"], "triage desk");
}

TEST_F(Corrections, AreThoseOfTheDaysAskedFor) {
  const auto unclear = submit("1", "具体的我也讲不明白。");
  classify(unclear.case_id(), "01037");
  EXPECT_TRUE(corrections({"--to", "2000-01-01"}).empty());
  EXPECT_EQ(corrections({"--from", "2000-01-01", "--csv"}).size(), 2U);
}

}  // namespace whistle::tests::corrections_test
