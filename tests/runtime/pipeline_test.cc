#include "engine/runtime/pipeline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/journal/row_codec.h"
#include "tests/runtime/plant.h"

// The writer and the committer: nothing is told before it is durable.
namespace whistle::runtime::pipeline_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();

TEST(Pipeline, TellsAReplyWhenItIsDurable) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().start();
  const Reply reply = plant.submit({.category = "parking"}).get();
  EXPECT_TRUE(reply.result.has_value());
  EXPECT_GE(plant.journal().head().sequence, reply.durable_after);
  EXPECT_EQ(plant.journal().appended(), 1U);
}

TEST(Pipeline, TellsNothingWhileTheJournalWrites) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.journal().hold();
  plant.pipeline().start();
  auto reply = plant.submit({.category = "parking"});
  plant.journal().await_held_append();
  // A refusal rests on the complaint that is not on disk yet.
  auto refused = plant.wish(finish_nothing());
  plant.stop_writer();
  EXPECT_EQ(plant.told(), 0);
  plant.let_go();
  plant.journal().let_go();
  EXPECT_TRUE(reply.get().result.has_value());
  EXPECT_EQ(refused.get().result.error().reason, casework::Reason::UnknownCase);
}

TEST(Pipeline, TellsRefusalsWhenNothingElseHappens) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().start();
  EXPECT_FALSE(plant.wish(finish_nothing()).get().result.has_value());
  EXPECT_EQ(plant.journal().appended(), 0U);
}

TEST(Pipeline, TellsRepliesInTheOrderOfTheWishes) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  std::vector<int> order;
  std::vector<std::future<void>> all;
  plant.pipeline().start();
  for (int i = 0; i < 200; ++i) {
    auto promised = std::make_shared<std::promise<void>>();
    all.push_back(promised->get_future());
    const casework::Command command =
        i % 3 == 0 ? casework::Command(finish_nothing())
                   : casework::Command(complaint_of({.category = "parking"},
                                                    static_cast<std::uint64_t>(i), kMorning));
    plant.pipeline().offer({.command = command,
                            .driven_time = {},
                            .answer =
                                [&order, promised, i](const Reply&) {
                                  order.push_back(i);
                                  promised->set_value();
                                }},
                           false);
  }
  for (std::future<void>& each : all) each.wait();
  plant.pipeline().stop();
  ASSERT_EQ(order.size(), 200U);
  EXPECT_TRUE(std::ranges::is_sorted(order));
}

TEST(Pipeline, FormsTheNextGroupWhileOneIsWritten) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.journal().hold();
  plant.pipeline().start();
  auto first = plant.submit({.category = "parking"});
  plant.journal().await_held_append();
  std::vector<std::future<Reply>> rest;
  rest.reserve(10);
  for (int i = 0; i < 10; ++i) rest.push_back(plant.submit({.category = "parking"}));
  plant.stop_writer();  // all ten are decided by now
  plant.let_go();
  plant.journal().let_go();
  for (std::future<Reply>& reply : rest) reply.wait();
  EXPECT_EQ(plant.journal().records_by_group(), (std::vector<std::size_t>{1, 10}));
}

TEST(Pipeline, BoundsAGroup) {
  const DrivenClock clock(kMorning);
  Plant plant(clock, nullptr, {.waiting_max = 100, .group_records_max = 4, .ticks_per_turn = 8});
  plant.pipeline().start();
  plant.stop_writer();
  std::vector<std::future<Reply>> all;
  all.reserve(30);
  for (int i = 0; i < 30; ++i) all.push_back(plant.submit({.category = "parking"}));
  plant.let_go();
  for (std::future<Reply>& reply : all) reply.wait();
  std::size_t records = 0;
  for (const std::size_t size : plant.journal().records_by_group()) {
    EXPECT_LE(size, 4U);
    records += size;
  }
  EXPECT_EQ(records, 30U);
}

