#include <gtest/gtest.h>

#include <string>

#include "adapters/client/client.h"
#include "tests/support/fake_engine.h"

namespace whistle::client::call_test {

using support::answers;
using support::FakeEngine;
using support::refuses;

Options to(const FakeEngine& engine) {
  Options options;
  options.endpoints = engine.endpoints();
  options.name = "call_test";
  options.give_up_after_ms = 10'000;
  return options;
}

v1::SubmitRequest complaint(const std::string& external_id) {
  v1::SubmitRequest request;
  request.mutable_complaint()->set_source("hotline");
  request.mutable_complaint()->set_external_id(external_id);
  request.mutable_complaint()->set_text("楼道漏水");
  return request;
}

TEST(Client, ReturnsTheAnswerOfASubmit) {
  // Given an engine that files everything as case 17.
  FakeEngine engine;
  v1::SubmitReply reply;
  reply.set_case_id(17);
  reply.set_disposition("filed");
  engine.on(v1::METHOD_SUBMIT, answers(reply));
  // When a complaint is submitted.
  Client client(to(engine));
  const auto answer = client.submit(complaint("a-1"));
  // Then its answer comes back, and the engine saw the complaint on the intake line.
  ASSERT_TRUE(answer) << answer.problem().message;
  EXPECT_EQ(answer->case_id(), 17U);
  EXPECT_EQ(answer->disposition(), "filed");
  const auto received = engine.received(1);
  ASSERT_EQ(received.size(), 1U);
  EXPECT_EQ(received[0].line, Line::Intake);
  EXPECT_EQ(received[0].header.kind(), v1::KIND_REQUEST);
  EXPECT_EQ(received[0].header.driven_time_ms(), 0);
  EXPECT_EQ(received[0].as<v1::SubmitRequest>().complaint().text(), "楼道漏水");
}

TEST(Client, SendsWishesAndLooksOnTheLinesThatTakeThem) {
  FakeEngine engine;
  v1::ActReply made;
  made.set_id(8);
  engine.on(v1::METHOD_ACT, answers(made));
  engine.on(v1::METHOD_REGISTERS, answers(v1::RegistersReply{}));
  engine.on(v1::METHOD_SCOREBOARD, answers(v1::ScoreboardReply{}));
  engine.on(v1::METHOD_AGENDA, answers(v1::AgendaReply{}));
  const auto lines_of = [&](Line reading) {
    Options options = to(engine);
    options.reading = reading;
    Client client(options);
    v1::ActRequest request;
    request.mutable_remind_case()->set_id(17);
    const auto answer = client.act(request);
    EXPECT_TRUE(answer && answer->id() == 8);
    EXPECT_TRUE(client.registers({}) && client.scoreboard() && client.agenda({}));
    std::vector<Line> lines;
    const auto received = engine.received();
    for (std::size_t i = received.size() - 4; i < received.size(); ++i) {
      lines.push_back(received[i].line);
    }
    return lines;
  };
  using Lines = std::vector<Line>;
  EXPECT_EQ(lines_of(Line::Work), (Lines{Line::Work, Line::Work, Line::Watch, Line::Watch}));
  EXPECT_EQ(lines_of(Line::Intake), (Lines{Line::Intake, Line::Work, Line::Watch, Line::Watch}));
  EXPECT_EQ(lines_of(Line::Admin), (Lines{Line::Admin, Line::Admin, Line::Admin, Line::Admin}));
}

TEST(Client, ReturnsARefusalWithItsReason) {
  FakeEngine engine;
  engine.on(v1::METHOD_FINISH, refuses({.code = kFailedPrecondition,
                                        .reason = "TOKEN_SUPERSEDED",
                                        .message = "li holds it"}));
  Client client(to(engine));
  const auto answer = client.finish(v1::FinishRequest{});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.problem(), (Problem{.code = kFailedPrecondition,
                                       .reason = "TOKEN_SUPERSEDED",
                                       .message = "li holds it"}));
}

