#include "engine/runtime/backlog.h"

#include <gtest/gtest.h>

#include <chrono>

#include "engine/runtime/pipeline.h"
#include "tests/runtime/plant.h"

// How far behind the writer and the disk are.
namespace whistle::runtime::backlog_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();

TEST(Backlog, IsOfNoAgeWhenNobodyWaits) {
  Backlog backlog;
  EXPECT_EQ(backlog.oldest(kMorning), 0ms);
  backlog.enter(kMorning);
  backlog.leave(1);
  EXPECT_EQ(backlog.oldest(kMorning + 1h), 0ms);
}

TEST(Backlog, IsAsOldAsTheOldestWish) {
  Backlog backlog;
  backlog.enter(kMorning);
  backlog.enter(kMorning);
  backlog.enter(kMorning + 3ms);
  EXPECT_EQ(backlog.oldest(kMorning + 10ms), 10ms);
  backlog.leave(1);
  EXPECT_EQ(backlog.oldest(kMorning + 10ms), 10ms);
  backlog.leave(1);
  EXPECT_EQ(backlog.oldest(kMorning + 10ms), 7ms);
}

TEST(Backlog, LosesManyAtOnce) {
  Backlog backlog;
  for (int i = 0; i < 10; ++i) backlog.enter(kMorning + i * 1ms);
  backlog.leave(9);
  EXPECT_EQ(backlog.oldest(kMorning + 10ms), 1ms);
}

TEST(Backlog, NeverCountsBackwards) {
  Backlog backlog;
  backlog.enter(kMorning + 5ms);
  backlog.enter(kMorning);
  EXPECT_EQ(backlog.oldest(kMorning), 0ms);
  backlog.leave(1);
  EXPECT_EQ(backlog.oldest(kMorning + 7ms), 2ms);
}

TEST(Lag, CountsFromTheOfferUntilTheDiskHasIt) {
  DrivenClock clock(kMorning);
  Plant plant(clock);
  EXPECT_EQ(plant.pipeline().lag(), 0ms);
  plant.journal().hold();
  plant.pipeline().start();
  auto first = plant.submit({.category = "parking"});
  plant.journal().await_held_append();
  clock.advance_to(kMorning + 700ms);
  EXPECT_EQ(plant.pipeline().lag(), 700ms) << "decided, and not on disk";
  auto second = plant.submit({.category = "parking"});
  clock.advance_to(kMorning + 900ms);
  EXPECT_EQ(plant.pipeline().lag(), 900ms);
  plant.journal().let_go();
  first.wait();
  second.wait();
  EXPECT_EQ(plant.pipeline().lag(), 0ms);
}

TEST(Lag, CountsWhatWaitsForTheWriter) {
  DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().start();
  plant.stop_writer();
  auto waiting = plant.submit({.category = "parking"});
  EXPECT_EQ(plant.pipeline().waiting(), 1U);
  clock.advance_to(kMorning + 40ms);
  EXPECT_EQ(plant.pipeline().lag(), 40ms);
  plant.let_go();
  waiting.wait();
  EXPECT_EQ(plant.pipeline().lag(), 0ms);
  EXPECT_EQ(plant.pipeline().waiting(), 0U);
}

TEST(Lag, CountsRefusedWishesUntilTheyAreTold) {
  DrivenClock clock(kMorning);
  Plant plant(clock);
  plant.pipeline().start();
  EXPECT_FALSE(plant.wish(finish_nothing()).get().result.has_value());
  clock.advance_to(kMorning + 1h);
  EXPECT_EQ(plant.pipeline().lag(), 0ms);
}

TEST(Lag, IsUnknownToADrivenClock) {
  DrivenClock clock(kMorning);
  Plant plant(clock, &clock);
  plant.pipeline().start();
  plant.stop_writer();
  auto waiting = plant.submit({.category = "parking"});
  clock.advance_to(kMorning + 1h);
  EXPECT_EQ(plant.pipeline().lag(), 0ms);
  plant.let_go();
  waiting.wait();
}

}  // namespace whistle::runtime::backlog_test
