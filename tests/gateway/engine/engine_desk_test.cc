#include "adapters/gateway/engine/engine_desk.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <thread>
#include <vector>

#include "tests/gateway/support/call.h"
#include "tests/support/fake_engine.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/work.pb.h"

namespace whistle::gateway::engine::engine_desk_test {

namespace fake = whistle::support;
using support::run;

class Desking : public testing::Test {
 protected:
  client::Options options() {
    client::Options options;
    options.endpoints = engine_.endpoints();
    options.reconnect_ms = 5;
    options.reconnect_max_ms = 20;
    options.request_timeout_ms = 50;
    return options;
  }
  static auto get_case(Desk& desk, std::uint64_t id, Asking asking = {}) {
    v1::CaseRequest request;
    request.set_case_id(id);
    return run(desk.ask<v1::CaseReply>(client::Line::Work, v1::METHOD_GET_CASE, request,
                                       std::move(asking)));
  }
  static Asking within(std::uint32_t patience_ms) {
    Asking asking;
    asking.patience_ms = patience_ms;
    return asking;
  }
  static v1::CaseReply reply(std::uint64_t id) {
    v1::CaseReply reply;
    reply.mutable_case_()->set_case_id(id);
    return reply;
  }

  fake::FakeEngine engine_;
};

TEST_F(Desking, AnswersWhatTheEngineSays) {
  engine_.on(v1::METHOD_GET_CASE, fake::answers(reply(7)));
  EngineDesk desk(options());
  const auto answer = get_case(desk, 7);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->case_().case_id(), 7U);
  EXPECT_EQ(engine_.received(v1::METHOD_GET_CASE, 1)[0].as<v1::CaseRequest>().case_id(), 7U);
}

TEST_F(Desking, PassesRefusalsOn) {
  const client::Problem problem{
      .code = client::kNotFound, .reason = "UNKNOWN_CASE", .message = "no"};
  engine_.on(v1::METHOD_GET_CASE, fake::refuses(problem));
  EngineDesk desk(options());
  EXPECT_EQ(get_case(desk, 7).problem().reason, "UNKNOWN_CASE");
}

TEST_F(Desking, NamesAWishByItsKey) {
  engine_.on(v1::METHOD_SIGN, fake::answers(v1::TokenReply()));
  EngineDesk desk(options());
  ASSERT_TRUE(run(desk.ask<v1::TokenReply>(client::Line::Work, v1::METHOD_SIGN, v1::TokenRequest(),
                                           Asking(std::nullopt, "once"))));
  ASSERT_TRUE(
      run(desk.ask<v1::TokenReply>(client::Line::Work, v1::METHOD_SIGN, v1::TokenRequest())));
  const auto received = engine_.received(v1::METHOD_SIGN, 2);
  EXPECT_EQ(received[0].header.idempotency_key(), "once");
  EXPECT_EQ(received[1].header.idempotency_key(), "");
}

TEST_F(Desking, SaysForWhomItAsksAndForgetsThemAfterwards) {
  engine_.on(v1::METHOD_GET_CASE, fake::answers(reply(7)));
  EngineDesk desk(options());
  v1::Operator person;
  person.set_name("chen");
  ASSERT_TRUE(get_case(desk, 7, Asking(person)));
  EXPECT_EQ(engine_.received(v1::METHOD_GET_CASE, 1)[0].header.acting_for().name(), "chen");
  ASSERT_TRUE(get_case(desk, 7));
  EXPECT_FALSE(engine_.received().back().header.has_acting_for());
}

TEST_F(Desking, SaysSoWhenTheEngineIsAwayAndAtOnceAfterwards) {
  engine_.on(v1::METHOD_GET_CASE, fake::answers(reply(7)));
  engine_.fall();
  EngineDesk desk(options());
  Asking hasty;
  hasty.patience_ms = 30;
  EXPECT_EQ(get_case(desk, 7, hasty).problem().reason, "NO_ANSWER");
  EXPECT_TRUE(desk.condition().away);
  // It has been away for as long as anybody has patience.
  const auto known = get_case(desk, 7, hasty);
  ASSERT_FALSE(known);
  EXPECT_EQ(known.problem().reason, "ENGINE_AWAY");
  EXPECT_EQ(known.problem().code, client::kUnavailable);
  EXPECT_GT(known.problem().retry_after_ms, 0U);
}

TEST_F(Desking, RecoversAlone) {
  engine_.on(v1::METHOD_GET_CASE, fake::answers(reply(7)));
  engine_.fall();
  EngineDesk desk(options());
  EXPECT_FALSE(get_case(desk, 7, within(30)));
  engine_.rise();
  while (desk.condition().away) std::this_thread::yield();
  EXPECT_TRUE(get_case(desk, 7));
}

TEST_F(Desking, HoldsNoMoreThanItsBound) {
  engine_.on(v1::METHOD_GET_CASE, fake::silent());
  EngineDesk desk(options(), 2);
  boost::asio::io_context context;
  std::vector<std::string> reasons;
  const auto ask = [&]() -> boost::asio::awaitable<void> {
    const auto answer =
        co_await desk.ask_bytes(client::Line::Work, v1::METHOD_GET_CASE, {}, within(100));
    reasons.push_back(answer ? "" : answer.problem().reason);
  };
  for (int i = 0; i < 3; ++i) {
    boost::asio::co_spawn(context, ask, [](const std::exception_ptr&) {});
  }
  context.run();
  EXPECT_EQ(reasons, (std::vector<std::string>{"DESK_FULL", "NO_ANSWER", "NO_ANSWER"}));
}

TEST_F(Desking, AnswersWhoWaitsWhenItGoes) {
  engine_.on(v1::METHOD_GET_CASE, fake::silent());
  boost::asio::io_context context;
  std::string reason;
  auto desk = std::make_unique<EngineDesk>(options());
  const auto ask = [&]() -> boost::asio::awaitable<void> {
    const auto answer =
        co_await desk->ask_bytes(client::Line::Work, v1::METHOD_GET_CASE, {}, within(100));
    reason = answer ? "" : answer.problem().reason;
  };
  boost::asio::co_spawn(context, ask, [](const std::exception_ptr&) {});
  context.poll();
  desk.reset();
  context.run();
  EXPECT_FALSE(reason.empty());
}

}  // namespace whistle::gateway::engine::engine_desk_test
