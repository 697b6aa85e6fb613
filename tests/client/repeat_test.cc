#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "adapters/client/client.h"
#include "tests/client/patience.h"
#include "tests/support/fake_engine.h"

namespace whistle::client::repeat_test {

using support::answers;
using support::FakeEngine;
using support::in_turn;
using support::Mouth;
using support::refuses;
using support::Request;
using support::silent;

v1::SubmitReply filed(std::uint64_t case_id) {
  v1::SubmitReply reply;
  reply.set_case_id(case_id);
  return reply;
}

v1::SubmitRequest complaint(const std::string& external_id) {
  v1::SubmitRequest request;
  request.mutable_complaint()->set_external_id(external_id);
  return request;
}

Problem full(std::uint32_t retry_after_ms) {
  return {.code = kResourceExhausted,
          .reason = "INTAKE_FULL",
          .message = "",
          .retry_after_ms = retry_after_ms};
}

TEST(Repeat, SendsTheSameBodyOnAFreshConnectionAfterSilence) {
  FakeEngine engine;
  engine.on(v1::METHOD_SUBMIT, in_turn({silent(), answers(filed(17))}));
  Options options = impatient(engine);
  options.request_timeout_ms = 200;
  Client client(options);
  const auto answer = client.submit(complaint("a-1"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->case_id(), 17U);
  const auto received = engine.received(2);
  ASSERT_EQ(received.size(), 2U);
  EXPECT_EQ(received[0].body, received[1].body);
  EXPECT_NE(received[0].connection, received[1].connection);
  EXPECT_EQ(client.counters().sent, 2U);
  EXPECT_EQ(client.counters().resent, 1U);
  // On a busy machine the fresh one may itself be slow and be given up.
  EXPECT_GE(client.counters().reopened, 1U);
}

TEST(Repeat, SaysSoWhenTheRepeatIsRefused) {
  // The first finish was carried out, only its answer was lost.
  FakeEngine engine;
  engine.on(v1::METHOD_FINISH, in_turn({silent(), refuses({.code = kFailedPrecondition,
                                                           .reason = "TOKEN_SUPERSEDED",
                                                           .message = ""})}));
  Client client(impatient(engine));
  const auto answer = client.finish(v1::FinishRequest{});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.problem().reason, "TOKEN_SUPERSEDED");
  EXPECT_TRUE(answer.problem().resent);
}

TEST(Repeat, StopsAtTheTimeGiven) {
  FakeEngine engine;
  engine.on(v1::METHOD_FINISH, silent());
  Options options = impatient(engine);
  options.give_up_after_ms = 150;
  Client client(options);
  const auto answer = client.finish(v1::FinishRequest{});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.problem().reason, "NO_ANSWER");
  EXPECT_EQ(answer.problem().code, kUnavailable);
  EXPECT_TRUE(answer.problem().resent);
  EXPECT_EQ(client.pending(), 0U);
}

TEST(Repeat, WaitsLongerAfterEachSilence) {
  FakeEngine engine;
  engine.on(v1::METHOD_FINISH, silent());
  Options options = impatient(engine);
  options.request_timeout_ms = 10;
  options.give_up_after_ms = 200;
  Client client(options);
  ASSERT_FALSE(client.finish(v1::FinishRequest{}));
  // 10 + 20 + 40 + 80 ms and then 80 each: without the doubling there would be twenty.
  EXPECT_GE(client.counters().sent, 3U);
  EXPECT_LE(client.counters().sent, 5U);
}

TEST(Repeat, IsNotNeededWhileOtherAnswersCome) {
  // Given an engine that answers nothing but a slow first request by a stream of others.
  FakeEngine engine;
  engine.on(v1::METHOD_PULL, answers(v1::PullReply{}));
  engine.on(v1::METHOD_RENEW, answers(v1::TokenReply{}));
  engine.on(v1::METHOD_FINISH, silent());
  Options options = impatient(engine);
  options.request_timeout_ms = 2000;
  Client client(options);
  bool finished = false;
  client.send_finish(v1::FinishRequest{},
                     [&finished](const Result<v1::TokenReply>&) { finished = true; });
  for (int count = 0; count < 50; ++count) ASSERT_TRUE(client.renew(v1::TokenRequest{}));
  EXPECT_FALSE(finished);
  EXPECT_EQ(client.counters().resent, 0U);
  EXPECT_EQ(client.pending(), 1U);
}

