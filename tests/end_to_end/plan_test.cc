#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/end_to_end/engine_process.h"

// What another pack would change, asked while the engine runs.
namespace whistle::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class Plan : public testing::Test {
 protected:
  Plan() : engine_("changtai") {
    engine_.start();
    fs::copy(fs::path(SOURCE_DIR) / "config/cities/changtai", pack(), fs::copy_options::recursive);
  }

  fs::path pack() const { return engine_.folder() / "planned"; }

  void append(const std::string& file, const std::string& row) const {
    std::ofstream(pack() / file, std::ios::app) << row << '\n';
  }

  // Runs `whistled plan` beside the engine and returns its last line, or its exit code as a number.
  json plan() const {
    const fs::path log = engine_.folder() / "plan.log";
    fs::remove(log);
    const fs::path config = fs::path(SOURCE_DIR) / "config";
    const int code = exit_code(
        spawn({WHISTLED, "plan", pack(), "--rules", config / "base", "--city",
               config / "cities/changtai", "--data", engine_.folder() / "journal", "--json"},
              log));
    std::ifstream said(log);
    std::string line;
    std::string last;
    while (std::getline(said, line)) last = line;
    return code == 0 ? json::parse(last) : json(code);
  }

  std::uint64_t submit(const std::string& id, const std::string& text) {
    client::Client client(engine_.options());
    const auto filed = client.submit(complaint(id, text));
    EXPECT_TRUE(filed) << filed.problem().message;
    return filed->case_id();
  }

  EngineProcess engine_;
};

TEST_F(Plan, TellsWarningsAndGoesOn) {
  append("limits.csv", "accept,red,,,2020-01-01,5m,2020-06-30,,");

  EXPECT_EQ(plan()["changes"].size(), 1U);

  std::ifstream said(engine_.folder() / "plan.log");
  std::string line;
  ASSERT_TRUE(std::getline(said, line));
  EXPECT_NE(line.find("limits.csv:5:28: warning: until: 2020-06-30 is past; "), std::string::npos)
      << line;
}

TEST_F(Plan, OfTheSamePackIsEmpty) {
  submit("1", "锦鲤湾3号楼2单元水管爆了，水漫到楼道里，快来人！");
  const json same = plan();
  EXPECT_TRUE(same["changes"].empty());
  EXPECT_EQ(same["open"]["open_cases"], 1);
  EXPECT_EQ(same["open"]["affected_cases"], 0);
}

TEST_F(Plan, OfOneLimitNamesTheRowAndExactlyTheCasesItIsAbout) {
  const auto burst = submit("1", "锦鲤湾3号楼2单元水管爆了，水漫到楼道里，快来人！");
  submit("2", "锦鲤湾3号楼2单元楼道灯坏了好几天，晚上老人上下楼看不见，请尽快来修。");
  append("limits.csv", "on_site,red,,,,45m,,,试行");
  const json found = plan();
  ASSERT_EQ(found["changes"].size(), 1U) << found;
  EXPECT_EQ(found["changes"][0]["table"], "limits");
  EXPECT_EQ(found["open"]["open_cases"], 2);
  ASSERT_EQ(found["open"]["moves"].size(), 1U) << found;
  EXPECT_EQ(found["open"]["moves"][0]["case"], burst);
  EXPECT_EQ(found["open"]["moves"][0]["stage"], "on_site");
  const auto due = found["open"]["moves"][0]["due_ms"].get<std::int64_t>();
  EXPECT_EQ(found["open"]["moves"][0]["would_be_ms"].get<std::int64_t>() - due, 15 * kMinute);
}

TEST_F(Plan, OfABrokenPackTellsAllItsProblems) {
  append("limits.csv", "on_site,red,,,,soon,,always,试行");
  EXPECT_EQ(plan(), 2);
}

}  // namespace
}  // namespace whistle::tests
