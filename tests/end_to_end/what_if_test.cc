#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/end_to_end/engine_process.h"

// What another pack would have made of a stretch of the journal, asked while the engine runs.
namespace whistle::tests::what_if_test {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kLamp =
    "锦鲤湾3号楼2单元楼道灯坏了好几天，晚上老人上下楼看不见，请尽快来修。";
constexpr const char* kBurst = "锦鲤湾3号楼2单元水管爆了，水漫到楼道里，快来人！";
constexpr const char* kLitter = "榕荫里1号楼门口生活垃圾没清，味道很大，麻烦安排清运。";

class WhatIf : public testing::Test {
 protected:
  WhatIf() : engine_("changtai") {
    engine_.start();
    fs::copy(fs::path(SOURCE_DIR) / "config/cities/changtai", pack(), fs::copy_options::recursive);
    client_ = std::make_unique<client::Client>(engine_.options());
    // Who asks looks at its journal, which must be there.
    EXPECT_TRUE(client_->status());
  }

  fs::path pack() const { return engine_.folder() / "supposed"; }

  void append(const std::string& file, const std::string& row) const {
    std::ofstream(pack() / file, std::ios::app) << row << '\n';
  }

  struct Said {
    int code{};
    std::string all;
    std::string last;
  };
  // Runs `whistled what-if` beside the engine.
  Said ask(const std::string& from, const std::string& to, bool as_json) const {
    const fs::path log = engine_.folder() / "what_if.log";
    fs::remove(log);
    const fs::path config = fs::path(SOURCE_DIR) / "config";
    std::vector<std::string> words{WHISTLED,
                                   "what-if",
                                   pack(),
                                   "--rules",
                                   config / "base",
                                   "--city",
                                   config / "cities/changtai",
                                   "--data",
                                   engine_.folder() / "journal",
                                   "--from",
                                   from,
                                   "--to",
                                   to};
    if (as_json) words.push_back("--json");
    Said said{.code = exit_code(spawn(words, log)), .all = {}, .last = {}};
    std::ifstream file(log);
    for (std::string line; std::getline(file, line); said.last = line) said.all += line + '\n';
    return said;
  }
  json ask() const {
    const Said said = ask("2026-03-11", "2026-03-20", true);
    EXPECT_EQ(said.code, 0) << said.all;
    return said.code == 0 ? json::parse(said.last) : json(said.code);
  }

  v1::SubmitReply submit(const std::string& id, const std::string& text) {
    const auto filed = client_->submit(complaint(id, text));
    EXPECT_TRUE(filed) << filed.problem().message;
    return *filed;
  }

  // Pulled and signed for, finished an hour later.
  void work_on(const v1::SubmitReply& filed) {
    v1::PullRequest pull;
    pull.set_unit(filed.unit());
    pull.set_worker("林师傅");
    pull.set_only_case(filed.case_id());
    pull.set_sign_at_once(true);
    const auto granted = client_->pull(pull);
    ASSERT_TRUE(granted) << granted.problem().message;
    ASSERT_EQ(granted->grants_size(), 1);
    now_ += kHour;
    ASSERT_TRUE(client_->advance_time(now_));
    v1::FinishRequest finish;
    finish.set_case_id(filed.case_id());
    finish.set_token(granted->grants(0).token());
    finish.set_worker("林师傅");
    finish.set_result("solved");
    const auto finished = client_->finish(finish);
    ASSERT_TRUE(finished) << finished.problem().message;
  }

  EngineProcess engine_;
  std::unique_ptr<client::Client> client_;
  std::int64_t now_{kMorning};
};

TEST_F(WhatIf, OfTheSamePackIsNothingAndAgreesWithTheJournal) {
  work_on(submit("1", kLamp));
  submit("2", kBurst);
  submit("3", kLitter);
  ASSERT_TRUE(client_->advance_time(kMorning + 240 * kHour));
  const json same = ask();
  EXPECT_EQ(same["complaints"], 3);
  EXPECT_EQ(same["different"], 0);
  EXPECT_TRUE(same["differences"].empty());
  EXPECT_EQ(same["fidelity"]["compared"], 3);
  EXPECT_EQ(same["fidelity"]["agree"], 3);
  EXPECT_GT(same["climbs"]["before"], 0);
  EXPECT_EQ(same["climbs"]["before"], same["climbs"]["after"]);
  for (const auto& [unit, load] : same["lines"].items()) {
    EXPECT_EQ(load["arrivals"]["before"], load["arrivals"]["after"]) << unit;
  }
}

TEST_F(WhatIf, OfOneLimitAndOneWordNamesExactlyWhatTheyAreAbout) {
  const v1::SubmitReply lamp = submit("1", kLamp);
  const v1::SubmitReply burst = submit("2", kBurst);
  work_on(lamp);
  work_on(burst);
  append("limits.csv", "resolve,yellow,,,,36h,,,试行");
  append("limits.csv", "resolve,red,,,,12h,,,试行");
  std::ofstream(pack() / "lexicon.csv")
      << "pattern,category,weight,note\n楼道灯坏了,01037,60,试行\n";
  const json found = ask();
  EXPECT_EQ(found["rule_changes"], 3);
  EXPECT_EQ(found["fidelity"]["agree"], 2);
  ASSERT_EQ(found["different"], 1) << found;
  const json& one = found["differences"][0];
  EXPECT_EQ(one["case"], lamp.case_id());
  EXPECT_EQ(one["category"]["before"], lamp.category());
  EXPECT_EQ(one["category"]["after"], "01037");
  EXPECT_EQ(one["category"]["rule_after"], "lexicon:楼道灯坏了");
  EXPECT_EQ(found["categories"].size(), 1U);
}

TEST_F(WhatIf, OfAnEmptyStretchIsEmpty) {
  submit("1", kLamp);
  const Said said = ask("2026-02-01", "2026-03-01", true);
  ASSERT_EQ(said.code, 0) << said.all;
  const json found = json::parse(said.last);
  EXPECT_EQ(found["complaints"], 0);
  EXPECT_EQ(found["records"], 0);
}

TEST_F(WhatIf, RefusesTimesThatAreNoneAndSaysWhatIsRight) {
  const Said word = ask("yesterday", "2026-03-20", false);
  EXPECT_EQ(word.code, 1);
  EXPECT_NE(word.all.find("--from: "), std::string::npos) << word.all;
  EXPECT_NE(word.all.find("2026"), std::string::npos) << word.all;
  const Said backwards = ask("2026-03-20", "2026-03-11 08:00", false);
  EXPECT_EQ(backwards.code, 1);
  EXPECT_NE(backwards.all.find("--to: 2026-03-11 Wed 08:00 +08:00 is before"), std::string::npos)
      << backwards.all;
}

TEST_F(WhatIf, OfABrokenPackTellsAllItsProblems) {
  append("limits.csv", "on_site,red,,,,soon,,always,试行");
  const Said said = ask("2026-03-11", "2026-03-20", false);
  EXPECT_EQ(said.code, 2);
  EXPECT_NE(said.all.find("limits.csv:"), std::string::npos) << said.all;
}

TEST_F(WhatIf, PrintsTablesForPeople) {
  submit("1", kLamp);
  append("limits.csv", "resolve,blue,,,,1wd,,,试行");
  const Said said = ask("2026-03-11", "2026-03-20", false);
  ASSERT_EQ(said.code, 0) << said.all;
  EXPECT_NE(said.all.find("agrees with the journal about 1 of 1"), std::string::npos) << said.all;
  EXPECT_NE(said.all.find("resolve 2026-03-"), std::string::npos) << said.all;
}

}  // namespace whistle::tests::what_if_test