TEST(Repeat, ComesAtLastForAnAnswerLostOnALiveLine) {
  // Given an engine that lost one answer and answers all others.
  FakeEngine engine;
  engine.on(v1::METHOD_RENEW, answers(v1::TokenReply{}));
  v1::TokenReply done;
  done.set_token(5);
  engine.on(v1::METHOD_FINISH, in_turn({silent(), answers(done)}));
  Client client(impatient(engine));
  // When the line never falls silent.
  bool finished = false;
  client.send_finish(v1::FinishRequest{}, [&finished](const Result<v1::TokenReply>& reply) {
    finished = reply && reply->token() == 5;
  });
  int others = 0;
  while (!finished && ++others < 1'000'000) ASSERT_TRUE(client.renew(v1::TokenRequest{}));
  // Then the lost one is asked again nevertheless.
  EXPECT_TRUE(finished);
}

TEST(Repeat, FollowsALostConnectionAtOnce) {
  // Given an engine that is gone before it answers, and a patience that would never end.
  FakeEngine engine;
  engine.on(v1::METHOD_SUBMIT, in_turn({silent(), answers(filed(3))}));
  Client client(patient(engine));
  std::uint64_t case_id = 0;
  client.send_submit(complaint("a-1"), [&case_id](const Result<v1::SubmitReply>& reply) {
    if (reply) case_id = reply->case_id();
  });
  client.poll(0);
  while (engine.received().empty()) client.poll(1);
  // When it comes back.
  engine.restart();
  // Then the request goes out again without waiting for the silence.
  EXPECT_TRUE(client.drain(10'000));
  EXPECT_EQ(case_id, 3U);
  EXPECT_EQ(client.counters().resent, 1U);
}

TEST(Repeat, SurvivesRestartsBetweenCalls) {
  FakeEngine engine;
  engine.on(v1::METHOD_PULL, answers(v1::PullReply{}));
  Client client(patient(engine));
  for (int round = 0; round < 5; ++round) {
    ASSERT_TRUE(client.pull(v1::PullRequest{})) << "round " << round;
    engine.restart();
  }
  EXPECT_TRUE(client.pull(v1::PullRequest{}));
}

TEST(Repeat, WaitsForAnEngineThatStartsLater) {
  FakeEngine engine;
  engine.on(v1::METHOD_PULL, answers(v1::PullReply{}));
  engine.fall();
  Client client(impatient(engine));
  bool answered = false;
  client.send_pull(v1::PullRequest{}, [&answered](const Result<v1::PullReply>& reply) {
    answered = reply.has_value();
  });
  EXPECT_EQ(client.poll(30), 0U);
  EXPECT_EQ(client.counters().sent, 0U);
  engine.rise();
  EXPECT_TRUE(client.drain(10'000));
  EXPECT_TRUE(answered);
}

TEST(Repeat, TriesASubmitAgainWhenTheEngineHasRoom) {
  FakeEngine engine;
  engine.on(
      v1::METHOD_SUBMIT,
      in_turn(
          {refuses(full(5)),
           refuses(
               {.code = kUnavailable, .reason = "DISK_LOW", .message = "", .retry_after_ms = 5}),
           answers(filed(8))}));
  Client client(steady(engine));
  const auto answer = client.submit(complaint("a-1"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->case_id(), 8U);
  EXPECT_EQ(client.counters().retried, 2U);
  EXPECT_EQ(client.counters().resent, 0U);
  EXPECT_EQ(client.counters().reopened, 0U);
}

TEST(Repeat, RestsAsLongAsTheEngineSaid) {
  FakeEngine engine;
  engine.on(v1::METHOD_SUBMIT, in_turn({refuses(full(60)), answers(filed(8))}));
  Client client(patient(engine));
  const auto before = std::chrono::steady_clock::now();
  ASSERT_TRUE(client.submit(complaint("a-1")));
  EXPECT_GE(std::chrono::steady_clock::now() - before, std::chrono::milliseconds(60));
}

TEST(Repeat, ReturnsTheRefusalWhenTheEngineStaysFull) {
  FakeEngine engine;
  engine.on(v1::METHOD_SUBMIT, refuses(full(10)));
  Options options = patient(engine);
  options.give_up_after_ms = 80;
  Client client(options);
  const auto answer = client.submit(complaint("a-1"));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.problem().reason, "INTAKE_FULL");
  EXPECT_GE(client.counters().retried, 2U);
}

TEST(Repeat, ReturnsAFullWithoutARetryTime) {
  FakeEngine engine;
  engine.on(v1::METHOD_SUBMIT, refuses(full(0)));
  Client client(patient(engine));
  const auto answer = client.submit(complaint("a-1"));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.problem().reason, "INTAKE_FULL");
  EXPECT_EQ(client.counters().retried, 0U);
}

TEST(Repeat, DoesNotTakeARestForSilence) {
  // Given a request that rests longer than four patiences on a line where others are answered.
  FakeEngine engine;
  engine.on(v1::METHOD_SUBMIT, in_turn({refuses(full(450)), answers(filed(8))}));
  Options options = impatient(engine);
  options.request_timeout_ms = 100;
  Client client(options);
  ASSERT_TRUE(client.submit(complaint("a-1")));
  EXPECT_EQ(client.counters().resent, 0U);
  EXPECT_EQ(engine.received().size(), 2U);
}

Problem shutting_down(std::uint32_t retry_after_ms) {
  return {.code = kUnavailable,
          .reason = "SHUTTING_DOWN",
          .message = "",
          .retry_after_ms = retry_after_ms};
}

TEST(Repeat, HearsTheAnswersThatAreOnTheirWayWhenItIsSentAway) {
  // Given an engine that stops with two answers to give.
  std::vector<std::uint64_t> asked;
  FakeEngine engine;
  engine.on(v1::METHOD_FINISH, [&asked](const Request& request, Mouth& mouth) {
    asked.push_back(request.header.request_id());
    if (asked.size() < 2) return;
    mouth.go_away(shutting_down(60'000));
    for (const std::uint64_t id : asked) mouth.ok_to(id, v1::TokenReply{});
  });
  Client client(patient(engine));
  int answered = 0;
  for (int count = 0; count < 2; ++count) {
    client.send_finish(v1::FinishRequest{}, [&answered](const Result<v1::TokenReply>& reply) {
      if (reply) ++answered;
    });
  }
  EXPECT_TRUE(client.drain(10'000));
  EXPECT_EQ(answered, 2);
  EXPECT_EQ(client.counters().resent, 0U);
}

TEST(Repeat, ComesBackWhenTheEngineSaidAndAsksTheRestThere) {
  FakeEngine engine;
  engine.on(v1::METHOD_FINISH, in_turn({[](const Request&, Mouth& mouth) {
                                          mouth.go_away(shutting_down(30));
                                          mouth.ok(v1::TokenReply{});
                                        },
                                        answers(v1::TokenReply{})}));
  Options options = patient(engine);
  options.window = 1;
  Client client(options);
  const auto started = std::chrono::steady_clock::now();
  for (int count = 0; count < 2; ++count) {
    client.send_finish(v1::FinishRequest{},
                       [](const Result<v1::TokenReply>& reply) { EXPECT_TRUE(reply); });
  }
  EXPECT_TRUE(client.drain(10'000));
  EXPECT_GE(std::chrono::steady_clock::now() - started, std::chrono::milliseconds(30));
  const auto received = engine.received(2);
  EXPECT_NE(received[0].connection, received[1].connection);
  EXPECT_EQ(client.counters().resent, 0U);
}

TEST(Repeat, AsksAgainWhatAStoppingEngineDidNotTake) {
  // Whatever it is: it was not done.
  FakeEngine engine;
  engine.on(v1::METHOD_PULL, in_turn({refuses(shutting_down(5)), answers(v1::PullReply{})}));
  Client client(patient(engine));
  EXPECT_TRUE(client.pull(v1::PullRequest{}));
  const auto received = engine.received(2);
  EXPECT_NE(received[0].connection, received[1].connection);
}

TEST(Repeat, SaysThatTheEngineStopsWhenItDoesNotComeBack) {
  FakeEngine engine;
  engine.on(v1::METHOD_PULL, refuses(shutting_down(60'000)));
  Options options = patient(engine);
  options.give_up_after_ms = 100;
  Client client(options);
  const auto answer = client.pull(v1::PullRequest{});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.problem().reason, "SHUTTING_DOWN");
}

TEST(Repeat, StaysWhenItsKeyIsTakenAwayAndIsToldByTheAnswers) {
  FakeEngine engine;
  engine.on(v1::METHOD_PULL, [](const Request&, Mouth& mouth) {
    const Problem revoked{.code = kUnauthenticated, .reason = "KEY_REVOKED", .message = ""};
    mouth.go_away(revoked);
    mouth.refuse(revoked);
  });
  Client client(steady(engine));
  for (int count = 0; count < 2; ++count) {
    EXPECT_EQ(client.pull(v1::PullRequest{}).problem().reason, "KEY_REVOKED");
  }
  EXPECT_EQ(client.counters().farewells, 2U);
  EXPECT_EQ(client.counters().reopened, 0U);
}

TEST(Repeat, GoesOnWithItsSessionOnTheNextConnection) {
  FakeEngine engine;
  v1::Welcome welcome;
  welcome.set_resume_token("sixteen bytes ok");
  engine.on(v1::METHOD_HELLO, answers(welcome));
  engine.on(v1::METHOD_PULL, answers(v1::PullReply{}));
  Client client(impatient(engine));
  ASSERT_TRUE(client.pull(v1::PullRequest{}));
  engine.restart();
  ASSERT_TRUE(client.pull(v1::PullRequest{}));
  const auto greetings = engine.greetings();
  ASSERT_GE(greetings.size(), 2U);
  EXPECT_EQ(greetings[0].resume_token(), "");
  EXPECT_EQ(greetings[0].max_minor(), 1U);
  EXPECT_EQ(greetings[1].resume_token(), "sixteen bytes ok");
}

TEST(Repeat, IgnoresStaleAndRepeatedAnswers) {
  FakeEngine engine;
  engine.on(v1::METHOD_SUBMIT, [](const Request& request, Mouth& mouth) {
    const std::uint64_t id = request.header.request_id();
    mouth.ok_to(id + 1000, filed(1));
    mouth.ok_to(0, filed(2));
    mouth.ok_to(id, filed(3));
    mouth.ok_to(id, filed(4));
  });
  engine.on(v1::METHOD_GET_CASE, answers(v1::CaseReply{}));
  Options options = patient(engine);
  options.reading = Line::Intake;
  Client client(options);
  const auto answer = client.submit(complaint("a-1"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->case_id(), 3U);
  ASSERT_TRUE(client.get_case(1));
  EXPECT_EQ(client.counters().ignored, 3U);
}

TEST(Repeat, IgnoresBrokenFramesOfTheEngine) {
  FakeEngine engine;
  engine.on(v1::METHOD_SUBMIT, [](const Request& request, Mouth& mouth) {
    v1::Header event;
    event.set_kind(v1::KIND_EVENT);
    event.set_request_id(request.header.request_id());
    mouth.frames({"nonsense"});
    mouth.frames({"WHISTLE/9", "", ""});
    mouth.frames({"WHISTLE/1", "\xff\xff\xff\xff", ""});
    mouth.frames({"WHISTLE/1", "", "", "", "", "", ""});
    mouth.frames({"WHISTLE/1", std::string(5000, '\0'), ""});
    mouth.frames({"WHISTLE/1", event.SerializeAsString(), ""});
    mouth.ok(filed(3));
  });
  Client client(patient(engine));
  const auto answer = client.submit(complaint("a-1"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->case_id(), 3U);
  EXPECT_EQ(client.counters().ignored, 6U);
  EXPECT_EQ(client.counters().resent, 0U);
}

}  // namespace whistle::client::repeat_test
