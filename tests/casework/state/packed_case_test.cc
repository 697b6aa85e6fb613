#include "engine/casework/state/packed_case.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/pfr.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "tests/support/scenario.h"

namespace whistle::casework::packed_case_test {

using namespace std::chrono_literals;

// A case with a new field must not come back without it: whoever adds one packs it, lets
// random_case() fill it, and counts it here.
static_assert(boost::pfr::tuple_size_v<Case> == 42);
static_assert(boost::pfr::tuple_size_v<CaseClock> == 10);
static_assert(boost::pfr::tuple_size_v<calendar::ClockReading> == 3);
static_assert(boost::pfr::tuple_size_v<calendar::Alarms> == 3);

// What comes back of a case that was packed; what is kept apart is handed over as the shelf does.
Case packed_and_unpacked(const Case& item, Case again = {}) {
  PackedBuffer bytes;
  bytes.fill(0xFF);
  const std::size_t size = pack(item, bytes);
  EXPECT_LE(size, kPackedMax);
  // Whatever follows the row is not looked at.
  const std::vector<std::uint8_t> row(bytes.begin(),
                                      bytes.begin() + static_cast<std::ptrdiff_t>(size));
  EXPECT_EQ(unpack(item.id, row.data(), again), has_apart(item));
  EXPECT_TRUE(again.requesters.empty());
  EXPECT_FALSE(again.dossier.is_set());
  again.requesters = item.requesters;
  again.dossier = item.dossier;
  return again;
}

std::size_t packed_size(const Case& item) {
  PackedBuffer bytes;
  return pack(item, bytes);
}

// Any value, and often one that has a form of its own.
template <class Integer>
Integer any_number() {
  return *rc::gen::oneOf(rc::gen::arbitrary<Integer>(), rc::gen::just(Integer{0}),
                         rc::gen::just(Integer{1}),
                         rc::gen::just(std::numeric_limits<Integer>::max()),
                         rc::gen::just(std::numeric_limits<Integer>::min()));
}

template <class Enum>
Enum any_of(std::uint8_t max) {
  return static_cast<Enum>(*rc::gen::inRange<int>(0, max + 1));
}

Timestamp any_time(Timestamp near) {
  // Nothing is added to what is at the end of time.
  if (near > Timestamp{std::chrono::years{10'000}} || near < Timestamp{}) near = Timestamp{};
  const std::int64_t minute = *rc::gen::inRange<std::int64_t>(-100'000, 100'000);
  return *rc::gen::oneOf(rc::gen::just(near), rc::gen::just(near + minute * 1min),
                         rc::gen::just(near + minute * 1min + 1ms), rc::gen::just(kNever),
                         rc::gen::just(Timestamp{}), rc::gen::just(Timestamp::min()),
                         rc::gen::map(rc::gen::arbitrary<std::int64_t>(),
                                      [](std::int64_t ms) { return Timestamp{Milliseconds{ms}}; }));
}

AreaCode any_area(AreaCode near) {
  return *rc::gen::element(AreaCode{}, near, AreaCode{near.value / 1'000},
                           AreaCode{near.value / 1'000'000}, AreaCode{near.value / 1'000'000'000},
                           AreaCode{near.value / 10}, AreaCode{any_number<std::uint64_t>()});
}

CaseClock any_clock(Timestamp received) {
  CaseClock clock;
  clock.stage = any_of<Stage>(kStageCount);
  clock.running = any_number<bool>();
  clock.soon_told = any_number<bool>();
  clock.overdue = any_number<bool>();
  clock.far_overdue = any_number<bool>();
  clock.calendar = any_number<Symbol>();
  clock.reading.limit.value = any_number<std::int32_t>();
  clock.reading.limit.unit = any_of<calendar::LimitUnit>(6);
  clock.reading.granted = any_time(Timestamp{}).time_since_epoch();
  clock.reading.consumed = any_time(Timestamp{}).time_since_epoch();
  clock.started = any_time(received);
  clock.since = any_time(clock.started);
  clock.alarms.due = any_time(clock.since);
  clock.alarms.due_soon = any_time(clock.since);
  clock.alarms.far_overdue = any_time(clock.since);
  return clock;
}

Case any_case() {
  Case item;
  item.id = {any_number<std::uint64_t>()};
  item.first_complaint = {any_number<std::uint64_t>()};
  item.received = any_time(Timestamp{std::chrono::days{20'521}});
  item.area = {*rc::gen::element<std::uint64_t>(0, 350605, 350605100001001002, UINT64_MAX)};
  item.cause_area = any_area(item.area);
  item.requester = any_number<std::uint64_t>();
  item.likeness = any_number<std::uint64_t>();
  item.category = any_number<Symbol>();
  item.condition = any_number<Symbol>();
  item.unit = any_number<Symbol>();
  item.worker = any_number<Symbol>();
  item.assignee = any_number<Symbol>();
  item.major = any_number<Symbol>();
  item.storm_area = any_area(item.area);
  item.storm = {any_number<std::uint64_t>()};
  item.kind = any_of<CaseKind>(2);
  item.status = any_of<Status>(8);
  item.place = any_of<Place>(5);
  item.severity = any_of<Severity>(4);
  item.tier = any_of<Tier>(6);
  item.watch_tier = any_of<Tier>(6);
  item.request_type = any_of<RequestType>(6);
  item.channel = any_of<Channel>(11);
  item.card = any_of<Card>(3);
  item.contacted = any_number<bool>();
  item.arrived = any_number<bool>();
  item.ladder_exhausted = any_number<bool>();
  item.rework_rounds = any_number<std::uint8_t>();
  item.order_number = any_number<std::uint16_t>();
  item.escalations = any_number<std::uint16_t>();
  item.reminders = any_number<std::uint16_t>();
  item.complaints = any_number<std::uint32_t>();
  item.token = {any_number<std::uint64_t>()};
  item.lease_token = {any_number<std::uint64_t>()};
  item.lease_until = any_time(item.received);
  item.receive_by = any_time(item.received);
  item.finished_at = any_time(item.received);
  item.entered = any_number<std::uint64_t>();
  const int clocks = *rc::gen::inRange<int>(0, static_cast<int>(kClocksMax) + 1);
  for (int i = 0; i < clocks; ++i) item.clocks.push_back(any_clock(item.received));
  item.queue_due = any_number<bool>() ? item.earliest_due() : any_time(item.received);
  if (any_number<bool>()) item.requesters = {any_number<std::uint64_t>()};
  if (any_number<bool>()) item.dossier.edit().task = "查看水表";
  return item;
}

RC_GTEST_PROP(PackedCase, ComesBackAsItWasWhateverItWas, ()) {
  const Case item = any_case();
  // ... and whatever was in the case that takes it up.
  RC_ASSERT(packed_and_unpacked(item, any_case()) == item);
}

TEST(PackedCase, ComesBackWhenItIsNew) { EXPECT_EQ(packed_and_unpacked(Case{}), Case{}); }

TEST(PackedCase, ComesBackAtItsLargest) {
  Case item;
  item.id = {1};
  for (std::size_t i = 0; i < kClocksMax; ++i) {
    CaseClock clock;
    clock.stage = static_cast<Stage>(i + 1);
    clock.calendar = UINT32_MAX;
    clock.reading = {{std::numeric_limits<std::int32_t>::min(), calendar::LimitUnit::WorkDayEnd},
                     Milliseconds::min(),
                     Milliseconds::min()};
    clock.started = Timestamp::min();
    clock.since = Timestamp::min() + 1ms;
    clock.alarms = {Timestamp::min(), Timestamp::min(), Timestamp::min()};
    item.clocks.push_back(clock);
  }
  EXPECT_EQ(packed_and_unpacked(item), item);
}

TEST(PackedCase, OfALifeComesBackAtEveryStep) {
  support::Scenario story(support::changtai_rules());
  const auto holds = [&] {
    story.state().each_case(
        [](const Case& item) { EXPECT_EQ(packed_and_unpacked(item), item) << item.id.value; });
  };
  story.submit({.category = "parking"}), holds();
  story.submit({.category = "burst", .requester = "li"}), holds();
  story.submit({.category = "burst", .requester = "wang"}), holds();
  story.about({1}).take("waiwu"), holds();
  story.finish(), holds();
}

TEST(PackedCase, TakesAThirdOfWhatItTakesToWorkWithIt) {
  support::Scenario story(support::changtai_rules());
  story.submit({.category = "parking"});
  const Case& item = story.the_case();
  ASSERT_FALSE(item.clocks.empty());
  const std::size_t at_hand = sizeof item + item.clocks.size() * sizeof(CaseClock);
  EXPECT_LT(packed_size(item) * 3, at_hand);
}

TEST(PackedCaseDeathTest, HasNoMoreClocksThanThereAreStages) {
  Case item;
  item.clocks.resize(kClocksMax + 1);
  EXPECT_DEATH(packed_size(item), "kClocksMax");
}

}  // namespace whistle::casework::packed_case_test
