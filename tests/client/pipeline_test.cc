#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "adapters/client/client.h"
#include "tests/support/fake_engine.h"

namespace whistle::client::pipeline_test {

using support::answers;
using support::FakeEngine;
using support::Mouth;
using support::Request;

Options to(const FakeEngine& engine) {
  Options options;
  options.endpoints = engine.endpoints();
  options.reconnect_ms = 5;
  options.give_up_after_ms = 20'000;
  return options;
}

v1::SubmitRequest complaint(int number) {
  v1::SubmitRequest request;
  request.mutable_complaint()->set_external_id(std::to_string(number));
  return request;
}

// Files a complaint under the case of its own number.
void file_by_number(const Request& request, Mouth& mouth) {
  v1::SubmitReply reply;
  reply.set_case_id(std::stoull(request.as<v1::SubmitRequest>().complaint().external_id()));
  mouth.ok(reply);
}

TEST(Pipeline, AnswersAThousandEachWithItsOwn) {
  FakeEngine engine;
  engine.on(v1::METHOD_SUBMIT, file_by_number);
  Client client(to(engine));
  std::vector<std::uint64_t> cases(1000);
  for (int number = 0; number < 1000; ++number) {
    client.send_submit(complaint(number), [&cases, number](const Result<v1::SubmitReply>& reply) {
      ASSERT_TRUE(reply);
      cases[static_cast<std::size_t>(number)] += reply->case_id() + 1;
    });
  }
  EXPECT_EQ(client.pending(), 1000U);
  ASSERT_TRUE(client.drain(20'000));
  EXPECT_EQ(client.pending(), 0U);
  for (std::size_t number = 0; number < cases.size(); ++number)
    EXPECT_EQ(cases[number], number + 1);
  EXPECT_EQ(client.counters().sent, 1000U);
}

TEST(Pipeline, KeepsNoMoreOnTheWireThanTheWindow) {
  // Given an engine that lets four requests come and then answers all of them, last first.
  FakeEngine engine;
  auto held = std::make_shared<std::vector<std::uint64_t>>();
  engine.on(v1::METHOD_SUBMIT, [held](const Request& request, Mouth& mouth) {
    held->push_back(request.header.request_id());
    if (held->size() < 4) return;
    for (auto id = held->rbegin(); id != held->rend(); ++id) {
      v1::SubmitReply reply;
      reply.set_case_id(*id);
      mouth.ok_to(*id, reply);
    }
    held->clear();
  });
  Options options = to(engine);
  options.window = 4;
  Client client(options);
  std::vector<std::uint64_t> order;
  for (int number = 0; number < 8; ++number) {
    client.send_submit(complaint(number), [&order](const Result<v1::SubmitReply>& reply) {
      ASSERT_TRUE(reply);
      order.push_back(reply->case_id());
    });
  }
  ASSERT_TRUE(client.drain(20'000));
  EXPECT_EQ(order, (std::vector<std::uint64_t>{4, 3, 2, 1, 8, 7, 6, 5}));
}

TEST(Pipeline, RunsCallbacksThatSend) {
  FakeEngine engine;
  engine.on(v1::METHOD_SUBMIT, file_by_number);
  Client client(to(engine));
  int answered = 0;
  std::function<void(const Result<v1::SubmitReply>&)> next;
  next = [&](const Result<v1::SubmitReply>& reply) {
    ASSERT_TRUE(reply);
    if (++answered < 10) client.send_submit(complaint(answered), next);
  };
  client.send_submit(complaint(0), next);
  EXPECT_TRUE(client.drain(20'000));
  EXPECT_EQ(answered, 10);
}

TEST(Pipeline, RunsCallbacksThatWaitForAnotherAnswer) {
  FakeEngine engine;
  engine.on(v1::METHOD_SUBMIT, file_by_number);
  engine.on(v1::METHOD_GET_CASE, answers(v1::CaseReply{}));
  Client client(to(engine));
  int looked = 0;
  for (int number = 0; number < 5; ++number) {
    client.send_submit(complaint(number), [&](const Result<v1::SubmitReply>& reply) {
      ASSERT_TRUE(reply);
      if (client.get_case(reply->case_id())) ++looked;
    });
  }
  EXPECT_TRUE(client.drain(20'000));
  EXPECT_EQ(looked, 5);
}

TEST(Pipeline, MixesWithBlockingCallsAndLines) {
  FakeEngine engine;
  engine.on(v1::METHOD_SUBMIT, file_by_number);
  engine.on(v1::METHOD_PULL, answers(v1::PullReply{}));
  engine.on(v1::METHOD_STATUS, answers(v1::StatusReply{}));
  Client client(to(engine));
  int answered = 0;
  for (int number = 0; number < 20; ++number) {
    client.send_submit(complaint(number),
                       [&answered](const Result<v1::SubmitReply>&) { ++answered; });
    if (number % 5 == 0) {
      EXPECT_TRUE(client.pull(v1::PullRequest{}));
    }
  }
  EXPECT_TRUE(client.status());
  EXPECT_TRUE(client.drain(20'000));
  EXPECT_EQ(answered, 20);
}

TEST(Pipeline, LosesNothingWhenTheEngineRestartsInTheMiddle) {
  FakeEngine engine;
  engine.on(v1::METHOD_SUBMIT, file_by_number);
  Options options = to(engine);
  options.request_timeout_ms = 60'000;
  Client client(options);
  std::multiset<std::uint64_t> cases;
  for (int number = 0; number < 600; ++number) {
    client.send_submit(complaint(number), [&cases](const Result<v1::SubmitReply>& reply) {
      ASSERT_TRUE(reply);
      cases.insert(reply->case_id());
    });
  }
  while (cases.size() < 100) client.poll(1000);
  engine.restart();
  while (cases.size() < 300) client.poll(1000);
  engine.restart();
  ASSERT_TRUE(client.drain(20'000));
  EXPECT_EQ(cases.size(), 600U);
  EXPECT_EQ(std::set<std::uint64_t>(cases.begin(), cases.end()).size(), 600U);
}

TEST(Pipeline, ReturnsFromPollWhenNothingIsPending) {
  FakeEngine engine;
  Client client(to(engine));
  EXPECT_EQ(client.poll(60'000), 0U);
  EXPECT_TRUE(client.drain());
}

TEST(Pipeline, ForgetsWhatWaitsWhenDestroyed) {
  FakeEngine engine;
  engine.on(v1::METHOD_SUBMIT, support::silent());
  bool called = false;
  {
    Client client(to(engine));
    client.send_submit(complaint(1), [&called](const Result<v1::SubmitReply>&) { called = true; });
    client.poll(0);
  }
  EXPECT_FALSE(called);
}

}  // namespace whistle::client::pipeline_test