TEST(Pipeline, TellsNothingAfterAFailureAndSaysSoOnce) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.journal().fail_after(1);
  auto failure = plant.failure();
  plant.pipeline().start();
  plant.submit({.category = "parking"}).wait();
  auto lost = plant.submit({.category = "parking"});
  EXPECT_EQ(failure.get().kind, journal::Error::Kind::Io);
  // Whoever asks later is sent away, or gets no answer.
  plant.pipeline().offer({.command = finish_nothing(),
                          .driven_time = {},
                          .answer = [](const Reply&) { ADD_FAILURE() << "told after a failure"; }},
                         true);
  plant.pipeline().stop();
  EXPECT_THROW(lost.get(), std::future_error);  // dropped, not told
  EXPECT_EQ(plant.told(), 1);
  EXPECT_EQ(plant.failures(), 1);
  EXPECT_EQ(plant.records().size(), 1U);
}

TEST(Pipeline, SendsEverybodyAwayAfterAFailure) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.journal().fail_after(0);
  auto failure = plant.failure();
  plant.pipeline().start();
  auto lost = plant.submit({.category = "parking"});
  failure.wait();
  EXPECT_FALSE(plant.pipeline().offer(
      {.command = finish_nothing(), .driven_time = {}, .answer = [](const Reply&) {}}, true));
}

TEST(Pipeline, LeavesAfterAFailureWhatARestartFinds) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.journal().fail_after(1);
  auto failure = plant.failure();
  plant.pipeline().start();
  plant.submit({.category = "parking"}).wait();
  auto lost = plant.submit({.category = "parking"});
  failure.wait();
  plant.pipeline().stop();

  casework::State state;
  ASSERT_TRUE(plant.journal().recover(state, [](std::uint64_t) {}).has_value());
  EXPECT_EQ(state.open_cases(), 1U);
  EXPECT_EQ(plant.engine().state().open_cases(), 2U);
}

TEST(Overload, RefusesWhatCanWaitButNeverWhatIsUrgent) {
  const DrivenClock clock(kMorning);
  Plant plant(clock, nullptr, {.waiting_max = 2, .group_records_max = 64, .ticks_per_turn = 8});
  plant.pipeline().start();
  plant.stop_writer();
  std::latch answered(3);
  const auto offer = [&](bool urgent) {
    return plant.pipeline().offer({.command = finish_nothing(),
                                   .driven_time = {},
                                   .answer = [&answered](const Reply&) { answered.count_down(); }},
                                  urgent);
  };
  EXPECT_TRUE(offer(false));
  EXPECT_TRUE(offer(false));
  EXPECT_FALSE(offer(false));
  EXPECT_TRUE(offer(true));
  EXPECT_FALSE(offer(false));
  plant.let_go();
  answered.wait();
  // The line has become short again; nobody was answered twice.
  EXPECT_TRUE(plant.wish(finish_nothing()).get().durable_after == Sequence{});
}

// Told to `order` by its number.
Pipeline::Offer numbered(casework::Command command, bool urgent, int number,
                         std::vector<int>& order, std::latch& told) {
  return {.request = {.command = std::move(command),
                      .driven_time = {},
                      .answer =
                          [&order, &told, number](const Reply&) {
                            order.push_back(number);
                            told.count_down();
                          }},
          .urgent = urgent};
}

TEST(ManyAtOnce, AreOneGroupInTheirOrder) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().start();
  std::vector<int> order;
  std::latch told(100);
  std::vector<Pipeline::Offer> offers;
  for (int i = 0; i < 100; ++i) {
    offers.push_back(
        numbered(complaint_of({.category = "parking"}, static_cast<std::uint64_t>(i), kMorning),
                 false, i, order, told));
  }
  plant.pipeline().offer(offers);
  told.wait();
  EXPECT_TRUE(std::ranges::all_of(offers, &Pipeline::Offer::is_taken));
  EXPECT_TRUE(std::ranges::is_sorted(order));
  EXPECT_EQ(plant.journal().records_by_group(), (std::vector<std::size_t>{100}));
}

TEST(ManyAtOnce, AreRefusedEachForItselfWhereTheQueueIsFull) {
  const DrivenClock clock(kMorning);
  Plant plant(clock, nullptr, {.waiting_max = 3, .group_records_max = 64, .ticks_per_turn = 8});
  plant.pipeline().start();
  plant.stop_writer();
  std::vector<int> order;
  std::latch told(4);
  std::vector<Pipeline::Offer> offers;
  for (int i = 0; i < 6; ++i) {
    offers.push_back(numbered(finish_nothing(), i == 4, i, order, told));
  }
  plant.pipeline().offer(offers);
  std::vector<bool> taken;
  for (const Pipeline::Offer& each : offers) taken.push_back(each.is_taken);
  EXPECT_EQ(taken, (std::vector<bool>{true, true, true, false, true, false}));
  plant.let_go();
  told.wait();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 4}));
}

