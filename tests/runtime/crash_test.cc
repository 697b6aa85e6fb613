#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>

#include "engine/journal/row_codec.h"
#include "tests/runtime/machine.h"
#include "tests/support/invariants.h"
#include "tests/support/random_wishes.h"

// What is left when the process ends without warning: exactly what was durable.
namespace whistle::runtime::crash_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();

TEST(Crash, LosesWhatWasNotDurableAndNothingElse) {
  Machine machine;
  machine.submit({.category = "parking"}, kMorning);
  machine.engine().decide(pull("waiwu", true), kMorning);
  machine.commit();
  const std::string durable = machine.digest();
  machine.work<casework::FinishHandling>(kMorning + 1h);
  EXPECT_NE(machine.digest(), durable);
  machine.crash();
  EXPECT_EQ(machine.digest(), durable);
  // The worker asks again and loses nothing.
  EXPECT_TRUE(machine.work<casework::FinishHandling>(kMorning + 1h).result.has_value());
}

TEST(Crash, LosesNoAlarm) {
  Machine machine;
  machine.submit({.category = "parking"}, kMorning);
  machine.commit();
  const Timestamp next = machine.engine().next_alarm();
  machine.crash();
  EXPECT_EQ(machine.engine().next_alarm(), next);
  EXPECT_EQ(machine.engine().tick(next, 1024), 1U);
}

TEST(Crash, OfAnEmptyEngineLeavesAnEmptyEngine) {
  Machine machine;
  machine.crash();
  EXPECT_EQ(machine.engine().last_sequence(), Sequence{});
  EXPECT_EQ(machine.engine().state().open_cases(), 0U);
}

// Long random stories with a crash every now and then.
class CrashWalk : public testing::TestWithParam<std::uint32_t> {};

TEST_P(CrashWalk, LeavesExactlyWhatWasDurable) {
  Machine machine;
  RandomWishes wishes(GetParam());
  std::mt19937 random(GetParam());
  Timestamp now = kMorning;
  std::string durable = machine.digest();
  for (int step = 0; step < 1500; ++step) {
    now += wishes.pause();
    machine.engine().tick(now, 64);
    const Reply reply = machine.wish(wishes.next(machine.engine().state(), now), now);
    if (reply.result) wishes.note(*reply.result);
    if (random() % 5 == 0) {
      ASSERT_NO_FATAL_FAILURE(machine.commit());
      durable = machine.digest();
    }
    if (random() % 40 == 0) {
      machine.crash();
      ASSERT_EQ(machine.digest(), durable) << "step " << step;
      ASSERT_EQ(broken_invariant(machine.engine().state()), "") << "step " << step;
    }
  }
}

TEST_P(CrashWalk, IsRetoldByTheRecords) {
  Machine machine;
  RandomWishes wishes(GetParam());
  Timestamp now = kMorning;
  for (int step = 0; step < 1000; ++step) {
    now += wishes.pause();
    machine.engine().tick(now, 64);
    machine.wish(wishes.next(machine.engine().state(), now), now);
    if (step % 10 == 9) {
      ASSERT_NO_FATAL_FAILURE(machine.commit());
    }
  }
  ASSERT_NO_FATAL_FAILURE(machine.commit());

  casework::State retold;
  Sequence from{1};
  for (;;) {
    const auto records = machine.journal().read(from, 100);
    ASSERT_TRUE(records.has_value()) << records.error().message;
    for (const journal::Record& record : *records) {
      ASSERT_EQ(record.sequence, from);
      from = {from.value + 1};
      for (const casework::Event& event : record.events) retold.apply(event);
    }
    if (records->size() < 100) break;
  }
  EXPECT_EQ(journal::digest_of(retold), machine.digest());
}

// Rules under which a case keeps the colour it came with.
policy::RuleBook unchanging_colours() {
  policy::RuleBook book = changtai_rules();
  book.settings.requesters_yellow = 1000;
  for (policy::Category& category : book.categories) {
    category.always_yellow = false;
    category.harm = 0;
    category.nature = 0;
  }
  return book;
}

// What a crash forgets (slots, symbols, the order of indexes) changes no decision. The one thing
// that would, how often a lower colour was passed over, cannot happen among cases of one colour.
void go_on_as_if_nothing_had_happened(std::uint32_t seed, Severity colour) {
  Machine steady(unchanging_colours());
  Machine shaky(unchanging_colours());
  RandomWishes wishes(seed);
  Timestamp now = kMorning;
  for (int step = 0; step < 1000; ++step) {
    now += wishes.pause();
    casework::Command wish = wishes.next(steady.engine().state(), now);
    if (auto* submit = std::get_if<casework::SubmitComplaint>(&wish)) {
      submit->findings.edit().severity.severity = colour;
    }
    steady.engine().tick(now, 64);
    shaky.engine().tick(now, 64);
    const Reply reply = steady.wish(wish, now);
    shaky.wish(wish, now);
    if (reply.result) wishes.note(*reply.result);
    if (step % 7 == 0) {
      ASSERT_NO_FATAL_FAILURE(shaky.commit());
      shaky.crash();
    }
    ASSERT_EQ(shaky.digest(), steady.digest()) << "step " << step;
  }
}

TEST_P(CrashWalk, GoesOnAsIfNothingHadHappened) {
  go_on_as_if_nothing_had_happened(GetParam(), Severity::Blue);
  go_on_as_if_nothing_had_happened(GetParam(), Severity::Red);
}

INSTANTIATE_TEST_SUITE_P(Seeds, CrashWalk, testing::Values(1U, 2U, 3U, 20260309U));

}  // namespace whistle::runtime::crash_test
