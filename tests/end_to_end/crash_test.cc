#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "tests/end_to_end/engine_process.h"

namespace whistle::tests::crash_test {

// kill -9 in the middle of a flood, again and again: whatever was answered stays answered, and
// nothing becomes two.
TEST(Crash, LosesAndDuplicatesNothingThatWasAnswered) {
  constexpr int kRounds = 6;
  constexpr int kComplaintsPerRound = 150;
  std::mt19937 random(20260311);
  EngineProcess engine("changtai");
  engine.start();
  std::map<std::string, std::uint64_t> answered;  // external id -> complaint number
  int next = 0;
  for (int round = 0; round < kRounds; ++round) {
    client::Client client(engine.options());
    ASSERT_TRUE(client.hello(client::Line::Intake));
    const std::size_t enough = answered.size() + 1 + random() % kComplaintsPerRound;
    for (int i = 0; i < kComplaintsPerRound; ++i) {
      const std::string id = std::to_string(next++);
      client.send_submit(complaint(id, "登科府2号楼水管爆了，水漫到楼道里 " + id),
                         [&answered, id](client::Result<v1::SubmitReply> reply) {
                           ASSERT_TRUE(reply) << reply.problem().message;
                           answered[id] = reply->complaint_id();
                         });
    }
    while (answered.size() < enough && client.pending() > 0) client.poll(1000);
    engine.kill();
    engine.start();
  }

  client::Client client(engine.options());
  std::set<std::uint64_t> numbers;
  for (int id = 0; id < next; ++id) {
    const auto reply = client.submit(
        complaint(std::to_string(id), "登科府2号楼水管爆了，水漫到楼道里 " + std::to_string(id)));
    ASSERT_TRUE(reply) << reply.problem().message;
    const auto before = answered.find(std::to_string(id));
    if (before != answered.end()) {
      EXPECT_TRUE(reply->replayed()) << "lost: " << id;
      EXPECT_EQ(reply->complaint_id(), before->second) << "duplicated: " << id;
    }
    EXPECT_TRUE(numbers.insert(reply->complaint_id()).second) << "shared: " << id;
  }
  const auto status = client.status();
  ASSERT_TRUE(status);
  EXPECT_EQ(status->tallies().complaints(), static_cast<std::uint64_t>(next));
  EXPECT_EQ(engine.stop(), 0);
  EXPECT_EQ(engine.verify(), 0);
}

TEST(Crash, LeavesEveryClockToFire) {
  EngineProcess engine("changtai");
  engine.start();
  client::Client client(engine.options());
  constexpr int kCases = 40;
  std::vector<std::uint64_t> cases;
  for (int i = 0; i < kCases; ++i) {
    client.set_driven_time(kMorning + i * kMinute);
    const auto filed = client.submit(
        complaint(std::to_string(i), "武安镇街上有人占道经营，影响通行", kMorning + i * kMinute));
    ASSERT_TRUE(filed) << filed.problem().message;
    if (filed->disposition() != "merged") cases.push_back(filed->case_id());
  }
  ASSERT_FALSE(cases.empty());
  engine.kill();
  engine.start();

  client.set_driven_time(0);
  ASSERT_TRUE(client.advance_time(kMorning + 40 * 24 * kHour));

  for (const std::uint64_t id : cases) {
    const auto found = client.get_case(id);
    ASSERT_TRUE(found) << id;
    EXPECT_NE(found->case_().card(), "none") << id;
    for (const v1::ClockView& clock : found->case_().clocks()) {
      EXPECT_TRUE(clock.overdue()) << id << " " << clock.stage();
    }
  }
}

}  // namespace whistle::tests::crash_test
