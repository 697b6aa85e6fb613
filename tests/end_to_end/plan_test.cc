#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/end_to_end/planned_pack.h"

// What another pack would change, asked while the engine runs.
namespace whistle::tests::plan_test {

using nlohmann::json;

using Plan = PlannedPack;

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

}  // namespace whistle::tests::plan_test
