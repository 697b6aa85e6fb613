#include "adapters/client/watch.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "tests/client/watch_words.h"

namespace whistle::client::watch_test {

TEST(Watch, BringsTheFactsInOrder) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, tells({facts({{1, 0}, {1, 1}}, 1), facts({{3, 0}}, 3)}));
  Watch watch(to(engine));
  watch.subscribe({.resume_after = 0, .from_now = false, .events = {"case_filed"}});
  EXPECT_EQ(read(watch, 3), (std::vector<Place>{{1, 0}, {1, 1}, {3, 0}}));
  EXPECT_EQ(watch.seen_sequence(), 3U);
  EXPECT_TRUE(watch.connected());
  const auto asked = engine.received(v1::METHOD_WATCH, 1);
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].line, Line::Watch);
  const auto request = asked[0].as<v1::WatchRequest>();
  EXPECT_EQ(request.resume_after(), 0U);
  EXPECT_FALSE(request.from_now());
  EXPECT_EQ(request.credit(), 8192U);
  ASSERT_EQ(request.events_size(), 1);
  EXPECT_EQ(request.events(0), "case_filed");
  EXPECT_EQ(engine.greeted(), (std::vector<std::string>{"watch_test"}));
}

TEST(Watch, ReturnsNothingAfterTheTime) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, tells({}));
  Watch watch(to(engine));
  watch.subscribe({});
  EXPECT_FALSE(watch.next(30));
  EXPECT_FALSE(watch.next(0));
  EXPECT_FALSE(watch.problem());
}

TEST(Watch, ReportsProgressWithoutFacts) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, tells({facts({}, 40)}));
  Watch watch(to(engine));
  watch.subscribe({.resume_after = 7, .from_now = false, .events = {}});
  const auto events = watch.next(10'000);
  ASSERT_TRUE(events);
  EXPECT_EQ(events->facts_size(), 0);
  EXPECT_EQ(watch.seen_sequence(), 40U);
}

TEST(Watch, ResumesAfterALostConnectionWithoutLossOrRepeat) {
  // Given a watch that has seen 5 and the first half of record 6.
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, in_turn({tells({facts({{5, 0}, {6, 0}}, 5)}),
                                       tells({facts({{6, 0}, {6, 1}, {9, 0}}, 9)})}));
  Watch watch(to(engine));
  watch.subscribe({.resume_after = 4, .from_now = false, .events = {}});
  EXPECT_EQ(read(watch, 2), (std::vector<Place>{{5, 0}, {6, 0}}));
  // When the engine is started again.
  engine.restart();
  // Then the watch asks for what follows 5, and shows only what it has not shown.
  EXPECT_EQ(read(watch, 2), (std::vector<Place>{{6, 1}, {9, 0}}));
  EXPECT_GE(watch.reconnects(), 1U);
  const auto asked = engine.received(v1::METHOD_WATCH, 2);
  ASSERT_GE(asked.size(), 2U);
  EXPECT_EQ(asked[1].as<v1::WatchRequest>().resume_after(), 5U);
  EXPECT_EQ(asked[1].as<v1::WatchRequest>().credit(), 8192U);
}

TEST(Watch, ResumesWhereNothingMatched) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH,
            in_turn({tells({facts({{5, 0}}, 30)}), tells({facts({{31, 0}}, 31)})}));
  Watch watch(to(engine));
  watch.subscribe({});
  EXPECT_EQ(read(watch, 1), (std::vector<Place>{{5, 0}}));
  engine.restart();
  EXPECT_EQ(read(watch, 1), (std::vector<Place>{{31, 0}}));
  EXPECT_EQ(engine.received(v1::METHOD_WATCH, 2)[1].as<v1::WatchRequest>().resume_after(), 30U);
}

TEST(Watch, GoesOnFromTheFirstNow) {
  // Given a watch from now on, at 100, that is cut before anything happened.
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, in_turn({tells({}, 100), tells({facts({{101, 0}}, 101)}, 101)}));
  Watch watch(to(engine));
  watch.subscribe({.resume_after = 0, .from_now = true, .events = {}});
  while (!watch.connected()) ASSERT_FALSE(watch.next(1));
  EXPECT_EQ(watch.seen_sequence(), 100U);
  engine.restart();
  // Then it misses nothing of the meantime.
  EXPECT_EQ(read(watch, 1), (std::vector<Place>{{101, 0}}));
  const auto asked = engine.received(v1::METHOD_WATCH, 2);
  EXPECT_TRUE(asked[0].as<v1::WatchRequest>().from_now());
  EXPECT_FALSE(asked[1].as<v1::WatchRequest>().from_now());
  EXPECT_EQ(asked[1].as<v1::WatchRequest>().resume_after(), 100U);
}

