#include "engine/casework/state/case.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <set>
#include <utility>

namespace whistle::casework::case_test {

using namespace std::chrono_literals;

constexpr Timestamp kNoon{1'000'000ms};
constexpr std::array kStatuses{Status::AwaitsTriage, Status::Dispatched, Status::SignedFor,
                               Status::Finished,     Status::Replied,    Status::Closed,
                               Status::Returned,     Status::Deferred};

CaseClock running_clock() {
  CaseClock clock;
  clock.stage = Stage::Sign;
  clock.alarms = {.due_soon = kNoon + 3h, .due = kNoon + 4h, .far_overdue = kNoon + 8h};
  return clock;
}

TEST(CaseClock, RingsWhenDueSoonThenAfterDueThenAfterFarOverdue) {
  CaseClock clock = running_clock();
  EXPECT_EQ(clock.next_alarm(), kNoon + 3h);
  clock.soon_told = true;
  EXPECT_EQ(clock.next_alarm(), kNoon + 4h + 1ms);
  clock.overdue = true;
  EXPECT_EQ(clock.next_alarm(), kNoon + 8h + 1ms);
  clock.far_overdue = true;
  EXPECT_EQ(clock.next_alarm(), kNever);
}

TEST(CaseClock, IsSilentWhileItRests) {
  CaseClock clock = running_clock();
  clock.running = false;
  EXPECT_EQ(clock.next_alarm(), kNever);
}

TEST(CaseClock, RingsAtItsDueInstantWhenThatComesBeforeTheWarning) {
  CaseClock clock = running_clock();
  clock.alarms.due_soon = kNoon + 5h;
  EXPECT_EQ(clock.next_alarm(), kNoon + 4h);
}

TEST(CaseClock, NeverRingsForAPromiseWithoutEnd) {
  CaseClock clock = running_clock();
  clock.alarms = {};
  EXPECT_EQ(clock.next_alarm(), kNever);
  clock.soon_told = true;
  EXPECT_EQ(clock.next_alarm(), kNever);
  clock.overdue = true;
  EXPECT_EQ(clock.next_alarm(), kNever);
}

TEST(Case, RingsAtTheEarliestOfItsClocksAndItsLease) {
  Case item;
  EXPECT_EQ(item.next_alarm(), kNever);
  item.clocks = {running_clock()};
  EXPECT_EQ(item.next_alarm(), kNoon + 3h);
  item.lease_until = kNoon + 1h;
  EXPECT_EQ(item.next_alarm(), kNoon + 3h);
  item.place = Place::Lease;
  EXPECT_EQ(item.next_alarm(), kNoon + 1h);
}

TEST(Case, IsDueAtTheEarliestOfThePromisesThatRun) {
  Case item;
  EXPECT_EQ(item.earliest_due(), kNever);
  CaseClock resting = running_clock();
  resting.stage = Stage::Resolve;
  resting.running = false;
  resting.alarms.due = kNoon;
  item.clocks = {resting, running_clock()};
  EXPECT_EQ(item.earliest_due(), kNoon + 4h);
}

TEST(Case, FindsTheClockOfAStage) {
  Case item;
  item.clocks = {running_clock()};
  EXPECT_EQ(item.clock(Stage::Sign), &item.clocks.front());
  EXPECT_EQ(item.clock(Stage::Contact), nullptr);
}

TEST(Status, ChangesOnlyAlongTheArrows) {
  const std::set<std::pair<Status, Status>> arrows{
      {Status::AwaitsTriage, Status::Dispatched}, {Status::Dispatched, Status::Dispatched},
      {Status::Dispatched, Status::SignedFor},    {Status::SignedFor, Status::Dispatched},
      {Status::SignedFor, Status::Finished},      {Status::Finished, Status::Replied},
      {Status::Finished, Status::Dispatched},     {Status::Replied, Status::Closed},
      {Status::Replied, Status::Dispatched},      {Status::AwaitsTriage, Status::Replied},
      {Status::Dispatched, Status::Returned},     {Status::Returned, Status::Dispatched},
      {Status::Dispatched, Status::Deferred},     {Status::SignedFor, Status::Deferred},
      {Status::Deferred, Status::Dispatched}};
  for (const Status from : kStatuses) {
    for (const Status to : kStatuses) {
      EXPECT_EQ(can_become(from, to), arrows.contains({from, to}))
          << static_cast<int>(from) << " -> " << static_cast<int>(to);
    }
  }
}

}  // namespace whistle::casework::case_test