TEST(Client, DoesNotRetryWorkThatIsRefusedForLoad) {
  // Only intake waits by itself: a worker is told.
  FakeEngine engine;
  engine.on(
      v1::METHOD_PULL,
      refuses({.code = kUnavailable, .reason = "STOPPING", .message = "", .retry_after_ms = 5}));
  Client client(to(engine));
  const auto answer = client.pull(v1::PullRequest{});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.problem().reason, "STOPPING");
  EXPECT_EQ(answer.problem().retry_after_ms, 5U);
  EXPECT_EQ(engine.received().size(), 1U);
}

TEST(Client, NamesItselfOnEachConnection) {
  FakeEngine engine;
  engine.on(v1::METHOD_PULL, answers(v1::PullReply{}));
  engine.on(v1::METHOD_STATUS, answers(v1::StatusReply{}));
  Client client(to(engine));
  ASSERT_TRUE(client.pull(v1::PullRequest{}));
  ASSERT_TRUE(client.pull(v1::PullRequest{}));
  ASSERT_TRUE(client.status());
  EXPECT_EQ(engine.greeted(), (std::vector<std::string>{"call_test", "call_test"}));
}

TEST(Client, SaysHelloOnTheLineAskedFor) {
  FakeEngine engine;
  v1::Welcome welcome;
  welcome.set_city("changtai");
  engine.on(v1::METHOD_HELLO, answers(welcome));
  Client client(to(engine));
  const auto answer = client.hello(Line::Admin);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->city(), "changtai");
}

TEST(Client, CarriesTheDrivenTimeUntilItIsTakenBack) {
  FakeEngine engine;
  engine.on(v1::METHOD_PULL, answers(v1::PullReply{}));
  Client client(to(engine));
  client.set_driven_time(1'700'000'000'000);
  ASSERT_TRUE(client.pull(v1::PullRequest{}));
  client.set_driven_time(0);
  ASSERT_TRUE(client.pull(v1::PullRequest{}));
  const auto received = engine.received(2);
  ASSERT_EQ(received.size(), 2U);
  EXPECT_EQ(received[0].header.driven_time_ms(), 1'700'000'000'000);
  EXPECT_EQ(received[1].header.driven_time_ms(), 0);
}

TEST(Client, SendsEachVerbToItsLine) {
  FakeEngine engine;
  for (const auto method :
       {v1::METHOD_RENEW, v1::METHOD_RELEASE, v1::METHOD_SIGN, v1::METHOD_CONTACT,
        v1::METHOD_ARRIVE, v1::METHOD_PROGRESS, v1::METHOD_FINISH, v1::METHOD_RAISE,
        v1::METHOD_CLASSIFY, v1::METHOD_POST_CHECK, v1::METHOD_CALL_BACK}) {
    engine.on(method, answers(v1::TokenReply{}));
  }
  engine.on(v1::METHOD_GET_CASE, answers(v1::CaseReply{}));
  engine.on(v1::METHOD_EXPLAIN, answers(v1::ExplainReply{}));
  engine.on(v1::METHOD_QUEUES, answers(v1::QueuesReply{}));
  engine.on(v1::METHOD_ADVANCE_TIME, answers(v1::StatusReply{}));
  Client client(to(engine));
  const v1::TokenRequest token;
  EXPECT_TRUE(client.renew(token));
  EXPECT_TRUE(client.release(token));
  EXPECT_TRUE(client.sign(token));
  EXPECT_TRUE(client.contact(token));
  EXPECT_TRUE(client.arrive(token));
  EXPECT_TRUE(client.progress(token));
  EXPECT_TRUE(client.raise(token));
  EXPECT_TRUE(client.finish(v1::FinishRequest{}));
  EXPECT_TRUE(client.classify(v1::ClassifyRequest{}));
  EXPECT_TRUE(client.post_check(v1::PostCheckRequest{}));
  EXPECT_TRUE(client.call_back(v1::CallBackRequest{}));
  EXPECT_TRUE(client.get_case(1, true));
  EXPECT_TRUE(client.explain(1));
  EXPECT_TRUE(client.queues());
  EXPECT_TRUE(client.advance_time(5));
  const auto received = engine.received(15);
  ASSERT_EQ(received.size(), 15U);
  for (std::size_t index = 0; index < 14; ++index) {
    EXPECT_EQ(received[index].line, Line::Work) << received[index].header.method();
  }
  EXPECT_TRUE(received[11].as<v1::CaseRequest>().with_text());
  EXPECT_FALSE(received[12].as<v1::CaseRequest>().with_text());
  EXPECT_EQ(received[14].line, Line::Admin);
  EXPECT_EQ(received[14].as<v1::AdvanceTimeRequest>().time_ms(), 5);
}

