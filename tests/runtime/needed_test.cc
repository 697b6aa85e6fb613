#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <utility>

#include "tests/runtime/machine.h"

// What the engine says of the records that somebody may still ask for: those of a case stay as long
// as it is open, and as long as its score can be appealed.
namespace whistle::runtime::needed_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();

TEST(Needed, IsTheOldestOpenCase) {
  Machine machine;
  const auto needed = [&] { return machine.engine().take_group().oldest_needed; };
  machine.submit({.category = "parking"}, kMorning);
  machine.submit({.category = "parking"}, kMorning);
  EXPECT_EQ(needed(), CaseId{1});
  const casework::MergeCases merge{.id = {1}, .into = {2}, .by = {"lin"}, .reason = "one"};
  ASSERT_TRUE(machine.wish(merge, kMorning).result);
  EXPECT_EQ(needed(), CaseId{2});
  machine.submit({.category = "parking", .decline_ground = "litigation"}, kMorning);
  EXPECT_EQ(needed(), CaseId{2}) << "a declined complaint is no case";
}

CaseId needed_of(casework::State state) {
  state.restore(casework::Counters{.last_case = {9}}, {});
  Engine engine(std::make_shared<const policy::Policy>(changtai_rules()), std::move(state), {});
  casework::SubmitComplaint declined = complaint_of({.decline_ground = "litigation"}, 1, kMorning);
  engine.decide(declined, kMorning);
  return engine.take_group().oldest_needed;
}

TEST(Needed, IsTheNextCaseWhenNoneIsOpen) { EXPECT_EQ(needed_of({}), CaseId{10}); }

TEST(Needed, IsAClosedCaseThatCanBeAppealed) {
  casework::State state;
  state.restore(casework::RegisterRow(casework::Appealable{
      .id = {3}, .period = 202603, .until = kMorning + 24h, .units = {{.unit = {"waiwu"}}}}));
  EXPECT_EQ(needed_of(std::move(state)), CaseId{3});
}

}  // namespace whistle::runtime::needed_test