TEST(Watch, WaitsForAnEngineThatStartsLater) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, tells({facts({{1, 0}}, 1)}));
  engine.fall();
  Watch watch(to(engine));
  watch.subscribe({});
  EXPECT_FALSE(watch.next(30));
  EXPECT_FALSE(watch.connected());
  engine.rise();
  EXPECT_EQ(read(watch, 1), (std::vector<Place>{{1, 0}}));
}

TEST(Watch, GivesCreditByHalfWindows) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, tells({facts({{1, 0}, {2, 0}, {3, 0}}, 3), facts({{4, 0}}, 4),
                                     facts({{5, 0}, {6, 0}, {7, 0}}, 7)}));
  engine.on(v1::METHOD_CREDIT, answers(head(7)));
  Options options = to(engine);
  options.watch_credit = 8;
  Watch watch(options);
  watch.subscribe({});
  EXPECT_EQ(read(watch, 3).size(), 3U);
  EXPECT_EQ(engine.received(v1::METHOD_CREDIT, 0).size(), 0U);
  EXPECT_EQ(read(watch, 4).size(), 4U);
  const auto credits = engine.received(v1::METHOD_CREDIT, 1);
  ASSERT_EQ(credits.size(), 1U);
  EXPECT_EQ(credits[0].as<v1::WatchCredit>().credit(), 12U);
}

TEST(Watch, CountsCreditAnewOnEachConnection) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH,
            in_turn({tells({facts({{1, 0}, {2, 0}}, 2)}), tells({facts({{3, 0}, {4, 0}}, 4)})}));
  engine.on(v1::METHOD_CREDIT, answers(head(7)));
  Options options = to(engine);
  options.watch_credit = 4;
  Watch watch(options);
  watch.subscribe({});
  EXPECT_EQ(read(watch, 2).size(), 2U);
  EXPECT_EQ(engine.received(v1::METHOD_CREDIT, 1).size(), 1U);
  engine.restart();
  EXPECT_EQ(read(watch, 2).size(), 2U);
  const auto credits = engine.received(v1::METHOD_CREDIT, 2);
  ASSERT_EQ(credits.size(), 2U);
  EXPECT_EQ(credits[0].as<v1::WatchCredit>().credit(), 6U);
  EXPECT_EQ(credits[1].as<v1::WatchCredit>().credit(), 6U);
}

TEST(Watch, IsEndedByARefusal) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, refuses({.code = kInvalidArgument,
                                       .reason = "UNKNOWN_EVENT",
                                       .message = "no event is called so"}));
  Watch watch(to(engine));
  watch.subscribe({});
  EXPECT_FALSE(watch.next(10'000));
  ASSERT_TRUE(watch.problem());
  EXPECT_EQ(watch.problem()->reason, "UNKNOWN_EVENT");
  EXPECT_FALSE(watch.next(10'000));
}

TEST(Watch, BeginsAnewAfterARefusal) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH,
            in_turn({refuses({.code = kInvalidArgument, .reason = "UNKNOWN_EVENT", .message = ""}),
                     tells({facts({{1, 0}}, 1)})}));
  Watch watch(to(engine));
  watch.subscribe({});
  EXPECT_FALSE(watch.next(10'000));
  watch.subscribe({});
  EXPECT_FALSE(watch.problem());
  EXPECT_EQ(read(watch, 1), (std::vector<Place>{{1, 0}}));
}

TEST(Watch, TriesAgainWhenTheEngineHasNoRoom) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, in_turn({refuses({.code = kResourceExhausted,
                                                .reason = "TOO_MANY_WATCHERS",
                                                .message = "",
                                                .retry_after_ms = 5}),
                                       tells({facts({{1, 0}}, 1)})}));
  Watch watch(to(engine));
  watch.subscribe({});
  EXPECT_EQ(read(watch, 1), (std::vector<Place>{{1, 0}}));
  EXPECT_FALSE(watch.problem());
}

TEST(Watch, AsksASilentEngineAndLeavesItAlone) {
  // Given an engine that has nothing to tell and answers signs of life.
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, tells({}));
  engine.on(v1::METHOD_CREDIT, answers(head(100)));
  Options options = to_steady(engine);
  options.watch_ping_ms = 10;
  Watch watch(options);
  watch.subscribe({});
  while (engine.received(v1::METHOD_CREDIT, 0).size() < 4) ASSERT_FALSE(watch.next(5));
  EXPECT_EQ(watch.reconnects(), 0U);
  EXPECT_EQ(engine.received(v1::METHOD_WATCH, 1).size(), 1U);
  EXPECT_EQ(engine.greeted().size(), 1U);
}