TEST(Client, AsksOnTheIntakeLineWhenItSeesNoOther) {
  FakeEngine engine;
  engine.on(v1::METHOD_GET_CASE, answers(v1::CaseReply{}));
  engine.on(v1::METHOD_CALL_BACK, answers(v1::TokenReply{}));
  Options options = to(engine);
  options.reading = Line::Intake;
  Client client(options);
  ASSERT_TRUE(client.get_case(1));
  ASSERT_TRUE(client.call_back(v1::CallBackRequest{}));
  const auto received = engine.received(2);
  EXPECT_EQ(received[0].line, Line::Intake);
  EXPECT_EQ(received[1].line, Line::Intake);
}

TEST(Client, ReportsAnAnswerThatIsNotTheMessageExpected) {
  FakeEngine engine;
  engine.on(v1::METHOD_PULL, [](const support::Request& request, support::Mouth& mouth) {
    v1::Header header;
    header.set_kind(v1::KIND_RESPONSE);
    header.set_request_id(request.header.request_id());
    mouth.frames({"WHISTLE/1", header.SerializeAsString(), "\xff\xff\xff"});
  });
  Client client(to(engine));
  const auto answer = client.pull(v1::PullRequest{});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.problem().reason, "UNREADABLE_ANSWER");
  EXPECT_EQ(answer.problem().code, kInternal);
}

TEST(Client, DoesNotSendWhatIsTooLarge) {
  FakeEngine engine;
  engine.on(v1::METHOD_SUBMIT, answers(v1::SubmitReply{}));
  Client client(to(engine));
  v1::SubmitRequest request = complaint("a-1");
  request.mutable_complaint()->set_text(std::string(262'144, 'x'));
  const auto answer = client.submit(request);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.problem().reason, "BODY_TOO_LARGE");
  EXPECT_EQ(answer.problem().code, kInvalidArgument);
  EXPECT_EQ(client.counters().sent, 0U);
  EXPECT_EQ(client.pending(), 0U);
}

TEST(Client, ReportsAnAddressThatIsNone) {
  Options options;
  options.endpoints.work = "somewhere";
  Client client(options);
  const auto answer = client.pull(v1::PullRequest{});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.problem().reason, "BAD_ENDPOINT");
}

TEST(Client, GivesUpWhenNobodyListens) {
  // Given a port that an engine has just left.
  FakeEngine engine;
  engine.fall();
  Options options = to(engine);
  options.reconnect_ms = 5;
  options.give_up_after_ms = 60;
  // When something is asked.
  Client client(options);
  const auto answer = client.pull(v1::PullRequest{});
  // Then the answer says that nothing was sent.
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.problem().reason, "CANNOT_CONNECT");
  EXPECT_EQ(answer.problem().code, kUnavailable);
  EXPECT_EQ(client.counters().sent, 0U);
}

TEST(Client, SharesAContext) {
  FakeEngine engine;
  engine.on(v1::METHOD_PULL, answers(v1::PullReply{}));
  const auto context = make_context();
  Client one(to(engine), context);
  Client two(to(engine), context);
  EXPECT_TRUE(one.pull(v1::PullRequest{}));
  EXPECT_TRUE(two.pull(v1::PullRequest{}));
}

}  // namespace whistle::client::call_test
