#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "adapters/client/watch.h"
#include "tests/end_to_end/engine_process.h"

// A real engine on a disk that fails (tests/disk/faulty_disk.cc): nothing is said that is not true
// after the next start.
namespace whistle::tests::faulty_disk_test {

constexpr int kJournalFailed = 5;

class FaultyDisk : public testing::Test {
 protected:
  FaultyDisk() : engine_("changtai", WHISTLED_ON_A_FAULTY_DISK) {
    setenv("WHISTLE_DISK_FAULT", fault_file().c_str(), 1);
    engine_.start();
  }
  ~FaultyDisk() override { unsetenv("WHISTLE_DISK_FAULT"); }

  std::filesystem::path fault_file() const { return engine_.folder() / "fault"; }
  void break_disk(const std::string& how) const {
    std::ofstream(engine_.folder() / "fault.new") << how << '\n';
    std::filesystem::rename(engine_.folder() / "fault.new", fault_file());
  }
  void mend_disk() const { std::filesystem::remove(fault_file()); }

  static v1::SubmitRequest numbered(int number) {
    return complaint(std::to_string(number), "武安镇街上有人占道经营，影响通行");
  }

  // Starting with sanitizers on a busy machine takes its time.
  client::Options patient() const {
    client::Options options = engine_.options();
    options.give_up_after_ms = 600'000;
    return options;
  }

  // A flood of complaints, and the disk fails in the middle of it.
  void expect_no_false_answer(const std::string& how) {
    constexpr int kBefore = 60;
    constexpr int kFlood = 400;
    std::map<int, std::uint64_t> answered;
    client::Client client(patient());
    const auto send = [&](int number) {
      client.send_submit(numbered(number),
                         [&answered, number](const client::Result<v1::SubmitReply>& reply) {
                           if (reply) answered[number] = reply->complaint_id();
                         });
    };
    for (int number = 0; number < kBefore; ++number) send(number);
    ASSERT_TRUE(client.drain(600'000));
    for (int number = kBefore; number < kFlood; ++number) send(number);
    while (answered.size() < kBefore + 20) client.poll(1000);
    break_disk(how);
    for (int number = kFlood; number < 2 * kFlood; ++number) send(number);
    // What was on its way is answered or lost; the engine ends by itself.
    while (!engine_.has_ended()) client.poll(10);
    client.poll(0);
    EXPECT_EQ(engine_.wait(), kJournalFailed);
    EXPECT_LT(answered.size(), 2U * kFlood) << "all of it was answered: nothing failed";

    mend_disk();
    engine_.start();
    client::Client again(patient());
    for (const auto& [number, complaint] : answered) {
      const auto reply = again.submit(numbered(number));
      ASSERT_TRUE(reply) << reply.problem().message;
      EXPECT_TRUE(reply->replayed()) << "answered and lost: " << number;
      EXPECT_EQ(reply->complaint_id(), complaint) << number;
    }
    EXPECT_EQ(engine_.stop(), 0);
    EXPECT_EQ(engine_.verify(), 0);
  }

  EngineProcess engine_;
};

TEST_F(FaultyDisk, ThatCannotSyncEndsTheEngineWithoutAFalseAnswer) {
  expect_no_false_answer("sync");
}

TEST_F(FaultyDisk, ThatCannotWriteEndsTheEngineWithoutAFalseAnswer) {
  expect_no_false_answer("full");
}

class LowDisk : public FaultyDisk {
 protected:
  LowDisk() : client_(patient()) {
    filed_ = *client_.submit(numbered(1));
    v1::PullRequest pull;
    pull.set_unit(filed_.unit());
    pull.set_worker("林师傅");
    token_ = client_.pull(pull)->grants(0).token();
  }

  // The engine looks every second.
  void await_space(bool enough) {
    constexpr std::uint64_t kMega = 1'000'000;
    while ((client_.status()->disk_free_bytes() > kMega) != enough) {
    }
  }
  client::Result<v1::SubmitReply> submit_once(int number) const {
    client::Options impatient = engine_.options();
    impatient.give_up_after_ms = 5000;
    return client::Client(impatient).submit(numbered(number));
  }
  v1::TokenRequest held() const {
    v1::TokenRequest request;
    request.set_case_id(filed_.case_id());
    request.set_token(token_);
    request.set_worker("林师傅");
    return request;
  }

  client::Client client_;
  v1::SubmitReply filed_;
  std::uint64_t token_{};
};

TEST_F(LowDisk, RefusesIntakeAndServesEverythingElse) {
  break_disk("low");
  await_space(false);

  const auto refused = submit_once(2);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problem().reason, "DISK_LOW") << refused.problem().message;
  EXPECT_EQ(refused.problem().code, client::kResourceExhausted);
  EXPECT_GT(refused.problem().retry_after_ms, 0U);

  // What was accepted before is answered again; the work goes on, and is watched.
  const auto again = client_.submit(numbered(1));
  EXPECT_TRUE(again && again->replayed());
  EXPECT_TRUE(client_.renew(held()));
  const auto owner = client_.sign(held());
  ASSERT_TRUE(owner) << owner.problem().message;
  token_ = owner->token();
  EXPECT_TRUE(client_.contact(held()));
  v1::FinishRequest finish;
  finish.set_case_id(filed_.case_id());
  finish.set_token(token_);
  finish.set_result("solved");
  EXPECT_TRUE(client_.finish(finish));
  EXPECT_TRUE(client_.explain(filed_.case_id()));
  EXPECT_TRUE(client_.queues());
  client::Watch watch(engine_.options());
  watch.subscribe({.resume_after = 0, .from_now = false, .events = {"handling_finished"}});
  const auto seen = watch.next(20'000);
  ASSERT_TRUE(seen);
  EXPECT_EQ(client_.status()->refused_full() > 0, true);

  mend_disk();
  await_space(true);
  EXPECT_TRUE(submit_once(2));
  EXPECT_EQ(engine_.stop(), 0);
  EXPECT_EQ(engine_.verify(), 0);
}

}  // namespace whistle::tests::faulty_disk_test
