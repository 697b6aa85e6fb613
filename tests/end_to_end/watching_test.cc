#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "adapters/client/watch.h"
#include "tests/end_to_end/engine_process.h"

// Watching a real engine: filters, cursors, snapshots, and whistle-notify.
namespace whistle::tests::watching_test {

using testing::ElementsAre;

const std::string kLamp = "锦鲤湾3号楼2单元楼道灯坏了好几天，晚上老人上下楼看不见，请尽快来修。";
const std::string kBurst = "锦鲤湾3号楼2单元水管爆了，水漫到楼道里，家里有老人，快来人！";

class Watching : public testing::Test {
 protected:
  Watching() : engine_("changtai") {
    engine_.start();
    client_ = std::make_unique<client::Client>(engine_.options());
  }

  std::uint64_t submit(const std::string& external_id, const std::string& text) {
    const auto filed = client_->submit(complaint(external_id, text));
    EXPECT_TRUE(filed) << filed.problem().message;
    return filed ? filed->case_id() : 0;
  }
  std::uint64_t head() { return client_->status()->head_sequence(); }
  // Everything up to here, as records in order.
  static std::vector<std::uint64_t> records(client::Watch& watch, std::uint64_t until) {
    std::vector<std::uint64_t> found;
    while (watch.seen_sequence() < until) {
      const auto events = watch.next(10'000);
      if (!events) break;
      for (const v1::Fact& fact : events->facts()) {
        if (found.empty() || found.back() != fact.sequence()) found.push_back(fact.sequence());
      }
    }
    EXPECT_GE(watch.seen_sequence(), until) << "silence";
    return found;
  }
  static void until_acknowledged(client::Watch& watch, std::uint64_t sequence) {
    watch.acknowledge(sequence);
    while (watch.acknowledged() < sequence && !watch.problem()) watch.next(100);
    EXPECT_EQ(watch.acknowledged(), sequence);
  }
  // However long a busy machine takes to start an engine: who runs the tests says when it is over.
  static client::Problem problem_of(client::Watch& watch) {
    while (!watch.problem()) watch.next(100);
    return *watch.problem();
  }

  EngineProcess engine_;
  std::unique_ptr<client::Client> client_;
};

TEST_F(Watching, ShowsTheSameLiveAndFromTheJournal) {
  client::Selection red;
  red.severities = {"red"};
  client::Watch live(engine_.options());
  live.subscribe(red);
  while (!live.connected()) live.next(100);
  submit("1", kLamp);
  const std::uint64_t burst = submit("2", kBurst);
  submit("3", kLamp + "五楼");
  ASSERT_TRUE(client_->advance_time(kMorning + 20 * kMinute));
  const auto seen = records(live, head());
  EXPECT_FALSE(seen.empty());
  engine_.kill();
  engine_.start();
  client::Watch late(engine_.options());
  late.subscribe(red);
  std::vector<std::uint64_t> again;
  while (late.seen_sequence() < head()) {
    const auto events = late.next(10'000);
    ASSERT_TRUE(events);
    for (const v1::Fact& fact : events->facts()) {
      // A record of a tick is about several cases; only what is about the red one comes.
      EXPECT_EQ(fact.case_id(), burst) << fact.event();
      if (again.empty() || again.back() != fact.sequence()) again.push_back(fact.sequence());
    }
  }
  EXPECT_EQ(again, seen);
  EXPECT_EQ(live.gaps() + late.gaps(), 0U);
}

TEST_F(Watching, RefusesAnAreaThatDoesNotExist) {
  client::Selection nowhere;
  nowhere.areas = {42};
  client::Watch watch(engine_.options());
  watch.subscribe(nowhere);
  EXPECT_EQ(problem_of(watch).reason, "FIELD_VIOLATION");
}

TEST_F(Watching, GoesOnUnderItsNameAfterTheEngineWasKilled) {
  client::Selection desk;
  desk.cursor = "desk";
  for (int i = 0; i < 5; ++i) submit("a" + std::to_string(i), "路灯不亮");
  const std::uint64_t first = head();
  {
    client::Watch watch(engine_.options());
    watch.subscribe(desk);
    records(watch, first);
    until_acknowledged(watch, 3);
  }
  engine_.kill();
  engine_.start();
  const auto kept = client_->cursors();
  ASSERT_TRUE(kept) << kept.problem().message;
  ASSERT_EQ(kept->cursors_size(), 1);
  EXPECT_EQ(kept->cursors(0).name(), "desk");
  EXPECT_EQ(kept->cursors(0).acknowledged_sequence(), 3U);
  EXPECT_EQ(kept->cursors(0).behind(), first - 3);
  for (int i = 0; i < 5; ++i) submit("b" + std::to_string(i), "路灯不亮");
  client::Watch watch(engine_.options());
  watch.subscribe(desk);
  const auto seen = records(watch, head());
  ASSERT_FALSE(seen.empty());
  EXPECT_EQ(seen.front(), 4U) << "after what was acknowledged";
  for (std::size_t i = 1; i < seen.size(); ++i) EXPECT_EQ(seen[i], seen[i - 1] + 1);
  EXPECT_EQ(engine_.stop(), 0);
  EXPECT_EQ(engine_.verify(), 0);
}

TEST_F(Watching, IsToldThatTheEngineStopsAndGoesOnWhenItIsBack) {
  client::Watch watch(engine_.options());
  watch.subscribe({});
  submit("1", kLamp);
  records(watch, head());
  engine_.signal(SIGTERM);
  while (!watch.farewell()) watch.next(10);
  EXPECT_EQ(watch.farewell()->reason, "SHUTTING_DOWN");
  EXPECT_GT(watch.farewell()->retry_after_ms, 0U);
  EXPECT_EQ(engine_.wait(), 0);
  engine_.start();
  submit("2", kLamp + "五楼");
  EXPECT_FALSE(records(watch, head()).empty());
  EXPECT_FALSE(watch.farewell());
  EXPECT_FALSE(watch.problem());
}

TEST_F(Watching, LetsOnlyOneHaveAName) {
  client::Selection desk;
  desk.cursor = "desk";
  client::Watch first(engine_.options());
  first.subscribe(desk);
  while (!first.connected()) first.next(100);
  client::Watch second(engine_.options());
  second.subscribe(desk);
  while (!second.connected()) second.next(100);
  EXPECT_EQ(problem_of(first).reason, "CURSOR_TAKEN");
  // And an operator may take it from everybody.
  ASSERT_TRUE(client_->delete_cursor("desk"));
  EXPECT_EQ(problem_of(second).reason, "CURSOR_DELETED");
  EXPECT_EQ(client_->cursors()->cursors_size(), 0);
  EXPECT_EQ(client_->delete_cursor("desk").problem().reason, "UNKNOWN_CURSOR");
}

TEST_F(Watching, ShowsWhatIsOpenAndThenWhatFollows) {
  submit("1", kLamp);
  const std::uint64_t burst = submit("2", kBurst);
  client::Selection open;
  open.snapshot = true;
  open.severities = {"red"};
  client::Watch watch(engine_.options());
  watch.subscribe(open);
  std::vector<std::uint64_t> cases;
  bool ended = false;
  while (!ended) {
    const auto events = watch.next(10'000);
    ASSERT_TRUE(events);
    for (const v1::CaseView& view : events->cases()) {
      EXPECT_EQ(view.severity(), "red");
      EXPECT_EQ(view.text(), "") << "texts are asked for one by one";
      cases.push_back(view.case_id());
    }
    ended = events->has_snapshot_end();
  }
  EXPECT_THAT(cases, ElementsAre(burst));
  const std::uint64_t next = submit("3", "锦鲤湾5号楼1单元水管爆了，水漫到楼道里，快来人！");
  const auto events = watch.next(10'000);
  ASSERT_TRUE(events);
  ASSERT_GT(events->facts_size(), 0);
  EXPECT_EQ(events->facts(0).case_id(), next);
}

TEST_F(Watching, IsToldToOtherSystemsOnceEachThoughEverybodyIsKilled) {
  const std::string file = engine_.folder() / "facts.jsonl";
  const auto notify = [&] {
    return spawn({WHISTLE_NOTIFY, "--watch", engine_.endpoint("watch"), "--cursor", "file",
                  "--from-beginning", "--event", "case_filed", "--to-file", file},
                 engine_.folder() / "notify.log");
  };
  client::Watch pause(engine_.options());
  client::Selection from_now;
  from_now.from_now = true;
  pause.subscribe(from_now);
  const auto lines_until = [&](std::size_t count) {
    std::vector<std::uint64_t> deliveries;
    for (int i = 0; i < 600; ++i) {
      deliveries.clear();
      std::ifstream lines(file);
      for (std::string line; std::getline(lines, line);) {
        const auto body = nlohmann::json::parse(line, nullptr, false);
        if (body.is_object()) deliveries.push_back(body["delivery"]);
      }
      if (deliveries.size() >= count) break;
      pause.next(50);
    }
    return deliveries;
  };
  pid_t program = notify();
  for (int i = 0; i < 20; ++i) submit("a" + std::to_string(i), "路灯不亮");
  EXPECT_EQ(lines_until(20).size(), 20U);
  ::kill(program, SIGKILL);
  exit_code(program);
  engine_.kill();
  engine_.start();
  for (int i = 0; i < 20; ++i) submit("b" + std::to_string(i), "路灯不亮");
  program = notify();
  const auto deliveries = lines_until(40);
  ::kill(program, SIGTERM);
  EXPECT_EQ(exit_code(program), 0);
  EXPECT_EQ(deliveries.size(), 40U);
  EXPECT_EQ(std::set<std::uint64_t>(deliveries.begin(), deliveries.end()).size(), 40U);
  EXPECT_EQ(client_->cursors()->cursors(0).behind(), 0U) << "all of it is acknowledged";
}

}  // namespace whistle::tests::watching_test