TEST(Watch, ConnectsAgainWhenTheEngineIsDeaf) {
  // Given an engine that accepts the watch and then hears nothing, on a connection that stands.
  FakeEngine engine;
  engine.on(v1::METHOD_HELLO, silent());
  engine.on(v1::METHOD_PING, silent());
  engine.on(v1::METHOD_CREDIT, silent());
  engine.on(v1::METHOD_WATCH, in_turn({tells({facts({{1, 0}}, 1)}), tells({facts({{2, 0}}, 2)})}));
  Options options = to(engine);
  options.watch_ping_ms = 10;
  options.request_timeout_ms = 40;
  Watch watch(options);
  watch.subscribe({});
  EXPECT_EQ(read(watch, 2), (std::vector<Place>{{1, 0}, {2, 0}}));
  EXPECT_GE(watch.reconnects(), 1U);
}

TEST(Watch, BeginsAnewWhenTheEngineHasForgottenIt) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, in_turn({tells({facts({{1, 0}}, 1)}), tells({facts({{2, 0}}, 2)})}));
  engine.on(v1::METHOD_CREDIT, refuses({.code = kFailedPrecondition,
                                        .reason = "NOT_WATCHING",
                                        .message = "",
                                        .retry_after_ms = 1}));
  Options options = to(engine);
  options.watch_ping_ms = 10;
  Watch watch(options);
  watch.subscribe({});
  EXPECT_EQ(read(watch, 2), (std::vector<Place>{{1, 0}, {2, 0}}));
}

TEST(Watch, IgnoresBrokenFramesOfTheEngine) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, [](const Request&, Mouth& mouth) {
    v1::Header event;
    event.set_kind(v1::KIND_EVENT);
    mouth.frames({"nonsense"});
    mouth.ok(head(3));
    mouth.frames({"WHISTLE/1", event.SerializeAsString(), "\xff\xff\xff"});
    mouth.frames({"WHISTLE/1", "\xff\xff", ""});
    mouth.ok_to(77, head(9));
    mouth.event(facts({{1, 0}}, 1));
  });
  Watch watch(to_steady(engine));
  watch.subscribe({});
  EXPECT_EQ(read(watch, 1), (std::vector<Place>{{1, 0}}));
  EXPECT_EQ(watch.reconnects(), 0U);
}

v1::WatchEvents packed(v1::WatchEvents events) {
  v1::WatchEvents content;
  content.mutable_facts()->Swap(events.mutable_facts());
  const std::string bytes = content.SerializeAsString();
  std::string& frame = *events.mutable_packed();
  frame.resize(ZSTD_compressBound(bytes.size()));
  frame.resize(ZSTD_compress(frame.data(), frame.size(), bytes.data(), bytes.size(), 1));
  return events;
}

TEST(Watch, AsksForPackedFactsAndBringsThemLikeOthers) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, tells({packed(facts({{1, 0}, {1, 1}}, 1)), facts({{2, 0}}, 2),
                                     packed(facts({{3, 0}}, 3))}));
  Watch watch(to_steady(engine));
  watch.subscribe({});
  EXPECT_EQ(read(watch, 4), (std::vector<Place>{{1, 0}, {1, 1}, {2, 0}, {3, 0}}));
  EXPECT_EQ(watch.seen_sequence(), 3U);
  EXPECT_GT(watch.received_bytes(), 0U);
  EXPECT_TRUE(engine.received(v1::METHOD_WATCH, 1)[0].as<v1::WatchRequest>().packed());
}

TEST(Watch, IgnoresPackedFactsThatAreDamaged) {
  v1::WatchEvents nonsense = facts({}, 1);
  nonsense.set_packed("nonsense");
  v1::WatchEvents torn = packed(facts({{1, 0}}, 1));
  torn.mutable_packed()->pop_back();
  // A frame that says it holds four gigabytes.
  v1::WatchEvents boasting = facts({}, 1);
  boasting.set_packed(std::string("\x28\xB5\x2F\xFD\xA0\xFF\xFF\xFF\xFF", 9));
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, tells({nonsense, torn, boasting, facts({{2, 0}}, 2)}));
  Watch watch(to_steady(engine));
  watch.subscribe({});
  EXPECT_EQ(read(watch, 1), (std::vector<Place>{{2, 0}}));
}

