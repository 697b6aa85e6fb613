#include "engine/runtime/pipeline.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "engine/journal/memory_journal.h"
#include "engine/journal/row_codec.h"
#include "tests/support/faulty_journal.h"
#include "tests/support/rule_books.h"
#include "tests/support/scenario.h"

// The writer and the committer: nothing is told before it is durable, and time passes under load.
namespace whistle::runtime {
namespace {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories
using GroupPointer = std::shared_ptr<const journal::Group>;

const Timestamp kMorning = Scenario::morning();

// A pipeline over a journal in memory, and what it told.
class Plant {
 public:
  explicit Plant(const Clock& clock, DrivenClock* driven = nullptr, PipelineLimits limits = {},
                 policy::RuleBook rules = changtai_rules())
      : policy_(std::move(rules)),
        engine_(policy_, casework::State{}, {}),
        pipeline_({.engine = engine_,
                   .journal = faulty_,
                   .clock = clock,
                   .driven = driven,
                   .limits = limits,
                   .on_durable = [this](const GroupPointer& group) { durable(group); },
                   .on_failure = [this](const journal::Error& error) { failed(error); }}) {}

  Pipeline& pipeline() { return pipeline_; }
  Engine& engine() { return engine_; }  // only before start() and after stop()
  FaultyJournal& journal() { return faulty_; }

  // A wish; its reply comes as a future.
  std::future<Reply> wish(casework::Command command, std::optional<Timestamp> driven_time = {}) {
    auto promised = std::make_shared<std::promise<Reply>>();
    std::future<Reply> reply = promised->get_future();
    const bool accepted = pipeline_.offer({.command = std::move(command),
                                           .driven_time = driven_time,
                                           .answer =
                                               [this, promised](const Reply& told) {
                                                 ++told_;
                                                 promised->set_value(told);
                                               }},
                                          true);
    EXPECT_TRUE(accepted);
    return reply;
  }
  std::future<Reply> submit(const Report& report, std::optional<Timestamp> driven_time = {}) {
    return wish(complaint_of(report, ++serial_, kMorning), driven_time);
  }

  // Runs a look that stops the writer until let_go() is called; returns once it has stopped.
  void stop_writer() {
    std::promise<void> stopped;
    pipeline_.look([&stopped, go_on = go_on_.get_future().share()](const Engine&) {
      stopped.set_value();
      go_on.wait();
    });
    stopped.get_future().wait();
  }
  void let_go() { go_on_.set_value(); }

  std::vector<journal::Record> records() {
    const std::lock_guard lock(mutex_);
    return records_;
  }
  int told() const { return told_; }
  int failures() const { return failures_; }
  std::future<journal::Error> failure() { return failure_.get_future(); }
  // Called on the commit thread for each durable record, before its replies are told.
  std::function<void(const journal::Record&)> on_record;

 private:
  void durable(const GroupPointer& group) {
    {
      const std::lock_guard lock(mutex_);
      records_.insert(records_.end(), group->records.begin(), group->records.end());
    }
    if (!on_record) return;
    for (const journal::Record& record : group->records) on_record(record);
  }
  void failed(const journal::Error& error) {
    ++failures_;
    failure_.set_value(error);
  }

