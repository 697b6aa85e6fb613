#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "tests/client/watch_words.h"

// Snapshots, and how a watch ends.
namespace whistle::client::watch_end_test {

v1::WatchReply started(std::uint64_t start, const std::string& journal = "cafe") {
  v1::WatchReply reply;
  reply.set_head_sequence(start);
  reply.set_start_sequence(start);
  reply.set_journal_id(journal);
  return reply;
}

TEST(Watch, BeginsASnapshotAnewWhenItWasInterruptedAndNotAfterItsEnd) {
  v1::WatchEvents begin;
  begin.mutable_snapshot_begin()->set_watermark_sequence(8);
  begin.set_seen_sequence(8);
  v1::WatchEvents cases;
  cases.add_cases()->set_case_id(1);
  cases.set_seen_sequence(8);
  cases.set_as_of_sequence(8);
  v1::WatchEvents end;
  end.mutable_snapshot_end()->set_watermark_sequence(8);
  end.set_seen_sequence(8);
  const auto says = [](const std::vector<v1::WatchEvents>& messages) {
    return [messages](const Request&, Mouth& mouth) {
      mouth.ok(started(8));
      for (const auto& message : messages) mouth.event(message);
    };
  };
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, in_turn({says({begin, cases}), says({begin, cases, end}), says({})}));
  Watch watch(to(engine));
  Selection selection;
  selection.snapshot = true;
  watch.subscribe(selection);
  EXPECT_TRUE(watch.next(10'000)->has_snapshot_begin());
  EXPECT_EQ(watch.next(10'000)->cases_size(), 1);
  engine.restart();
  EXPECT_TRUE(watch.next(10'000)->has_snapshot_begin()) << "what came before is void";
  EXPECT_EQ(watch.next(10'000)->cases_size(), 1);
  EXPECT_TRUE(watch.next(10'000)->has_snapshot_end());
  engine.restart();
  watch.next(100);
  const auto asked = engine.received(v1::METHOD_WATCH, 3);
  EXPECT_TRUE(asked[1].as<v1::WatchRequest>().snapshot());
  EXPECT_FALSE(asked[2].as<v1::WatchRequest>().snapshot());
  EXPECT_EQ(asked[2].as<v1::WatchRequest>().resume_after(), 8U);
  EXPECT_EQ(asked[2].as<v1::WatchRequest>().journal_id(), "cafe");
}

TEST(Watch, EndsWhenTheEngineEndsIt) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, [](const Request&, Mouth& mouth) {
    mouth.ok(started(0));
    v1::Header header;
    header.set_kind(v1::KIND_EVENT);
    header.set_method(v1::METHOD_WATCH);
    header.mutable_status()->set_code(kOutOfRange);
    header.mutable_status()->set_reason("COMPACTED");
    header.mutable_status()->set_first_available(77);
    mouth.frames({"WHISTLE/1", header.SerializeAsString(), ""});
  });
  Watch watch(to(engine));
  watch.subscribe({});
  while (!watch.problem()) watch.next(10'000);
  EXPECT_EQ(watch.problem()->reason, "COMPACTED");
  EXPECT_EQ(watch.problem()->first_available, 77U);
}

TEST(Watch, GoesWhenItIsSentAwayAndComesBackWhereItWas) {
  // Given an engine that stops after the first fact.
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, in_turn({[](const Request&, Mouth& mouth) {
                                         mouth.ok(head(100));
                                         mouth.event(facts({{1, 0}}, 1));
                                         mouth.go_away({.code = kUnavailable,
                                                        .reason = "SHUTTING_DOWN",
                                                        .message = "",
                                                        .retry_after_ms = 20});
                                       },
                                       tells({facts({{2, 0}}, 2)})}));
  Watch watch(to(engine));
  watch.subscribe({});
  const auto started = std::chrono::steady_clock::now();
  EXPECT_EQ(read(watch, 1), (std::vector<Place>{{1, 0}}));
  while (!watch.farewell()) ASSERT_FALSE(watch.next(5));
  EXPECT_EQ(watch.farewell()->reason, "SHUTTING_DOWN");
  EXPECT_EQ(read(watch, 1), (std::vector<Place>{{2, 0}}));
  EXPECT_FALSE(watch.farewell());
  EXPECT_GE(std::chrono::steady_clock::now() - started, std::chrono::milliseconds(20));
  const auto asked = engine.received(v1::METHOD_WATCH, 2);
  EXPECT_NE(asked[0].connection, asked[1].connection);
  EXPECT_EQ(asked[1].as<v1::WatchRequest>().resume_after(), 1U);
  EXPECT_FALSE(watch.problem());
}

TEST(Watch, EndsWhenItsKeyIsTakenAway) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, [](const Request&, Mouth& mouth) {
    mouth.ok(head(100));
    mouth.go_away({.code = kUnauthenticated, .reason = "KEY_REVOKED", .message = "gone"});
  });
  Watch watch(to(engine));
  watch.subscribe({});
  while (!watch.problem()) watch.next(10'000);
  EXPECT_EQ(watch.problem()->reason, "KEY_REVOKED");
  EXPECT_EQ(engine.received(v1::METHOD_WATCH, 1).size(), 1U);
}

TEST(Watch, AcknowledgesOneAtATimeAndAgainAfterALostConnection) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, [](const Request&, Mouth& mouth) { mouth.ok(started(5)); });
  engine.on(
      v1::METHOD_ACKNOWLEDGE_WATCH,
      in_turn({silent(), [](const Request& request, Mouth& mouth) {
                 v1::AcknowledgeReply reply;
                 reply.set_acknowledged_sequence(request.as<v1::AcknowledgeRequest>().sequence());
                 mouth.ok(reply);
               }}));
  Watch watch(to(engine));
  Selection selection;
  selection.cursor = "board";
  selection.from_now = true;
  watch.subscribe(selection);
  while (!watch.connected()) watch.next(1'000);
  EXPECT_EQ(watch.seen_sequence(), 5U) << "where the name has got to";
  watch.acknowledge(9);
  watch.next(30);
  watch.acknowledge(12);
  watch.next(30);
  EXPECT_EQ(engine.received(v1::METHOD_ACKNOWLEDGE_WATCH, 1).size(), 1U);
  EXPECT_EQ(watch.acknowledged(), 0U);
  engine.restart();
  while (watch.acknowledged() < 12) watch.next(10);
  EXPECT_EQ(engine.received(v1::METHOD_ACKNOWLEDGE_WATCH, 2).size(), 2U);
}

}  // namespace whistle::client::watch_end_test
