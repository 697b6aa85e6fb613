#include "adapters/notify/notifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "adapters/notify/delivery.h"
#include "tests/support/fake_engine.h"

namespace whistle::notify::notifier_test {

using support::FakeEngine;
using support::in_turn;
using support::Mouth;
using support::Request;
using testing::ElementsAre;
using testing::IsEmpty;

// Takes what comes, until it is told to fail or to stop.
class MemorySink final : public Sink {
 public:
  Outcome deliver(const Delivery& delivery) override {
    if (delivery.sequence == fails_at) return Outcome::Failed;
    if (delivery.sequence == stops_at) return Outcome::Stopped;
    taken.push_back(delivery.sequence);
    bodies.push_back(delivery.json);
    return Outcome::Taken;
  }
  Outcome settle() override {
    settled = taken.empty() ? 0 : taken.back();
    return Outcome::Taken;
  }
  const std::string& problem() const override { return problem_; }

  std::vector<std::uint64_t> taken;
  std::vector<std::string> bodies;
  std::uint64_t settled = 0;
  std::uint64_t fails_at = 0;
  std::uint64_t stops_at = 0;

 private:
  std::string problem_ = "the disk is full";
};

client::Options to(const FakeEngine& engine) {
  client::Options options;
  options.endpoints = engine.endpoints();
  options.reconnect_ms = 5;
  options.reconnect_max_ms = 40;
  options.watch_ping_ms = 60'000;
  return options;
}

// `matched`: the record that matched before the first of them.
v1::WatchEvents facts(const std::vector<std::uint64_t>& sequences, std::uint64_t seen,
                      std::uint64_t matched = 0) {
  v1::WatchEvents events;
  std::uint64_t previous = matched;
  for (const std::uint64_t sequence : sequences) {
    if (sequence != matched) previous = std::exchange(matched, sequence);
    v1::Fact& fact = *events.add_facts();
    fact.set_sequence(sequence);
    fact.set_event("card_issued");
    fact.set_previous(previous);
  }
  events.set_seen_sequence(seen);
  return events;
}

support::Script tells(std::vector<v1::WatchEvents> messages, std::uint64_t start = 0) {
  return [messages = std::move(messages), start](const Request&, Mouth& mouth) {
    v1::WatchReply reply;
    reply.set_start_sequence(start);
    reply.set_journal_id("cafe");
    mouth.ok(reply);
    for (const auto& message : messages) mouth.event(message);
  };
}

support::Script acknowledges() {
  return [](const Request& request, Mouth& mouth) {
    v1::AcknowledgeReply reply;
    reply.set_acknowledged_sequence(request.as<v1::AcknowledgeRequest>().sequence());
    mouth.ok(reply);
  };
}

client::Selection board() {
  client::Selection selection;
  selection.cursor = "board";
  selection.from_now = true;
  selection.severities = {"red"};
  return selection;
}

std::uint64_t last_acknowledged(const FakeEngine& engine) {
  std::uint64_t last = 0;
  for (const Request& request : engine.received(v1::METHOD_ACKNOWLEDGE_WATCH, 1)) {
    last = std::max(last, request.as<v1::AcknowledgeRequest>().sequence());
  }
  return last;
}

TEST(Notifier, DeliversAndAcknowledgesWhatIsSettled) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, tells({facts({3, 3, 5}, 6)}));
  engine.on(v1::METHOD_ACKNOWLEDGE_WATCH, acknowledges());
  client::Watch watch(to(engine));
  MemorySink sink;
  Notifier notifier(watch, sink, [&] { return watch.acknowledged() < 6; });
  EXPECT_EQ(notifier.run(board()), Notifier::End::Stopped);
  EXPECT_THAT(sink.taken, ElementsAre(3, 5)) << "one for each record";
  EXPECT_EQ(sink.settled, 5U);
  EXPECT_EQ(last_acknowledged(engine), 6U);
  EXPECT_EQ(notifier.delivered(), 2U);
  const auto asked = engine.received(v1::METHOD_WATCH, 1)[0].as<v1::WatchRequest>();
  EXPECT_EQ(asked.cursor(), "board");
  EXPECT_THAT(asked.severities(), ElementsAre("red"));
}

TEST(Notifier, AcknowledgesNothingThatTheSinkDidNotTake) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, tells({facts({3}, 3), facts({5, 6}, 6, 3)}));
  engine.on(v1::METHOD_ACKNOWLEDGE_WATCH, acknowledges());
  client::Watch watch(to(engine));
  MemorySink sink;
  sink.fails_at = 6;
  Notifier notifier(watch, sink, [] { return true; });
  EXPECT_EQ(notifier.run(board()), Notifier::End::SinkFailed);
  EXPECT_EQ(notifier.problem(), "the disk is full");
  for (const Request& request : engine.received(v1::METHOD_ACKNOWLEDGE_WATCH, 0)) {
    EXPECT_LE(request.as<v1::AcknowledgeRequest>().sequence(), 3U);
  }
}

TEST(Notifier, AcknowledgesWhatWasDoneWhenItIsStoppedInBetween) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, tells({facts({3, 5, 8}, 8)}));
  engine.on(v1::METHOD_ACKNOWLEDGE_WATCH, acknowledges());
  client::Watch watch(to(engine));
  MemorySink sink;
  sink.stops_at = 8;
  Notifier notifier(watch, sink, [] { return true; });
  EXPECT_EQ(notifier.run(board()), Notifier::End::Stopped);
  EXPECT_EQ(last_acknowledged(engine), 5U);
  EXPECT_EQ(watch.acknowledged(), 5U) << "it waits until the engine knows";
}

TEST(Notifier, EndsWhenAnotherProgramHasTheCursor) {
  FakeEngine engine;
  engine.on(v1::METHOD_WATCH, support::refuses({.code = client::kAborted,
                                                .reason = "CURSOR_TAKEN",
                                                .message = "another connection"}));
  client::Watch watch(to(engine));
  MemorySink sink;
  Notifier notifier(watch, sink, [] { return true; });
  EXPECT_EQ(notifier.run(board()), Notifier::End::Refused);
  EXPECT_EQ(notifier.problem(), "CURSOR_TAKEN: another connection");
}

TEST(Delivery, HasTheSameBytesHoweverOftenItComes) {
  const auto first = deliveries_of(facts({17}, 17), "cafe");
  auto again = facts({17}, 30);
  again.mutable_facts(0)->set_previous(2);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(deliveries_of(again, "cafe")[0].json, first[0].json);
  const auto body = nlohmann::json::parse(first[0].json);
  EXPECT_EQ(body["delivery"], 17);
  EXPECT_EQ(body["journal"], "cafe");
  EXPECT_EQ(body["facts"][0]["event"], "card_issued");
  EXPECT_EQ(first[0].json.find('\n'), std::string::npos);
}

TEST(Delivery, OfNothingIsNothing) { EXPECT_THAT(deliveries_of(facts({}, 9), "cafe"), IsEmpty()); }

}  // namespace whistle::notify::notifier_test