TEST(ManyAtOnce, AreAllRefusedByWhoStops) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().start();
  plant.pipeline().stop();
  std::vector<int> order;
  std::latch told(0);
  std::vector<Pipeline::Offer> offers;
  for (int i = 0; i < 3; ++i) offers.push_back(numbered(finish_nothing(), true, i, order, told));
  plant.pipeline().offer(offers);
  EXPECT_TRUE(std::ranges::none_of(offers, &Pipeline::Offer::is_taken));
  EXPECT_TRUE(order.empty());
}

TEST(Stop, FinishesWhatWasAcceptedAndAcceptsNoMore) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().start();
  plant.stop_writer();
  std::vector<std::future<Reply>> all;
  all.reserve(50);
  for (int i = 0; i < 50; ++i) all.push_back(plant.submit({.category = "parking"}));
  plant.let_go();
  plant.pipeline().stop();
  EXPECT_EQ(plant.told(), 50);
  EXPECT_EQ(plant.journal().head().sequence, Sequence{50});
  EXPECT_FALSE(plant.pipeline().offer(
      {.command = finish_nothing(), .driven_time = {}, .answer = [](const Reply&) {}}, true));
  plant.pipeline().stop();
}

TEST(Stop, IsFineForAPipelineThatNeverStarted) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().stop();
  EXPECT_EQ(plant.told(), 0);
}

TEST(Stop, LeavesInTheJournalWhatTheEngineKnows) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().start();
  for (int i = 0; i < 20; ++i) plant.submit({.category = "parking"});
  plant.wish(pull("waiwu"));
  plant.pipeline().stop();
  casework::State state;
  ASSERT_TRUE(plant.journal().recover(state, [](std::uint64_t) {}).has_value());
  EXPECT_EQ(journal::digest_of(state), journal::digest_of(plant.engine().state()));
}

TEST(Look, SeesTheStateBetweenTwoWishes) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().start();
  plant.stop_writer();
  std::vector<std::size_t> seen;
  std::promise<void> done;
  const auto look = [&](bool last) {
    plant.pipeline().look([&seen, &done, last](const Engine& engine) {
      seen.push_back(engine.state().open_cases());
      if (last) done.set_value();
    });
  };
  look(false);
  plant.submit({.category = "parking"});
  look(false);
  plant.submit({.category = "parking"});
  look(true);
  plant.let_go();
  done.get_future().wait();
  EXPECT_EQ(seen, (std::vector<std::size_t>{0, 1, 2}));
}

journal::CursorChange cursor_at(std::uint64_t sequence) {
  return {
      .name = "notify",
      .cursor = journal::WatchCursor{.name = "notify", .sequence = {sequence}, .time = kMorning}};
}

TEST(Cursors, AreKeptAloneWhenNothingIsDecided) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().start();
  std::promise<void> kept;
  plant.pipeline().keep(cursor_at(7), [&kept] { kept.set_value(); });
  kept.get_future().wait();
  EXPECT_EQ(plant.journal().cursors()->at(0).sequence, Sequence{7});
  EXPECT_EQ(plant.journal().appended(), 0U);
  EXPECT_EQ(plant.journal().cursor_writes(), 1U);
}

TEST(Cursors, GoWithTheNextGroupAndNeedNoSyncOfTheirOwn) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.journal().hold();
  plant.pipeline().start();
  auto first = plant.submit({.category = "parking"});
  plant.journal().await_held_append();
  // While the first group syncs, a second one forms, and a hundred acknowledgements come.
  std::promise<void> kept;
  std::atomic<int> told{};
  for (std::uint64_t i = 1; i <= 100; ++i) {
    plant.pipeline().keep(cursor_at(i), [&told, &kept] {
      if (++told == 100) kept.set_value();
    });
  }
  auto second = plant.submit({.category = "parking"});
  plant.stop_writer();
  EXPECT_EQ(told, 0) << "nothing is told before it is durable";
  plant.let_go();
  plant.journal().let_go();
  kept.get_future().wait();
  EXPECT_TRUE(first.get().result && second.get().result);
  EXPECT_EQ(plant.journal().cursors()->at(0).sequence, Sequence{100});
  EXPECT_EQ(plant.journal().appended(), 2U);
  EXPECT_EQ(plant.journal().cursor_writes(), 0U);
}