  policy::Policy policy_;
  journal::MemoryJournal kept_;
  FaultyJournal faulty_{kept_};
  Engine engine_;
  std::promise<void> go_on_;
  std::promise<journal::Error> failure_;
  std::mutex mutex_;
  std::vector<journal::Record> records_;
  std::atomic<int> told_{};
  std::atomic<int> failures_{};
  std::uint64_t serial_{};
  Pipeline pipeline_;  // last, so that its threads end first
};

casework::PullOrders pull(std::string unit) {
  return {
      .unit = {std::move(unit)}, .worker = {"chen"}, .max = 1, .only = {}, .sign_at_once = false};
}

casework::FinishHandling finish_nothing() {
  casework::FinishHandling wish;
  wish.id = {99};
  return wish;
}

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

TEST(Time, PassesByItselfWhenNobodyAsks) {
  const SystemClock clock;
  policy::RuleBook rules = changtai_rules();
  rules.settings.lease = 20ms;
  Plant plant(clock, nullptr, {}, std::move(rules));
  std::promise<Timestamp> lapsed;
  plant.on_record = [&](const journal::Record& record) {
    if (record.verb == "tick") lapsed.set_value(record.time);
  };
  plant.pipeline().start();
  plant.submit({.category = "parking"});
  const Reply reply = plant.wish(pull("waiwu")).get();
  const auto& answer = std::get<casework::PullAnswer>(reply.result.value());
  EXPECT_GE(lapsed.get_future().get(), answer.grants.front().until);
  plant.pipeline().stop();
}

TEST(Time, PassesUnderLoad) {
  DrivenClock clock(kMorning);
  Plant plant(clock);
  std::promise<void> lapsed;
  std::atomic<bool> busy{true};
  plant.on_record = [&](const journal::Record& record) {
    if (record.verb == "tick") {
      busy = false;
      lapsed.set_value();
    }
  };
  plant.pipeline().start();
  plant.submit({.category = "parking"}).wait();
  plant.wish(pull("waiwu")).wait();
  clock.advance_to(kMorning + 60s);
  // Whoever is answered asks again at once, so the writer never rests.
  std::function<void(const Reply&)> again = [&](const Reply&) {
    if (!busy) return;
    plant.pipeline().offer({.command = finish_nothing(), .driven_time = {}, .answer = again}, true);
  };
  for (int i = 0; i < 64; ++i) again(Reply{casework::Answer{}, {}, false});
  lapsed.get_future().wait();
  plant.pipeline().stop();
}

TEST(Time, IsReadOnceForAllWishesOfATurn) {
  // What is decided in a turn is not later than the alarms that were told at its beginning.
  DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().start();
  plant.stop_writer();
  plant.pipeline().look([&clock](const Engine&) { clock.advance_to(kMorning + 1h); });
  auto first = plant.submit({.category = "parking"});
  plant.let_go();
  EXPECT_EQ(std::get<casework::Receipt>(first.get().result.value()).received, kMorning);
  const Reply next = plant.submit({.category = "noise"}).get();
  EXPECT_EQ(std::get<casework::Receipt>(next.result.value()).received, kMorning + 1h);
}

TEST(DrivenTime, FiresAlarmsAtTheirOwnInstantsInOrder) {
  DrivenClock clock(kMorning);
  Plant plant(clock, &clock);
  plant.pipeline().start();
  plant.submit({.category = "litter"}).wait();
  plant.submit({.category = "parking"}).wait();
  plant.wish(pull("waiwu"), kMorning + 1h).wait();
  const Reply last = plant.wish(finish_nothing(), shanghai("2026-03-09 16:00")).get();
  EXPECT_FALSE(last.result.has_value());
  EXPECT_EQ(clock.now(), shanghai("2026-03-09 16:00"));
  plant.pipeline().stop();

  std::vector<std::pair<Timestamp, std::string>> told;
  for (const journal::Record& record : plant.records()) told.emplace_back(record.time, record.verb);
  const std::vector<std::pair<Timestamp, std::string>> expected{
      {kMorning, "submit"},
      {kMorning, "submit"},
      {kMorning + 1h, "pull"},
      {kMorning + 1h + 60s, "tick"},                 // the lease lapses
      {shanghai("2026-03-09 12:00"), "tick"},        // the building's budget is due soon
      {shanghai("2026-03-09 15:00") + 1ms, "tick"},  // and used up
  };
  EXPECT_EQ(told, expected);
}

TEST(DrivenTime, HoldsForTheWishThatBringsIt) {
  DrivenClock clock(kMorning);
  Plant plant(clock, &clock);
  plant.pipeline().start();
  const Reply reply = plant.submit({.category = "parking"}, kMorning + 2h).get();
  EXPECT_EQ(std::get<casework::Receipt>(reply.result.value()).received, kMorning + 2h);
  // And for those after it, also when they bring an earlier one.
  const Reply later = plant.submit({.category = "noise"}, kMorning).get();
  EXPECT_EQ(std::get<casework::Receipt>(later.result.value()).received, kMorning + 2h);
}

TEST(DrivenTime, StandsStillBetweenWishes) {
  DrivenClock clock(kMorning);
  Plant plant(clock, &clock);
  plant.pipeline().start();
  plant.submit({.category = "parking"}).wait();
  plant.wish(pull("waiwu")).wait();
  plant.pipeline().stop();
  EXPECT_EQ(plant.records().size(), 2U);
}

TEST(DrivenTime, IsIgnoredByAClockThatRunsByItself) {
  const DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().start();
  const Reply reply = plant.submit({.category = "parking"}, kMorning + 2h).get();
  EXPECT_EQ(std::get<casework::Receipt>(reply.result.value()).received, kMorning);
}

}  // namespace
}  // namespace whistle::runtime
