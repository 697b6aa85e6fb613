#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <string>

#include "tests/end_to_end/engine_process.h"

// Wishes with a key against a real engine that is killed: done once, told the same.
namespace whistle::tests::once_test {

class Once : public testing::Test {
 protected:
  Once() : engine_("changtai") {
    engine_.start();
    connect();
  }
  ~Once() override {
    EXPECT_EQ(engine_.stop(), 0);
    EXPECT_EQ(engine_.verify(), 0);
  }

  void connect() {
    client::Options options = engine_.options();
    options.reading = client::Line::Admin;
    client_ = std::make_unique<client::Client>(options);
  }
  void restart() {
    engine_.kill();
    engine_.start();
    connect();
  }
  static v1::ActRequest a_need(const std::string& title) {
    v1::ActRequest request;
    request.mutable_list_wish()->set_list("need");
    request.mutable_list_wish()->set_title(title);
    request.mutable_list_wish()->set_unit("street-wuan");
    request.mutable_list_wish()->set_by("居民");
    return request;
  }
  client::Result<v1::ActReply> once(const std::string& key, const v1::ActRequest& request) {
    client_->name_next(key);
    return client_->act(request);
  }
  std::size_t needs() {
    v1::RegistersRequest request;
    request.set_kind("list_entry");
    const auto reply = client_->registers(request);
    EXPECT_TRUE(reply) << reply.problem().message;
    return reply ? static_cast<std::size_t>(reply->rows_size()) : 0;
  }

  EngineProcess engine_;
  std::unique_ptr<client::Client> client_;
};

TEST_F(Once, AnAnswerIsToldAgainAfterAKill) {
  const auto first = once("row 7", a_need("修路"));
  ASSERT_TRUE(first) << first.problem().message;
  restart();
  const auto again = once("row 7", a_need("修路"));
  ASSERT_TRUE(again) << again.problem().message;
  EXPECT_EQ(again->id(), first->id());
  EXPECT_EQ(needs(), 1U);
  const auto other = once("row 7", a_need("修桥"));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.problem().reason, "IDEMPOTENCY_KEY_REUSED");
  EXPECT_EQ(needs(), 1U);
}

TEST_F(Once, OrdersAreGrantedOnceHoweverOftenTheyArePulled) {
  client::Options options = engine_.options();
  client::Client worker(options);
  const auto filed = worker.submit(complaint("1", "武安镇街上有人占道经营，影响通行"));
  ASSERT_TRUE(filed) << filed.problem().message;
  v1::PullRequest pull;
  pull.set_unit(filed->unit());
  pull.set_worker("li");
  pull.set_sign_at_once(true);
  worker.name_next("pull 1");
  const auto first = worker.pull(pull);
  ASSERT_TRUE(first) << first.problem().message;
  ASSERT_EQ(first->grants_size(), 1);
  engine_.kill();
  engine_.start();
  client::Client again(options);
  again.name_next("pull 1");
  const auto told = again.pull(pull);
  ASSERT_TRUE(told) << told.problem().message;
  ASSERT_EQ(told->grants_size(), 1);
  EXPECT_EQ(told->grants(0).token(), first->grants(0).token());
  // And the token works: nobody has to wait until the order escalates.
  v1::FinishRequest finish;
  finish.set_case_id(filed->case_id());
  finish.set_token(told->grants(0).token());
  finish.set_worker("li");
  finish.set_result("solved");
  EXPECT_TRUE(again.finish(finish));
}

// Killed at any moment of a burst; who was not answered asks again until all are.
TEST_F(Once, NothingIsDoneTwiceWhenTheEngineIsKilledInTheMiddle) {
  constexpr int kRounds = 4;
  constexpr int kWishes = 60;
  std::mt19937 random(20260311);
  std::map<int, std::uint64_t> answered;
  for (int round = 0; round < kRounds; ++round) {
    ASSERT_TRUE(client_->hello(client::Line::Admin));
    const std::size_t enough = answered.size() + 1 + random() % (kWishes / kRounds);
    for (int wish = 0; wish < kWishes; ++wish) {
      client_->name_next("wish " + std::to_string(wish));
      client_->send<v1::ActReply>(
          v1::METHOD_ACT, a_need("第" + std::to_string(wish) + "件"),
          [&answered, wish](client::Result<v1::ActReply> reply) {
            ASSERT_TRUE(reply) << reply.problem().message;
            const auto [before, is_new] = answered.try_emplace(wish, reply->id());
            EXPECT_EQ(before->second, reply->id()) << (is_new ? "" : "told otherwise");
          });
    }
    while (answered.size() < enough && client_->pending() > 0) client_->poll(1000);
    restart();
  }
  for (int wish = 0; wish < kWishes; ++wish) {
    const auto reply =
        once("wish " + std::to_string(wish), a_need("第" + std::to_string(wish) + "件"));
    ASSERT_TRUE(reply) << reply.problem().message;
    if (answered.contains(wish)) {
      EXPECT_EQ(reply->id(), answered[wish]) << wish;
    }
  }
  EXPECT_EQ(needs(), static_cast<std::size_t>(kWishes));
}

}  // namespace whistle::tests::once_test