TEST(Watch, HearsWhatIsToldLater) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, tells({}));
  Watch watch(to(engine));
  watch.subscribe({});
  while (!watch.connected()) ASSERT_FALSE(watch.next(1));
  const auto connection = engine.received(v1::METHOD_WATCH, 1)[0].connection;
  for (std::uint64_t sequence = 1; sequence <= 50; ++sequence) {
    engine.tell(Line::Watch, connection, facts({{sequence, 0}}, sequence));
    EXPECT_EQ(read(watch, 1), (std::vector<Place>{{sequence, 0}}));
  }
}

// The same, each naming the record that matched before.
v1::WatchEvents chained(const std::vector<std::pair<std::uint64_t, std::uint64_t>>& facts_before,
                        std::uint64_t seen, std::uint64_t previous) {
  v1::WatchEvents events;
  for (const auto& [sequence, before] : facts_before) {
    v1::Fact* fact = events.add_facts();
    fact->set_sequence(sequence);
    fact->set_previous(before);
  }
  events.set_seen_sequence(seen);
  events.set_head_sequence(seen);
  events.set_previous_sequence(previous);
  return events;
}

TEST(Watch, AsksAgainForWhatWasLostBetweenTwoMessages) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, in_turn({tells({chained({{3, 0}}, 4, 0), chained({{9, 6}}, 9, 6)}),
                                       tells({chained({{6, 4}, {9, 6}}, 9, 4)})}));
  Watch watch(to(engine));
  watch.subscribe({});
  EXPECT_EQ(read(watch, 3), (std::vector<Place>{{3, 0}, {6, 0}, {9, 0}}));
  EXPECT_EQ(watch.gaps(), 1U);
  EXPECT_EQ(engine.received(v1::METHOD_WATCH, 2)[1].as<v1::WatchRequest>().resume_after(), 4U);
}

TEST(Watch, AsksAgainForWhatWasLostWithinAMessage) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, in_turn({tells({chained({{3, 0}, {9, 6}}, 9, 0)}),
                                       tells({chained({{3, 0}, {6, 3}, {9, 6}}, 9, 0)})}));
  Watch watch(to(engine));
  watch.subscribe({});
  EXPECT_EQ(read(watch, 3), (std::vector<Place>{{3, 0}, {6, 0}, {9, 0}}));
  EXPECT_EQ(watch.gaps(), 1U);
}

TEST(Watch, SeesFromASignOfLifeThatTheLastMessageWasLost) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, in_turn({tells({chained({{3, 0}}, 3, 0), chained({}, 8, 7)}),
                                       tells({chained({{7, 3}}, 8, 3)})}));
  Watch watch(to(engine));
  watch.subscribe({});
  EXPECT_EQ(read(watch, 2), (std::vector<Place>{{3, 0}, {7, 0}}));
  EXPECT_EQ(watch.gaps(), 1U);
}

TEST(Watch, TakesNoGapFromRecordsThatDidNotMatch) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, tells({chained({{3, 0}}, 20, 0), chained({}, 30, 3),
                                     chained({{31, 3}, {31, 3}, {40, 31}}, 40, 3)}));
  Watch watch(to_steady(engine));
  watch.subscribe({});
  EXPECT_EQ(read(watch, 3).size(), 3U);
  EXPECT_EQ(watch.gaps(), 0U);
}

TEST(Watch, SendsItsFilter) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, tells({}));
  Watch watch(to(engine));
  Selection selection;
  selection.areas = {350605};
  selection.severities = {"red"};
  selection.tiers = {"street"};
  selection.units = {"wuan"};
  watch.subscribe(selection);
  while (!watch.connected()) watch.next(1'000);
  const auto asked = engine.received(v1::METHOD_WATCH, 1)[0].as<v1::WatchRequest>();
  EXPECT_EQ(asked.areas(0), 350605U);
  EXPECT_EQ(asked.severities(0), "red");
  EXPECT_EQ(asked.tiers(0), "street");
  EXPECT_EQ(asked.units(0), "wuan");
}

}  // namespace whistle::client::watch_test
