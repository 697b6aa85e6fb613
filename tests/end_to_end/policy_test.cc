#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/end_to_end/planned_pack.h"

// The rules change while the engine runs: what the plan said, what came of it, and what stays.
namespace whistle::tests::policy_test {

namespace fs = std::filesystem;
using nlohmann::json;

class Policy : public PlannedPack {
 protected:
  client::Result<v1::PolicyReply> apply(const std::vector<std::string>& migrate = {},
                                        const std::string& expected = {}) {
    client::Client client(engine_.options());
    v1::PolicyRequest request;
    request.set_pack(pack());
    request.set_by("office");
    request.set_reason("试行");
    request.set_expected(expected);
    for (const std::string& word : migrate) request.add_migrate(word);
    return client.adopt_policy(request);
  }
  v1::CaseView view(std::uint64_t id) {
    client::Client client(engine_.options());
    const auto reply = client.get_case(id);
    EXPECT_TRUE(reply) << reply.problem().message;
    return reply->case_();
  }
  std::string version() {
    client::Client client(engine_.options());
    const auto welcome = client.hello();
    EXPECT_TRUE(welcome) << welcome.problem().message;
    return welcome->policy_version();
  }
  // Lets a migration come to its end: on a driven clock its turns are taken with the next wish.
  json adoption(std::uint64_t number) {
    client::Client client(engine_.options());
    v1::RegistersRequest request;
    request.set_kind("adoption");
    request.set_key(std::to_string(number));
    const auto reply = client.registers(request);
    EXPECT_TRUE(reply) << reply.problem().message;
    return json::parse(reply->rows(0).json());
  }
  static std::int64_t due_of(const v1::CaseView& shown, const std::string& stage) {
    for (const v1::ClockView& clock : shown.clocks()) {
      if (clock.stage() == stage) return clock.due_ms();
    }
    return 0;
  }

  // Four open cases of several kinds.
  std::vector<std::uint64_t> some_cases() {
    return {submit("1", "锦鲤湾3号楼2单元水管爆了，水漫到楼道里，快来人！"),
            submit("2", "锦鲤湾3号楼2单元楼道灯坏了好几天，晚上老人上下楼看不见，请尽快来修。"),
            submit("3", "锦鲤湾小区门口占道停车，消防通道被堵死了。"),
            submit("4", "锦鲤湾小区晚上广场舞噪音太大，影响休息。")};
  }
};

TEST_F(Policy, AnotherLimitMovesNothingThatRunsAndHoldsFromThenOn) {
  const auto ids = some_cases();
  std::map<std::uint64_t, std::string> before;
  for (const auto id : ids) before[id] = view(id).SerializeAsString();
  const std::string old = version();
  append("limits.csv", "on_site,red,,,,45m,,,试行");
  ASSERT_EQ(plan()["open"]["affected_cases"], 1);

  const auto applied = apply({}, old);
  ASSERT_TRUE(applied) << applied.problem().message;
  EXPECT_EQ(applied->before(), old);
  EXPECT_EQ(applied->version(), version());
  EXPECT_NE(applied->version(), old);
  for (const auto id : ids) EXPECT_EQ(view(id).SerializeAsString(), before[id]) << id;

  const auto later = submit("5", "锦鲤湾1号楼着火了，浓烟很大，快来人！");
  ASSERT_NE(later, 0U);
  EXPECT_EQ(due_of(view(later), "on_site") - due_of(view(ids[0]), "on_site"), 15 * kMinute);
}

TEST_F(Policy, MigratingMovesExactlyWhatThePlanNamed) {
  const auto ids = some_cases();
  append("limits.csv", "on_site,red,,,,45m,,,试行");
  const json planned = plan()["open"];
  ASSERT_EQ(planned["moves"].size(), 1U) << planned;
  const auto moved = planned["moves"][0]["case"].get<std::uint64_t>();
  std::map<std::uint64_t, std::string> before;
  for (const auto id : ids) before[id] = view(id).SerializeAsString();

  const auto applied = apply({"promises"});
  ASSERT_TRUE(applied) << applied.problem().message;
  const json row = adoption(applied->adoption());
  EXPECT_EQ(row["moved"], 1);
  EXPECT_EQ(row["spreading"], false);
  EXPECT_EQ(row["by"], "office");
  for (const auto id : ids) {
    if (id == moved) continue;
    EXPECT_EQ(view(id).SerializeAsString(), before[id]) << id;
  }
  EXPECT_EQ(due_of(view(moved), "on_site"), planned["moves"][0]["would_be_ms"].get<std::int64_t>());
  // The next plan of the same pack has nothing to say.
  EXPECT_EQ(plan()["open"]["affected_cases"], 0);
}

TEST_F(Policy, ABrokenPackIsToldWholeAndTheOldBookStays) {
  submit("1", "锦鲤湾3号楼2单元水管爆了，水漫到楼道里，快来人！");
  const std::string old = version();
  append("limits.csv", "on_site,red,,,,soon,,always,试行");
  append("units.csv", "ghost,无此处,street,999999999,,office");
  const auto refused = apply();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problem().reason, "BAD_RULES");
  EXPECT_NE(refused.problem().message.find("limits.csv:"), std::string::npos);
  EXPECT_NE(refused.problem().message.find("units.csv:"), std::string::npos);
  EXPECT_EQ(version(), old);
}

TEST_F(Policy, APlanThatWasOvertakenIsRefused) {
  append("limits.csv", "on_site,red,,,,45m,,,试行");
  const auto refused = apply({}, "another");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problem().reason, "WRONG_STATE");
}

TEST_F(Policy, WhatShallMoveMustBeKnown) {
  const auto refused = apply({"everything"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problem().reason, "FIELD_VIOLATION");
  EXPECT_NE(refused.problem().message.find("lines promises"), std::string::npos);
}

TEST_F(Policy, StaysInForceAfterACrashWhateverThePackOnDiskSays) {
  submit("1", "锦鲤湾3号楼2单元水管爆了，水漫到楼道里，快来人！");
  append("limits.csv", "on_site,red,,,,45m,,,试行");
  const auto applied = apply();
  ASSERT_TRUE(applied) << applied.problem().message;
  // Not even the folder it came from is needed any more.
  fs::remove_all(pack());
  engine_.kill();
  engine_.start();
  EXPECT_EQ(version(), applied->version());
  EXPECT_EQ(engine_.stop(), 0);
  EXPECT_EQ(engine_.verify(), 0);
}

TEST_F(Policy, ThePackOnDiskIsTakenAtTheStartWhenAskedFor) {
  const std::string old = version();
  append("limits.csv", "on_site,red,,,,45m,,,试行");
  const auto applied = apply();
  ASSERT_TRUE(applied) << applied.problem().message;
  engine_.kill();
  engine_.start(kMorning, {"--take-pack"});
  EXPECT_EQ(version(), old);
  EXPECT_EQ(adoption(2)["version"], old);
  EXPECT_EQ(adoption(2)["by"], "whistled");
}

}  // namespace whistle::tests::policy_test
