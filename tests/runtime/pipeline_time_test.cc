#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "engine/runtime/pipeline.h"
#include "tests/runtime/plant.h"

// How time passes in a pipeline: by itself, under load, and as it is told.
namespace whistle::runtime::pipeline_time_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();

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

}  // namespace whistle::runtime::pipeline_time_test