Terms under_key(const std::string& key, const journal::Journal& journal) {
  auto named = std::make_shared<WishKey>();
  named->key = key;
  named->looked_up_through = journal.answers().last;
  named->prior = journal.answer("", key).value();
  return {.decide_by = kNever, .key = std::move(named)};
}

// Granted, and changes nothing: it is blue already.
casework::RecolourCase blue_as_it_is() {
  return {.id = {1}, .by = {"chief"}, .to = Severity::Blue, .reason = "as it is"};
}

TEST(Keys, AnAnswerIsDurableWithItsRecordBeforeItIsTold) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().start();
  plant.submit({.category = "parking"}).wait();
  const Reply first = plant.wish(pull("waiwu"), {}, under_key("k", plant.journal())).get();
  const auto kept = plant.journal().answer("", "k");
  ASSERT_TRUE(kept && *kept);
  EXPECT_EQ((*kept)->answer, *first.result);
  EXPECT_EQ(plant.journal().answer_writes(), 0U);
}

TEST(Keys, AnAnswerWithoutARecordIsWrittenAloneBeforeItIsTold) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().start();
  plant.submit({.category = "parking"}).wait();
  const Reply reply = plant.wish(blue_as_it_is(), {}, under_key("k", plant.journal())).get();
  ASSERT_TRUE(reply.result.has_value());
  EXPECT_TRUE(plant.journal().answer("", "k").value());
  EXPECT_EQ(plant.journal().appended(), 1U);
  EXPECT_EQ(plant.journal().answer_writes(), 1U);
  // Told again it is not written again.
  EXPECT_TRUE(plant.wish(blue_as_it_is(), {}, under_key("k", plant.journal())).get().replayed);
  EXPECT_EQ(plant.journal().answer_writes(), 1U);
}

TEST(Keys, TheSecondOfTwoAtOnceIsToldWhatTheFirstIs) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.journal().hold();
  plant.pipeline().start();
  auto filed = plant.submit({.category = "parking"});
  plant.journal().await_held_append();
  // Both were looked up before either was decided.
  const Terms terms = under_key("k", plant.journal());
  auto first = plant.wish(pull("waiwu"), {}, terms);
  auto second = plant.wish(pull("waiwu"), {}, terms);
  plant.stop_writer();
  EXPECT_EQ(plant.told(), 0);
  plant.let_go();
  plant.journal().let_go();
  const Reply told = first.get();
  const Reply again = second.get();
  EXPECT_FALSE(told.replayed);
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(*again.result, *told.result);
  plant.pipeline().stop();
  EXPECT_EQ(plant.records().size(), 2U) << "one complaint, one pull";
}

TEST(Deadlines, AreHeldAgainstTheTimeOfTheDecision) {
  DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().start();
  plant.submit({.category = "parking"}).wait();
  plant.stop_writer();
  auto late = plant.wish(pull("waiwu"), {}, {.decide_by = kMorning + 1s, .key = {}});
  auto in_time = plant.wish(pull("waiwu"), {}, {.decide_by = kMorning + 1min, .key = {}});
  clock.advance_to(kMorning + 1min);
  plant.let_go();
  EXPECT_EQ(late.get().result.error().reason, casework::Reason::QueuedTooLong);
  EXPECT_TRUE(in_time.get().result.has_value());
}

TEST(Deadlines, AreHeldAlsoAgainstWhatPassesDuringATurn) {
  DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().start();
  plant.stop_writer();
  plant.pipeline().look([&clock](const Engine&) { clock.advance_to(kMorning + 1h); });
  auto late = plant.wish(pull("waiwu"), {}, {.decide_by = kMorning + 1s, .key = {}});
  plant.let_go();
  EXPECT_EQ(late.get().result.error().reason, casework::Reason::QueuedTooLong);
}

}  // namespace whistle::runtime::pipeline_test
