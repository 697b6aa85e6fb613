#include <gtest/gtest.h>

#include <string>

#include "adapters/client/client.h"
#include "tests/client/patience.h"
#include "tests/support/fake_engine.h"

// Wishes with a name: what is repeated happens once.
namespace whistle::client::once_test {

using support::answers;
using support::FakeEngine;
using support::in_turn;
using support::refuses;
using support::silent;

v1::TokenRequest on_case(std::uint64_t id) {
  v1::TokenRequest request;
  request.set_case_id(id);
  return request;
}

TEST(Once, TheNextWishHasTheNameAndNoOther) {
  FakeEngine engine;
  engine.on(v1::METHOD_QUEUES, answers(v1::QueuesReply{}));
  engine.on(v1::METHOD_SIGN, answers(v1::TokenReply{}));
  Client client(impatient(engine));
  client.name_next("ticket-4711");
  ASSERT_TRUE(client.queues());
  ASSERT_TRUE(client.sign(on_case(17)));
  EXPECT_EQ(client.last_key(), "ticket-4711");
  ASSERT_TRUE(client.sign(on_case(17)));
  EXPECT_EQ(client.last_key(), "");
  EXPECT_EQ(engine.received(v1::METHOD_QUEUES, 1)[0].header.idempotency_key(), "")
      << "who looks wishes nothing";
  const auto signs = engine.received(v1::METHOD_SIGN, 2);
  EXPECT_EQ(signs[0].header.idempotency_key(), "ticket-4711");
  EXPECT_EQ(signs[1].header.idempotency_key(), "");
}

TEST(Once, ARepeatHasTheSameNameAndTheSameBytes) {
  FakeEngine engine;
  engine.on(v1::METHOD_PROGRESS, in_turn({silent(), answers(v1::TokenReply{})}));
  Client client(impatient(engine));
  client.name_next("ticket-4711");
  ASSERT_TRUE(client.progress(on_case(17)));
  const auto sent = engine.received(v1::METHOD_PROGRESS, 2);
  ASSERT_GE(sent.size(), 2U);
  EXPECT_NE(sent[0].connection, sent[1].connection);
  EXPECT_EQ(sent[0].header.idempotency_key(), "ticket-4711");
  EXPECT_EQ(sent[1].header.idempotency_key(), "ticket-4711");
  EXPECT_EQ(sent[0].body, sent[1].body);
}

TEST(Once, EachWishMayHaveANameOfChance) {
  FakeEngine engine;
  engine.on(v1::METHOD_PULL, answers(v1::PullReply{}));
  engine.on(v1::METHOD_SUBMIT, answers(v1::SubmitReply{}));
  Options options = impatient(engine);
  options.request_timeout_ms = 60'000;
  options.once = true;
  Client client(options);
  ASSERT_TRUE(client.pull({}));
  const std::string first = client.last_key();
  ASSERT_TRUE(client.pull({}));
  EXPECT_EQ(first.size(), 32U);
  EXPECT_NE(client.last_key(), first);
  ASSERT_TRUE(client.submit({}));
  EXPECT_EQ(client.last_key(), "") << "its number in the source names it already";
  const auto pulls = engine.received(v1::METHOD_PULL, 2);
  EXPECT_EQ(pulls[0].header.idempotency_key(), first);
}

TEST(Once, ARefusalUnderANameIsAboutThisSendingAlone) {
  const Problem superseded{
      .code = kFailedPrecondition, .reason = "TOKEN_SUPERSEDED", .message = ""};
  for (const bool named : {true, false}) {
    FakeEngine engine;
    engine.on(v1::METHOD_FINISH, in_turn({silent(), refuses(superseded)}));
    Client client(impatient(engine));
    if (named) client.name_next("ticket-4711");
    const auto refused = client.finish({});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.problem().resent, !named);
  }
}

TEST(Once, WhatIsStillInProgressIsAskedForAgain) {
  FakeEngine engine;
  v1::PullReply granted;
  granted.add_grants()->set_token(9);
  engine.on(v1::METHOD_PULL,
            in_turn({refuses({.code = kAborted, .reason = "IN_PROGRESS", .message = ""}),
                     refuses({.code = kUnavailable,
                              .reason = "LOOK_UP_TOO_OLD",
                              .message = "",
                              .retry_after_ms = 1}),
                     answers(granted)}));
  Options options = impatient(engine);
  options.request_timeout_ms = 60'000;
  Client client(options);
  client.name_next("ticket-4711");
  const auto pulled = client.pull({});
  ASSERT_TRUE(pulled) << pulled.problem().reason;
  EXPECT_EQ(pulled->grants(0).token(), 9U);
  EXPECT_EQ(client.counters().retried, 2U);
}

TEST(Once, TheEngineIsToldHowLongAWishMayWait) {
  FakeEngine engine;
  engine.on(v1::METHOD_SIGN, answers(v1::TokenReply{}));
  engine.on(v1::METHOD_QUEUES, answers(v1::QueuesReply{}));
  Options options = impatient(engine);
  options.decide_within_ms = 1500;
  Client client(options);
  ASSERT_TRUE(client.sign(on_case(17)));
  ASSERT_TRUE(client.queues());
  EXPECT_EQ(engine.received(v1::METHOD_SIGN, 1)[0].header.timeout_ms(), 1500U);
  EXPECT_EQ(engine.received(v1::METHOD_QUEUES, 1)[0].header.timeout_ms(), 0U);
}

}  // namespace whistle::client::once_test
